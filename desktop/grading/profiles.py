"""The ten scan reflectance profiles: picture, aperture, optics and light in one."""

from dataclasses import dataclass, replace

import numpy
from numpy.typing import NDArray

from desktop.grading.aperture import Disc
from desktop.grading.edges import Elements, find_all
from desktop.grading.flat_field import field_at, light_field
from desktop.grading.model import Floats
from desktop.grading.optics import (
    NOISE_OF_LEVELS,
    PIXELS_ALIKE,
    Kept,
    Spread,
    noise_of_places,
    spread_of,
)
from desktop.grading.raster import Raster
from desktop.grading.scan_paths import Frame, inside, sampled
from desktop.grading.spectra import Spectra
from desktop.grading.strips import EdgeResponse

Doubles = NDArray[numpy.float64]

_SPACE = 1.8
"""Modules from which an element is wide enough to show its level through aperture and lens."""
_REST = 2.0
"""Modules that a path goes on beyond what is graded, so that filters have something to stand on."""
_FINE = 32
"""Samples to a module, where the picture has pixels for it."""


@dataclass(frozen=True, slots=True)
class Processing:
    """What is done to a profile; each step can be left out to see what it does."""

    aperture: bool = True
    flat_field: bool = True
    compensation: bool = True


@dataclass(frozen=True, slots=True)
class Extent:
    """How large a symbol and what belongs to it is, in pixels.

    Attributes:
        module: X-dimension.
        aperture: diameter of the measuring aperture.
        left, right: quiet zones that are scanned.
    """

    module: float
    aperture: float
    left: float
    right: float


@dataclass(frozen=True, eq=False, slots=True)
class Shown:
    """How an edge shows under the aperture.

    Attributes:
        plain: in this picture, through its lens and pixels.
        edges: to a verifier, where it looks for the edge.
        levels: to a verifier, where it reads the bars and spaces beside.
    """

    plain: EdgeResponse
    edges: EdgeResponse
    levels: EdgeResponse


@dataclass(frozen=True, eq=False, slots=True)
class Profiles:
    """Ten profiles, sampled alike.

    Attributes:
        frame: on which they lie.
        heights: of the paths along the bars.
        plain: a row a scan, reflectance in percent, as the picture shows it under the aperture.
        values: the same, compensated as levels need it.
        sharp: the same, compensated as spots and voids need it.
        shown: how an edge shows.
        camera: what it leaves of each frequency; None: no edge shows it, nothing was compensated.
        disc: the aperture.
        first, last: about where the symbol begins and ends, in samples.
        window: samples that belong to symbol and quiet zones.
        step: pixels from sample to sample.
        covered: whether the picture holds the whole of each path.
    """

    frame: Frame
    heights: Doubles
    plain: Floats
    values: Floats
    sharp: Floats
    shown: Shown
    camera: Kept | None
    disc: Disc
    first: float
    last: float
    window: tuple[int, int]
    step: float
    covered: NDArray[numpy.bool_]

    def part(self, sample: Doubles | float) -> Doubles:
        """Return how far along the symbol a sample is: 0 at its begin, 1 at its end."""
        return (numpy.asarray(sample, dtype=numpy.float64) - self.first) / (self.last - self.first)

    def elements(self, rows: Floats, near: float) -> list[Elements | None]:
        """Return bars and spaces of profiles, ``near`` pixels from where the symbol shall begin and end."""
        return find_all(rows, self.first, self.last, self.window, near / self.step)

    def raster(self) -> Raster | None:
        """Return the pixels that the scans are read from; None: the lens is so soft that all are alike."""
        if self.camera is None or self.camera.spread.deviation > PIXELS_ALIKE:
            return None
        count = self.plain.shape[1]
        parts = self.part(numpy.arange(count, dtype=numpy.float64))
        lens = self.camera.before_pixels()
        return Raster.of(self.frame, self.disc, parts, Spectra(count, self.step), lens)


