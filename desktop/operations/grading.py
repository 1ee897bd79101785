"""Grades the print quality of the symbols in pictures."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from desktop.grading.calibration import accompanying, read_calibration
from desktop.grading.editions import editions_of, parse_edition
from desktop.grading.formal import PASSES_FROM, passes
from desktop.grading.grader import grade_picture
from desktop.grading.model import Calibration, Edition, GradingImage, SymbolGrade
from desktop.grading.picture import open_picture, picture_process
from desktop.operations.plant import Cancelled, Report
from desktop.reading.picture_process import PictureProcess
from desktop.texts import Text, say

__all__ = [
    "Graded",
    "GradingRequest",
    "grade_file",
    "parse_edition",
    "picture_process",
    "read_calibration",
    "remarks",
]


@dataclass(frozen=True, slots=True)
class GradingRequest:
    """How pictures are to be graded.

    Attributes:
        edition: for the symbols of its kind; None: the default of each kind.
        all_editions: by every edition of the symbol's kind instead.
        symbology: only symbols of it; None: all.
        x_mm: the X-dimension of the symbols, where it tells the scale.
        dpi: scale of the picture; None: as the file says.
        aperture_mm: diameter of the measuring aperture; None: by the module size.
        linear: whether readings are linear in light; None: by the file.
        calibration: makes reflectance absolute.
    """

    edition: Edition | None = None
    all_editions: bool = False
    symbology: str | None = None
    x_mm: float | None = None
    dpi: float | None = None
    aperture_mm: float | None = None
    linear: bool | None = None
    calibration: Calibration | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Graded:
    """One picture and its symbols, each as often as there are editions asked for."""

    path: Path
    image: GradingImage
    symbols: tuple[SymbolGrade, ...]

    def good(self, least: float = PASSES_FROM) -> bool:
        """Tell whether every symbol was measured and is good enough by every edition asked for."""
        return all(passes(symbol, least) for symbol in self.symbols)


def grade_file(
    path: Path,
    request: GradingRequest,
    process: PictureProcess | None = None,
    report: Report | None = None,
) -> Graded:
    """Grade all symbols of a picture.

    A calibration record beside it counts where the request has none: ``<picture>.calibration.json``.

    Args:
        path: of the picture.
        request: how.
        process: of ``picture_process``: who grades several pictures keeps it warm from one to the next.
        report: told again and again while the picture is opened, with 0 and on another thread; then after
            each symbol, with the share of them that is graded. Once it says no, opening ends at once.

    Raises:
        StorageError: the file cannot be read.
        InputError: it is no picture, it has no symbol, or the request is impossible.
        DeviceError: the process that opens it died or took too long.
        Cancelled: ``report`` asked for it.
    """
    beside = accompanying(path)
    image = open_picture(
        path,
        dpi=beside.dpi if beside is not None and request.dpi is None else request.dpi,
        linear=request.linear,
        calibration=request.calibration or (beside.calibration if beside else None),
        process=process,
        go_on=None if report is None else partial(report, 0.0),
    )
    symbols: list[SymbolGrade] = []
    editions = _editions(image, request)
    for number, edition in enumerate(editions):
        by_this = grade_picture(
            image,
            edition=edition,
            symbology=request.symbology,
            x_mm=request.x_mm,
            aperture_mm=request.aperture_mm,
            told=_told(report, number, len(editions)),
        )
        symbols += [one for one in by_this if not request.all_editions or one.edition is edition]
    return Graded(path, image, tuple(symbols))


def _told(report: Report | None, number: int, of: int) -> Callable[[float], None] | None:
    """Return how the grading by one of several editions tells how far all of it is."""
    if report is None:
        return None

    def told(share: float) -> None:
        if not report((number + share) / of):
            raise Cancelled(say("The grading was cancelled."))

    return told


def _editions(image: GradingImage, request: GradingRequest) -> tuple[Edition | None, ...]:
    if not request.all_editions:
        return (request.edition,)
    kinds = {editions_of(one.symbology) for one in image.found or ()}
    if not kinds:
        return (None,)  # the grader says why there is nothing
    return tuple(dict.fromkeys(edition for kind in sorted(kinds) for edition in kind))


def remarks(image: GradingImage) -> tuple[Text, ...]:
    """Say what a person should know of how a picture was measured."""
    told = [
        say("The curve of sRGB was undone.")
        if image.linearised
        else say("The readings were taken as linear in light.")
    ]
    if image.channel != "grey":
        told.append(say("The red channel was measured: it lies nearest to 660 nm."))
    if image.lossy:
        told.append(say("The picture is compressed with loss, which alters edges: better use PNG or TIFF."))
    if image.pages > 1:
        told.append(
            say(
                "The file has {n} pages; only the first was graded. Save each page as a file of its own.",
                n=image.pages,
            )
        )
    if image.px_per_mm is None:
        told.append(say("The picture tells no scale: give its dpi or the X-dimension for a formal grade."))
    card = image.calibration
    if card is not None:
        told.append(say("Calibrated with {card} by {by} on {on}.", card=card.card, by=card.by, on=card.on))
    told.append(say("This is no certificate of a verifier that conforms to ISO/IEC 15426."))
    return tuple(told)
