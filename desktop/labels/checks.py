"""The rules a label must keep, checked on its primitives: each finding says what, where and by which rule."""

from dataclasses import dataclass
from enum import StrEnum

from desktop.labels.primitives import Area
from desktop.texts import Text


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
