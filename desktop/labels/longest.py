"""The longest values that fields can have, by their kind: what a label must have room for."""

from desktop.labels.document import LabelDesign
from desktop.labels.fields import FIELDS, FieldKind, OwnField

# Neither digit pairs nor runs of one case: no encodation makes such a value shorter than its length.
_MIXED = "aB"


def longest_values(design: LabelDesign) -> dict[str, str]:
    """Return a value of the greatest length for every field that a design may use."""
    rules = [(rule.name, rule.kind, rule.longest) for rule in FIELDS]
    rules += [(own.name, own.kind, own.longest) for own in design.own_fields]
    return {name: _longest(kind, length) for name, kind, length in rules}


def longest_own(own: OwnField) -> str:
    """Return a value of the greatest length for one field of a design."""
    return _longest(own.kind, own.longest)


def _longest(kind: FieldKind, length: int) -> str:
    match kind:
        case FieldKind.GTIN:
            return "0" * 14
        case FieldKind.SSCC:
            return "0" * 18
        case FieldKind.GLN:
            return "0" * 13
        case FieldKind.DATE:
            return "2028-12-28"
        case FieldKind.DRUG_CODE | FieldKind.NUMBER:
            return "8" * length
        case _:
            return (_MIXED * length)[:length]
