"""What may be wrong with a print: the values in which a cause is told."""

from dataclasses import dataclass
from enum import StrEnum

from desktop.grading.model import Point
from desktop.texts import Text, say


class CauseKind(StrEnum):
    """What may be wrong; of causes that are as likely, the first is told first."""

    BURNT_DOT = "burnt dot"
    RIBBON_CREASE = "ribbon crease"
    QUIET_ZONE = "quiet zone"
    TOO_DARK = "darkness too high"
    TOO_PALE = "darkness too low"
    ONE_AXIS = "growth in one axis"
    FEED = "uneven feed"
    INK = "pale print"
    STOCK = "dark stock"
    VOIDS = "voids"
    SPOTS = "spots"
    BLUR = "blur"


class Likelihood(StrEnum):
    """How sure a cause is."""

    VERY_LIKELY = "very likely"
    """Seen at the same place in several samples."""
    LIKELY = "likely"
    """The evidence has hardly another explanation, or it costs grades."""
    POSSIBLE = "possible"
    """It shows, and costs nothing yet, or something else may be behind it."""


_ORDER = tuple(Likelihood)
_KINDS = tuple(CauseKind)


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that is probably wrong.

    Attributes:
        kind: what.
        likelihood: how sure it is.
        sentence: what was seen and what it means.
        to_do: what a person should do.
        evidence: what it rests on, by name; the unit is in the name.
        places: where it shows in the picture; of a line both ends.
        at_mm: of what stands at one place across the head: mm from the left side of the symbol, or from its
            top if the bars or rows run across the head; None where there is no such place or no scale.
    """

    kind: CauseKind
    likelihood: Likelihood
    sentence: Text
    to_do: Text
    evidence: tuple[tuple[str, float], ...]
    places: tuple[Point, ...] = ()
    at_mm: float | None = None

    @property
    def rank(self) -> tuple[int, int]:
        """Sorts the likeliest first."""
        return _ORDER.index(self.likelihood), _KINDS.index(self.kind)


def kind_title(kind: CauseKind) -> Text:
    """Return what a person calls a cause."""
    titles = {
        CauseKind.BURNT_DOT: say("burnt dot of the printhead"),
        CauseKind.RIBBON_CREASE: say("crease of the ribbon"),
        CauseKind.QUIET_ZONE: say("something in a quiet zone"),
        CauseKind.TOO_DARK: say("darkness too high"),
        CauseKind.TOO_PALE: say("darkness too low"),
        CauseKind.ONE_AXIS: say("growth in one axis"),
        CauseKind.FEED: say("uneven feed"),
        CauseKind.INK: say("pale print"),
        CauseKind.STOCK: say("dark label stock"),
        CauseKind.VOIDS: say("voids in the print"),
        CauseKind.SPOTS: say("specks and smears"),
        CauseKind.BLUR: say("soft edges"),
    }
    return titles[kind]


def likelihood_title(likelihood: Likelihood) -> Text:
    """Return the word for how sure a cause is."""
    titles = {
        Likelihood.VERY_LIKELY: say("very likely"),
        Likelihood.LIKELY: say("likely"),
        Likelihood.POSSIBLE: say("possible"),
    }
    return titles[likelihood]
