"""Questions with their answers, as they come: what an examination of a device writes down."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.errors import Cancelled
from desktop.operations.plant import Report
from desktop.texts import Text, say


class State(StrEnum):
    """What became of a question."""

    GOOD = "good"
    BAD = "bad"
    """This keeps it from printing, or would."""
    UNKNOWN = "unknown"
    """It was asked, and the device does not say."""
    NOT_ASKED = "not asked"
    """An answer before this one leaves nobody to ask."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and what came of it.

    Attributes:
        question: as a person would ask it.
        state: what became of it.
        found: what came.
        what_to_do: one sentence wherever something is bad.
    """

    question: Text
    state: State
    found: Text
    what_to_do: Text | None = None


class Sheet:
    """The questions of one examination; each is answered once.

    Args:
        questions: all of them, in the order in which people read them.
        report: is told how far it is.
        told: gets each answer as it comes.
    """

    def __init__(
        self, questions: Sequence[Text], report: Report, told: Callable[[Answer], object] | None
    ) -> None:
        self._questions = tuple(questions)
        self._report = report
        self._told = told
        self._answers: dict[Text, Answer] = {}

    def good(self, question: Text, found: Text) -> None:
        """Write down that nothing is wrong."""
        self._write(Answer(question, State.GOOD, found))

    def bad(self, question: Text, found: Text, what_to_do: Text) -> None:
        """Write down what is wrong, and what to do about it."""
        self._write(Answer(question, State.BAD, found, what_to_do))

    def unknown(self, question: Text, found: Text, what_to_do: Text | None = None) -> None:
        """Write down that the device does not say."""
        self._write(Answer(question, State.UNKNOWN, found, what_to_do))

    def close(self, why: Text | None = None) -> tuple[Answer, ...]:
        """Return all answers in the order of the questions; what is open was not asked, and ``why``."""
        open_yet = why or say("Not asked, because of what stands above.")
        for question in self._questions:
            if question not in self._answers:
                self._write(Answer(question, State.NOT_ASKED, open_yet))
        return tuple(self._answers[question] for question in self._questions)

    def _write(self, answer: Answer) -> None:
        if answer.question not in self._questions or answer.question in self._answers:
            raise ValueError(f"{answer.question} is not open on this sheet")
        self._answers[answer.question] = answer
        if self._told is not None:
            self._told(answer)
        if not self._report(len(self._answers) / len(self._questions)):
            raise Cancelled(say("The examination was ended."))
