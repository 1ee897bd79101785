"""What a check has to say: one broken rule, what was measured, what is required, and by whom."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from desktop.labels.document import LabelDesign
from desktop.labels.primitives import Area
from desktop.texts import Text

HOUSE = "Packmark"
"""Source of what no document rules but no label may show."""


class Severity(StrEnum):
    """``ERROR`` forbids printing, ``WARNING`` asks a person to look, ``ADVICE`` is good practice, no rule."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Mend:
    """What a person may let the program do about a finding: after it that finding is gone."""

    title: Text
    apply: Callable[[LabelDesign], LabelDesign]


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
    mend: Mend | None = field(default=None, compare=False)
    """How the program can put it right at once; None where only a person can."""