def scan(picture: Floats, frame: Frame, extent: Extent, processing: Processing) -> Profiles:
    """Scan a symbol on ten paths.

    Args:
        picture: reflectance in percent, linear.
        frame: where the symbol is.
        extent: its size.
        processing: what is done.
    """
    step = min(1.0, max(0.25, extent.module / _FINE))
    rest = _REST * extent.module + extent.aperture
    before = round((extent.left + rest) / step)
    within = frame.length / step
    after = round((extent.right + rest) / step)
    count = before + round(within) + after
    parts = (numpy.arange(count) - before) / within
    window = (round(rest / step), count - round(rest / step))
    heights = frame.scan_heights()
    disc = Disc.of(extent.aperture) if processing.aperture else Disc.of(0.0)
    rows = sampled(
        picture, *frame.at(heights[:, None, None] + disc.rows[None, :, None], parts[None, None, :])
    )
    ends = parts[[window[0], window[1] - 1]]
    covered = numpy.asarray(inside(picture, *frame.at(heights[:, None], ends[None, :])).all(axis=1))
    mean = rows.mean(axis=1)
    first, last = float(before), before + within
    spread = None
    if processing.compensation:
        found = find_all(mean, first, last, window, 4 * extent.module / step)
        edges = tuple(elements.edges if elements else numpy.zeros(0) for elements in found)
        spread = spread_of(mean, edges, _SPACE * extent.module / step, step)
    spectra = Spectra(count, step)
    filtered = _filtered(rows, frame, spectra, disc, spread, extent.module)
    profiles = Profiles(frame, heights, *filtered, disc, first, last, window, step, covered)
    return _held(_even(profiles, extent) if processing.flat_field else profiles)


def _even(profiles: Profiles, extent: Extent) -> Profiles:
    """Return the profiles as they would be in even light."""
    field = _field(profiles, extent)
    return replace(
        profiles,
        plain=profiles.plain / field,
        values=profiles.values / field,
        sharp=profiles.sharp / field,
    )


def _held(profiles: Profiles) -> Profiles:
    """Hold what was compensated within the plain levels: wide elements show them, beyond it is ringing."""
    own = profiles.plain[:, profiles.window[0] : profiles.window[1]]
    lowest, highest = own.min(axis=1, keepdims=True), own.max(axis=1, keepdims=True)
    return replace(
        profiles,
        values=numpy.clip(profiles.values, lowest, highest),
        sharp=numpy.clip(profiles.sharp, lowest, highest),
    )


def _filtered(
    rows: Floats, frame: Frame, spectra: Spectra, disc: Disc, spread: Spread | None, module: float
) -> tuple[Floats, Floats, Floats, Shown, Kept | None]:
    """Look at rows (scan, row, sample) through the disc, and undo the optics: not, for levels, for spots.

    Returns:
        The three profiles, how an edge shows, and what the camera leaves.
    """
    response = disc.response(spectra.frequencies)
    # A disc is above its middle as it is below: both halves go together.
    half = rows.shape[1] // 2
    folded = rows[:, half:].copy()
    folded[:, rows.shape[1] % 2 :] += rows[:, :half][:, ::-1]
    seen = (spectra.of(folded) * response[half:]).sum(axis=1)
    plain = spectra.back(seen)
    through = response.sum(axis=0)
    if spread is None:
        edge = EdgeResponse.of(through, spectra.padded)
        return plain, plain, plain, Shown(edge, edge, edge), None
    camera = Kept.of(spectra.frequencies, frame.along, spread)
    verified = (
        EdgeResponse.softened(lambda places: disc.edge(places * spectra.step), left, spectra.padded)
        for left in (camera.left_at_edges(), camera.left_in_levels())
    )
    shown = Shown(EdgeResponse.of(camera.shown(through), spectra.padded), *verified)
    values, sharp = (
        spectra.back(seen * camera.compensation(noise))
        for noise in (NOISE_OF_LEVELS, noise_of_places(spread, module))
    )
    return plain, values, sharp, shown, camera


def _field(profiles: Profiles, extent: Extent) -> Floats:
    """Return the light at every sample of the profiles, 1 where it cannot be told."""
    places, heights, levels = [], [], []
    middle = (profiles.frame.top + profiles.frame.bottom) / 2
    half = (profiles.frame.bottom - profiles.frame.top) / 2
    module = extent.module / profiles.step
    for number, elements in enumerate(profiles.elements(profiles.values, 4 * extent.module)):
        if elements is None:
            continue
        widths = elements.widths[1::2]
        starts = elements.edges[1:-1:2]
        chosen = widths >= _SPACE * module
        centres = (starts + widths / 2)[chosen]
        outer = (elements.edges[0] - 2 * module, elements.edges[-1] + 2 * module)
        centres = numpy.concatenate((centres, outer))
        spread = numpy.linspace(-0.3, 0.3, 7) * module
        values = profiles.values[number]
        seen = numpy.interp(centres[:, None] + spread[None, :], numpy.arange(len(values)), values)
        places.append(profiles.part(centres))
        heights.append(numpy.full(len(centres), (profiles.heights[number] - middle) / half))
        levels.append(numpy.median(seen, axis=1))
    even = numpy.ones_like(profiles.values)
    if not places:
        return even
    found = light_field(numpy.concatenate(places), numpy.concatenate(heights), numpy.concatenate(levels))
    if found is None:
        return even
    parts = profiles.part(numpy.arange(profiles.values.shape[1], dtype=numpy.float64))
    rows = (profiles.heights - middle) / half
    return field_at(found, parts[None, :], rows[:, None])
