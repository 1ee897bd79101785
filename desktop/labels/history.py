"""What was done to a design, step by step, so that it can be undone, also after a restart.

A step holds the design as it was after it; designs share all elements that did not change, so a step
costs what it changed. Written out, each step stands as its difference to the one before.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desktop.errors import InputError
from desktop.labels.codec import parse_json
from desktop.labels.differences import applied, difference, pictures_of
from desktop.labels.document import LabelDesign
from desktop.texts import Text, from_json, say, to_json

MOST_STEPS = 1_000
"""Older ones are forgotten."""

MOST_BYTES = 64_000_000
"""Of a history that is written out; what pictures make longer loses its oldest steps."""

_FORMAT = 1
_MOST_TITLE = 4_000
_TEMPLATE = re.compile(r"(?:[^{}]|\{\{|\}\}|\{[a-z_]+\})*")

Now = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done.

    Attributes:
        title: what was done, for people.
        design: what came of it.
        at: when; None if nobody told the history the time.
        merge: what a further step must have in common to become one with this; "" for none.
    """

    title: Text
    design: LabelDesign
    at: datetime | None = None
    merge: str = ""


class History:
    """The steps of one design, and at which of them it is now. The first step is how it began."""

    def __init__(self, design: LabelDesign, now: Now | None = None) -> None:
        self._now = now
        self._steps = [Step(say("Opened"), design, self._time())]
        self._place = 0
        self._written: dict[int, _Written] = {}

    @property
    def current(self) -> LabelDesign:
        """The design as it is now."""
        return self._steps[self._place].design

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps, also those that were undone (behind ``place``)."""
        return tuple(self._steps)

    @property
    def place(self) -> int:
        """Which of ``steps`` the design is at."""
        return self._place

    @property
    def can_undo(self) -> bool:
        """Tell whether there is a step to take back."""
        return self._place > 0

    @property
    def can_redo(self) -> bool:
        """Tell whether a step was taken back."""
        return self._place < len(self._steps) - 1

    def do(self, title: Text, design: LabelDesign, merge: str = "") -> None:
        """Take a step. What was undone is forgotten; what changes nothing is no step.

        Args:
            title: what is done, such as "Move".
            design: what comes of it.
            merge: steps that follow each other with the same key become one, such as each letter of a
                text that is typed; "" never does.
        """
        last = self._steps[self._place]
        if design == last.design:
            return
        step = Step(title, design, self._time(), merge)
        joins = bool(merge) and merge == last.merge and not self.can_redo and self.can_undo
        del self._steps[self._place if joins else self._place + 1 :]
        self._steps.append(step)
        del self._steps[: -MOST_STEPS - 1]
        self._place = len(self._steps) - 1

    def undo(self) -> LabelDesign:
        """Go back one step, if there is one, and return the design."""
        return self.go_to(max(self._place - 1, 0))

    def redo(self) -> LabelDesign:
        """Go forward one step, if one was undone, and return the design."""
        return self.go_to(min(self._place + 1, len(self._steps) - 1))

    def go_to(self, index: int) -> LabelDesign:
        """Go to a step of ``steps`` and return its design. IndexError: there is none."""
        if not 0 <= index < len(self._steps):
            raise IndexError(index)
        self._place = index
        return self.current

    def dump(self) -> str:
        """Write the history as JSON text. A step that was written once is not worded anew."""
        first = 0
        while True:
            steps = self._steps[first:]
            lines = [self._line(None if n == 0 else steps[n - 1], step) for n, step in enumerate(steps)]
            pictures: dict[str, str] = {}
            for line in lines:
                pictures |= line.pictures
            text = self._document(lines, pictures, max(self._place - first, 0))
            if len(text) <= MOST_BYTES or len(steps) == 1:
                self._written = {id(line.step): line for line in lines}
                return text
            first += (len(steps) + 1) // 2

    @classmethod
    def load(cls, text: str, now: Now | None = None) -> "History":
        """Read a history that ``dump`` wrote; hostile until it was read.

        Raises:
            InputError: it is none, or is damaged.
        """
        content = parse_json(text, MOST_BYTES)
        match content:
            case {"history": 1, "place": int(place), "pictures": dict(pictures), "steps": [*steps]}:
                pass
            case _:
                raise _damaged()
        if not 1 <= len(steps) <= MOST_STEPS + 1 or not 0 <= place < len(steps) or isinstance(place, bool):
            raise _damaged()
        read: list[Step] = []
        for step in steps:
            read.append(_step(step, read[-1].design if read else None, pictures))
        history = cls(read[0].design, now)
        history._steps = read
        history._place = place
        return history

    def _time(self) -> datetime | None:
        return None if self._now is None else self._now()

    def _line(self, before: Step | None, step: Step) -> "_Written":
        known = self._written.get(id(step))
        if known is not None and known.step is step and known.before is before:
            return known
        content = {
            "title": to_json(step.title),
            "at": None if step.at is None else step.at.isoformat(),
            "design": difference(None if before is None else before.design, step.design),
        }
        pictures = pictures_of(None if before is None else before.design, step.design)
        return _Written(step, before, json.dumps(content, ensure_ascii=False), pictures)

    @staticmethod
    def _document(lines: list["_Written"], pictures: Mapping[str, str], place: int) -> str:
        steps = ",\n".join(line.text for line in lines)
        shared = json.dumps(pictures, ensure_ascii=False)
        return f'{{"history":{_FORMAT},"place":{place},"pictures":{shared},"steps":[\n{steps}\n]}}\n'


@dataclass(frozen=True, slots=True, eq=False)
class _Written:
    """How a step stands in the file, behind that step ``before``."""

    step: Step
    before: Step | None
    text: str
    pictures: Mapping[str, str]


def _step(content: object, before: LabelDesign | None, pictures: Mapping[str, Any]) -> Step:
    match content:
        case {"title": str(title), "at": str() | None as at, "design": dict(design)}:
            pass
        case _:
            raise _damaged()
    if len(title) > _MOST_TITLE:
        raise _damaged()
    try:
        worded = from_json(title)
        if not _is_plain(worded):
            raise _damaged()
        worded.in_language("en")  # a template that asks for values it has not got is found here
        moment = None if at is None else datetime.fromisoformat(at)
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, RecursionError) as error:
        raise _damaged() from error
    return Step(worded, applied(before, design, pictures), moment)


def _is_plain(title: Text, depth: int = 3) -> bool:
    """Tell whether a title only puts values into its places: widths, attributes and towers are not ours."""
    return (
        depth > 0
        and _TEMPLATE.fullmatch(title.template) is not None
        and all(
            _is_plain(value, depth - 1) if isinstance(value, Text) else isinstance(value, str | int | float)
            for _, value in title.values
        )
    )


def _damaged() -> InputError:
    return InputError(say("This is no history of a label design, or it is damaged."))
