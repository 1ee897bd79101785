"""What a label design is: a size and elements, in millimetres, with fields. Frozen values only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LabelDesign:
    """A drawing with fields. To be completed."""

    name: str
    width_mm: float
    height_mm: float
