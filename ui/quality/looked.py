"""A picture that was graded and everything that is shown of it, made in the background."""

from dataclasses import dataclass
from pathlib import Path

from desktop.grading.cause import Cause
from desktop.grading.causes import find_causes
from desktop.operations import grading
from desktop.operations.grading import Graded, GradingRequest
from desktop.operations.plant import Report
from desktop.reading.picture_process import PictureProcess
from ui.quality.display import Pyramid, pyramid_of
from ui.quality.grade_words import GradedSymbol, grouped


@dataclass(frozen=True, eq=False, slots=True)
class Looked:
    """A graded picture.

    Attributes:
        graded: what it is worth.
        symbols: its symbols, each with all of its editions.
        causes: of each of them, what is likely wrong with the printer.
        pyramid: the picture, ready for painting.
        asked: the least grade that the plant asks of the product; 0: the rules alone say what is needed.
    """

    graded: Graded
    symbols: tuple[GradedSymbol, ...]
    causes: tuple[tuple[Cause, ...], ...]
    pyramid: Pyramid
    asked: float = 0.0

    @property
    def needed(self) -> float:
        """The least grade with which all symbols of the picture pass."""
        return max(one.needed for one in self.symbols)


def look_at(
    path: Path,
    request: GradingRequest,
    process: PictureProcess | None = None,
    report: Report | None = None,
) -> Looked:
    """Grade a picture and find causes; arguments and errors as of ``grading.grade_file``."""
    return looked_of(grading.grade_file(path, request, process, report))


def looked_of(graded: Graded, asked: float = 0.0) -> Looked:
    """Find causes for a picture that is graded, and make it ready for painting; ``asked``: of the product."""
    symbols = grouped(graded.symbols, asked)
    causes = tuple(find_causes(one.first, graded.image) for one in symbols)
    return Looked(graded, symbols, causes, pyramid_of(graded.image), asked)
