"""Stand-ins for history and live layout while their rooms are being built; same signatures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from desktop.labels.checks import Finding
from desktop.labels.document import LabelDesign
from desktop.labels.layout import Values
from desktop.labels.primitives import Area, Primitive
from desktop.operations import labels
from desktop.texts import Text, say
from desktop.units import Resolution


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the history."""

    title: Text
    design: LabelDesign
    at: datetime


class History:
    """Designs in the order in which they were made."""

    def __init__(self, design: LabelDesign) -> None:
        self._steps = [Step(say("Opened"), design, datetime.now(UTC))]
        self._merge = ""
        self.place = 0

    @property
    def current(self) -> LabelDesign:
        """The design as it is now."""
        return self._steps[self.place].design

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps, those that were undone too."""
        return tuple(self._steps)

    def do(self, title: Text, design: LabelDesign, merge: str = "") -> None:
        """Add a step, or replace the last one of the same ``merge`` key."""
        del self._steps[self.place + 1 :]
        if merge and merge == self._merge:
            self._steps.pop()
        self._steps.append(Step(title, design, datetime.now(UTC)))
        self._merge = merge
        self.place = len(self._steps) - 1

    def undo(self) -> None:
        """Go one step back."""
        self.go_to(self.place - 1)

    def redo(self) -> None:
        """Go one step on."""
        self.go_to(self.place + 1)

    def go_to(self, index: int) -> None:
        """Go to a step."""
        self._merge = ""
        self.place = max(0, min(index, len(self._steps) - 1))


@dataclass(frozen=True, slots=True)
class Zone:
    """A no-go zone of a symbol."""

    element: str
    area: Area
    broken: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A label as it would be printed."""

    width_dots: int
    height_dots: int
    primitives: tuple[Primitive, ...]
    findings: tuple[Finding, ...]
    zones: tuple[Zone, ...]
    extents: Mapping[str, Area]


class LiveLabel:
    """Lays designs out."""

    def __init__(self, resolution: Resolution) -> None:
        self.resolution = resolution

    def show(self, design: LabelDesign, values: Values) -> Shown:
        """Lay a design out and check it."""
        shown = labels.preview(design, self.resolution, values)
        extents: dict[str, Area] = {}
        for primitive in shown.primitives:
            name = primitive.element.split(".")[0]
            extents[name] = _union(extents.get(name, primitive.area), primitive.area)
        return Shown(shown.width_dots, shown.height_dots, shown.primitives, shown.findings, (), extents)


def _union(one: Area, other: Area) -> Area:
    x, y = min(one.x, other.x), min(one.y, other.y)
    return Area(x, y, max(one.right, other.right) - x, max(one.bottom, other.bottom) - y)
