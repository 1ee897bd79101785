"""Opens a scan, a camera picture or a verifier's export for measuring: linear in light, with a scale."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import numpy
from numpy.typing import NDArray

from desktop.errors import InputError
from desktop.grading.model import Calibration, Floats, Found, GradingImage
from desktop.grading.picture_samples import EMPTY, MOST_BYTES, NO_LIGHT
from desktop.grading.quads import Corners
from desktop.reading.framing import NO_PICTURE, TOO_LARGE
from desktop.reading.opened_picture import MOST_PIXELS
from desktop.reading.photos import damaged
from desktop.reading.picture_file import content_of
from desktop.reading.picture_process import PictureProcess, no_answer
from desktop.texts import say

_WORKER = "desktop.grading.picture_worker"
_LIMIT_S = 60.0
_LEAST_DPI, _MOST_DPI = 100.0, 12_000.0
_MM_PER_INCH = 25.4
_BAND = 64
"""Rows that are looked up together: a place in a table takes eight bytes, of a whole scan 300 MB."""


def picture_process() -> PictureProcess:
    """Return a process that opens one picture after the other: who opens several keeps it warm."""
    return PictureProcess(_WORKER, most_reply=2 * MOST_PIXELS)


def open_picture(
    path: Path,
    *,
    dpi: float | None = None,
    linear: bool | None = None,
    calibration: Calibration | None = None,
    limit_s: float = _LIMIT_S,
    process: PictureProcess | None = None,
    go_on: Callable[[], bool] | None = None,
) -> GradingImage:
    """Open a PNG, TIFF, BMP or JPEG file of 8 or 16 bits and find the symbols in it.

    Of a picture in colour the red channel is measured, which lies nearest to 660 nm.

    Args:
        path: of the file.
        dpi: its scale; None: as the file says, if it does.
        linear: whether its readings are linear in light, as those of cameras for machines are; False: they
            follow the curve of sRGB (IEC 61966-2-1), which is undone. None: sRGB if the file says so, is in
            colour or compressed with loss, or states a resolution as scanners do; else linear.
        calibration: makes reflectance absolute.
        limit_s: seconds that opening may take.
        process: of ``picture_process``, warm from the picture before; None: one for this picture alone.
        go_on: asked again and again while it is opened, on another thread; that ends once it says no.

    Raises:
        StorageError: the file cannot be read.
        InputError: it is no picture, or one that is too large, empty or damaged, or the scale is impossible.
        DeviceError: the process that opens it died or took too long.
        Cancelled: ``go_on`` said no.
    """
    if dpi is not None and not _LEAST_DPI <= dpi <= _MOST_DPI:
        raise InputError(
            say(
                "A picture to grade has {least} to {most} dpi; {found} was given.",
                least=f"{_LEAST_DPI:g}",
                most=f"{_MOST_DPI:g}",
                found=f"{dpi:g}",
            )
        )
    content = content_of(path, MOST_BYTES)
    with nullcontext(process) if process else picture_process() as opener:
        head, samples = opener.ask(path.name, {"kind": "file"}, content, limit_s, go_on)
    del content  # a whole scan is large, and so is what is made of it
    if "trouble" in head:
        raise _refusal(path.name, head)
    try:
        return _image(head, samples, dpi, linear, calibration)
    except (KeyError, TypeError, ValueError) as error:
        raise no_answer(path.name, repr(error)[:200]) from error


def image_of(
    samples: NDArray[numpy.uint8] | NDArray[numpy.uint16],
    *,
    px_per_mm: float | None = None,
    srgb: bool = False,
    channel: str = "grey",
    lossy: bool = False,
    calibration: Calibration | None = None,
) -> GradingImage:
    """Make samples ready for measuring.

    Args:
        samples: rows of 8 or 16 bits.
        px_per_mm: scale; None: nothing tells it.
        srgb: whether the curve of sRGB is to be undone.
        channel: what they are samples of.
        lossy: whether they were compressed with loss.
        calibration: makes reflectance absolute.
    """
    most = int(numpy.iinfo(samples.dtype).max)
    thinned = samples.ravel()[:: max(1, samples.size // 4_000_000)]
    clipped = numpy.count_nonzero(thinned == 0) + numpy.count_nonzero(thinned == most)
    readings = numpy.arange(most + 1, dtype=numpy.float64) / most
    table = reflectance_of(linear_light(readings) if srgb else readings, calibration).astype(numpy.float32)
    reflectance = numpy.empty(samples.shape, numpy.float32)
    for top in range(0, len(samples), _BAND):
        band = slice(top, top + _BAND)
        table.take(samples[band], out=reflectance[band], mode="clip")
    return GradingImage(
        reflectance=reflectance,
        px_per_mm=px_per_mm,
        bits=samples.dtype.itemsize * 8,
        linearised=srgb,
        channel=channel,
        lossy=lossy,
        clipped=clipped / thinned.size,
        calibration=calibration,
    )


def linear_light(readings: NDArray[numpy.float64]) -> NDArray[numpy.float64]:
    """Undo the curve of sRGB (IEC 61966-2-1, 5.2): readings and result from 0 to 1.

    >>> [round(float(one), 4) for one in linear_light(numpy.array([0.0, 0.04, 0.5, 1.0]))]
    [0.0, 0.0031, 0.214, 1.0]
    """
    return numpy.where(readings <= 0.04045, readings / 12.92, ((readings + 0.055) / 1.055) ** 2.4)


def reflectance_of(
    readings: NDArray[numpy.float64], calibration: Calibration | None
) -> NDArray[numpy.float64]:
    """Turn linear readings, 0 to 1, into reflectance in percent."""
    if calibration is None:
        return readings * 100
    gain = (calibration.light_percent - calibration.dark_percent) / (
        calibration.light_reading - calibration.dark_reading
    )
    return numpy.asarray(calibration.dark_percent + (readings - calibration.dark_reading) * gain)


def found_symbol(one: object) -> Found:
    """Take a symbol from a worker's reply.

    Raises:
        ValueError: it is none.
    """
    match one:
        case {
            "symbology": str(symbology),
            "identifier": str(identifier),
            "data": str(data),
            "corners": [[ax, ay], [bx, by], [cx, cy], [dx, dy]],
        }:
            numbers = [float(number) for number in (ax, ay, bx, by, cx, cy, dx, dy)]
            if numpy.isfinite(numbers).all():
                a, b, c, d = zip(numbers[::2], numbers[1::2], strict=True)
                corners: Corners = (a, b, c, d)
                return Found(symbology, identifier, data, corners)
    raise ValueError(f"symbol {str(one)[:100]}")


def _refusal(name: str, head: dict[str, object]) -> InputError:
    trouble, width, height = head["trouble"], head.get("width"), head.get("height")
    if trouble == TOO_LARGE:
        return InputError(
            say(
                "{file} has {width} x {height} pixels; a picture to grade has at most {most} million. Scan a "
                "smaller area.",
                file=name,
                width=width,
                height=height,
                most=MOST_PIXELS // 1_000_000,
            )
        )
    if trouble == EMPTY:
        return InputError(
            say(
                "{file} has only {width} x {height} pixels: nothing can be measured in it.",
                file=name,
                width=width,
                height=height,
            )
        )
    if trouble == NO_PICTURE:
        return InputError(say("{file} is no picture in PNG, TIFF, BMP or JPEG.", file=name))
    if trouble == NO_LIGHT:
        return InputError(
            say(
                "{file} has pixels of the kind {mode}, no amounts of light: save it in grey or RGB.",
                file=name,
                mode=head.get("mode"),
            )
        )
    return damaged(name, head)


def _image(
    head: dict[str, object],
    samples: bytearray,
    dpi: float | None,
    linear: bool | None,
    calibration: Calibration | None,
) -> GradingImage:
    match head:
        case {
            "width": int(width),
            "height": int(height),
            "bits": 8 | 16 as bits,
            "channel": str(channel),
            "lossy": bool(lossy),
            "curve": str(curve),
            "dpi": int() | float() as said_dpi,
            "pages": int(pages),
            "symbols": list(symbols),
        }:
            values = numpy.frombuffer(samples, "<u2" if bits == 16 else "u1").reshape(height, width)
            scanned = curve == "srgb" or channel != "grey" or lossy or said_dpi > 0
            scale = dpi or float(said_dpi)
            image = image_of(
                values,
                px_per_mm=scale / _MM_PER_INCH if scale else None,
                srgb=scanned and curve != "linear" if linear is None else not linear,
                channel=channel,
                lossy=lossy,
                calibration=calibration,
            )
            return replace(image, pages=pages, found=tuple(found_symbol(one) for one in symbols))
    raise ValueError(f"reply with {str(head)[:100]}")


def grey_of(reflectance: Floats) -> NDArray[numpy.uint8]:
    """Return a picture in 255 steps from its darkest to its lightest, as decoders want it."""
    step = max(1, round((reflectance.size / 100_000) ** 0.5))
    dark, light = numpy.percentile(reflectance[::step, ::step], (0.1, 99.9))
    # Decoders expect steps as an eye sees them, so the curve that was undone is put back, roughly.
    scaled = numpy.clip((reflectance - dark) / max(float(light - dark), 1e-3), 0, 1)
    return numpy.asarray(numpy.sqrt(scaled) * 255).astype(numpy.uint8)
