"""Stand-ins for live layout while its room is being built; same signatures."""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.labels.checks import Finding
from desktop.labels.document import LabelDesign
from desktop.labels.layout import Values
from desktop.labels.primitives import Area, Primitive
from desktop.operations import labels
from desktop.units import Resolution


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
