"""Stand-ins for live layout while its room is being built; same signatures."""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.labels.checks import Finding
from desktop.labels.document import LabelDesign
from desktop.labels.layout import Values, plan_labels
from desktop.labels.primitives import Area, Primitive
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
        shared = {name: text for name, text in values.items() if name != "code"}
        plan = plan_labels(design, self.resolution, {"specimen": "", **shared})
        filled = plan.fill(values)
        return Shown(plan.width_dots, plan.height_dots, plan.primitives(filled), (), (), plan.extents)
