"""What a check has to say: one broken rule, what was measured, what is required, and by whom."""

from dataclasses import dataclass
from enum import StrEnum

from desktop.labels.primitives import Area
from desktop.texts import Text

HOUSE = "Packmark"
"""Source of what no document rules but no label may show."""


class Severity(StrEnum):
    """``ERROR`` forbids printing, ``WARNING`` asks a person to look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule on a design."""

    rule: str
    """Stable name of the rule, such as ``x-dimension``."""
    severity: Severity
    element: str
    measured: float | str
    required: float | str
    unit: str
    """"mm", "X", "dots" or empty."""
    source: str
    """Document and clause of the rule."""
    message: Text
    area: Area | None
    """Where on the label."""
