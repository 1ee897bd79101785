"""What is wrong in an element string, where it stands in the text that was given, and what would be right."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.codes.gs1.table import Identifier
from desktop.texts import Text, say


class Severity(StrEnum):
    """How much a fault weighs."""

    ERROR = "error"
    """The text is no valid element string."""
    WARNING = "warning"
    """It is valid, but somebody should look at it."""


class FaultCode(StrEnum):
    """The kinds of faults; programs go by these, people by the message."""

    UNKNOWN_AI = "unknown_ai"
    VALUE_MISSING = "value_missing"
    VALUE_TOO_SHORT = "value_too_short"
    VALUE_TOO_LONG = "value_too_long"
    WRONG_LENGTH = "wrong_length"
    WRONG_CHARACTER = "wrong_character"
    LOWER_CASE = "lower_case"
    CHECK_DIGIT = "check_digit"
    CHECK_CHARACTERS = "check_characters"
    DATE = "date"
    DATE_HAS_CENTURY = "date_has_century"
    DATE_ORDER = "date_order"
    TIME = "time"
    CONTENT = "content"
    NOT_CHECKED = "not_checked"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    EXCLUDED_PARTNER = "excluded_partner"
    MISSING_PARTNER = "missing_partner"
    SEPARATOR_MISSING = "separator_missing"
    SEPARATOR_SUSPECTED = "separator_suspected"
    SEPARATOR_SUPERFLUOUS = "separator_superfluous"
    SEPARATOR_VISIBLE = "separator_visible"
    BRACKETS_ENCODED = "brackets_encoded"
    FULL_WIDTH_BRACKET = "full_width_bracket"
    SPACE_IGNORED = "space_ignored"
    LINK_PATH = "link_path"
    LINK_QUERY = "link_query"
    LINK_ENCODING = "link_encoding"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault.

    Attributes:
        start: index in the given text where the wrong part starts.
        end: index behind the wrong part.
        offer: what may stand in its place, None if nobody can know.
    """

    code: FaultCode
    message: Text
    start: int
    end: int
    offer: str | None = None
    severity: Severity = Severity.ERROR

    def mended(self, text: str) -> str | None:
        """Return ``text`` with the offer in place, or None if there is no offer."""
        return None if self.offer is None else text[: self.start] + self.offer + text[self.end :]


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault inside one value, counted from the value's own start, before it is known where that stands."""

    code: FaultCode
    text: Text
    start: int
    end: int
    offer: str | None = None
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class Located:
    """One element and where it was found.

    Attributes:
        ai_start: index in the given text where the AI starts (its bracket, if it has one).
        edges: for each character of the value the index where it starts in the given text, and at last
            the index behind the value.
    """

    identifier: Identifier
    value: str
    ai_start: int
    edges: Sequence[int]

    @property
    def ai(self) -> str:
        """The digits of the AI."""
        return self.identifier.ai

    @property
    def start(self) -> int:
        """Where the value starts in the given text."""
        return self.edges[0]

    @property
    def end(self) -> int:
        """Where the value ends in the given text."""
        return self.edges[-1]

    def fault(self, problem: Problem) -> Fault:
        """Say of this element what is wrong in its value."""
        return Fault(
            problem.code,
            said_of(self.identifier, problem.text),
            self.edges[problem.start],
            self.edges[problem.end],
            problem.offer,
            problem.severity,
        )


def said_of(identifier: Identifier, problem: Text) -> Text:
    """Put the element in front of what is said about it."""
    return say("({ai}) {title}: {problem}", ai=identifier.ai, title=identifier.title, problem=problem)
