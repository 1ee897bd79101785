"""Which fields a design can have, and how its dates are mostly written."""

from desktop.labels.document import LabelDesign
from desktop.labels.fields import FIELDS, FieldKind

DATE_FORMATS = ("%Y.%m.%d", "%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y.%m", "%Y-%m", "%y%m%d", "%d.%m.%Y", "%m/%Y")


def all_fields(design: LabelDesign) -> tuple[tuple[str, FieldKind], ...]:
    """Return name and kind of every field that an element of the design may have."""
    plant = tuple((rule.name, rule.kind) for rule in FIELDS)
    return plant + tuple((field.name, field.kind) for field in design.own_fields)
