"""Calibrates pictures for grading: reflectance by a card of two known greys, scale by a ruler card."""

from dataclasses import dataclass
from pathlib import Path

from desktop.errors import InputError
from desktop.exchange.new_file import write_new
from desktop.grading import calibration
from desktop.grading.calibration import Area
from desktop.grading.model import Calibration
from desktop.grading.picture import open_picture
from desktop.operations.plant import Plant
from desktop.reading import card_scan
from desktop.texts import say


@dataclass(frozen=True, slots=True)
class Grey:
    """One grey of a card.

    Attributes:
        percent: the reflectance that the card states.
        area: where it lies in the picture: left, top, width and height in pixels.
    """

    percent: float
    area: Area

    @classmethod
    def parse(cls, percent: str, area: str) -> "Grey":
        """Read a grey as it is typed: ``"81.5"`` and ``"100,40,60,60"``.

        Raises:
            InputError: these are no number and no four whole numbers.
        """
        try:
            left, top, width, height = (int(one) for one in area.split(","))
            return cls(float(percent), (left, top, width, height))
        except ValueError as error:
            raise InputError(
                say(
                    "Expected the percent of a grey and its area as left,top,width,height in pixels, such as "
                    "“81.5 100,40,60,60”; found “{percent} {area}”.",
                    percent=percent,
                    area=area,
                )
            ) from error


@dataclass(frozen=True, slots=True)
class RulerScale:
    """What a ruler card says of the scale of a scanner.

    Attributes:
        dpi_across, dpi_down: pixels an inch, along and across the card as it reads.
        uncertainty: of both, as a fraction of 1: one standard deviation.
        marks: of the card that were found.
    """

    dpi_across: float
    dpi_down: float
    uncertainty: float
    marks: int


def measure_card(
    plant: Plant, picture: Path, dark: Grey, light: Grey, card: str, *, linear: bool | None = None
) -> Calibration:
    """Measure a reflectance card. Actor and day are the plant's.

    Args:
        plant: says who measures, and when.
        picture: taken as the pictures to grade will be taken: same device, same light, same exposure.
        dark: the darker grey.
        light: the lighter grey.
        card: which card, such as its name and serial number.
        linear: whether readings are linear in light; None: by the file.

    Raises:
        InputError: it is no picture, an area is not in it or too small, or the readings are no calibration.
        StorageError: the file cannot be read.
        DeviceError: the process that opens it died or took too long.
    """
    image = open_picture(picture, linear=linear)
    return calibration.measured(
        image,
        (dark.percent, dark.area),
        (light.percent, light.area),
        card=card,
        by=plant.actor,
        on=plant.clock.now().astimezone().date().isoformat(),
    )


def save(record: Calibration, path: Path) -> None:
    """Write a calibration record as a new file.

    Raises:
        Refused: the file exists.
        StorageError: it cannot be written.
    """
    write_new(path, calibration.to_json(record).encode())


def scale_of_ruler_card(picture: Path, dpi: float) -> RulerScale:
    """Measure how many pixels an inch really has in the scans of a scanner.

    It holds as far as the card is as long as it should be: print it on a printer that was calibrated, or
    compare it with a ruler of steel.

    Args:
        picture: the scan of a ruler card that lies flat.
        dpi: the resolution that the scanner was set to.

    Raises: as ``desktop.reading.card_scan.measure``.
    """
    found = card_scan.measure(picture, dpi).measured
    return RulerScale(dpi * found.scale_x, dpi * found.scale_y, found.uncertainty, found.marks_found)
