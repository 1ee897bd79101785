"""What the values of fields must be, by the kind of the field, and how long they can become."""

import unicodedata
from collections.abc import Mapping

from desktop.codes.characters import CSET_82, are_digits, first_foreign, name_of
from desktop.codes.drug_code import DrugCode
from desktop.codes.gln import Gln
from desktop.codes.gtin import Gtin, check_digit
from desktop.codes.sscc import Sscc
from desktop.errors import InputError
from desktop.labels.document import LabelDesign
from desktop.labels.fields import FIELDS, FieldKind, FieldRule, OwnField, date_of
from desktop.texts import Text, say

_NUMBERS = {
    FieldKind.GTIN: Gtin,
    FieldKind.SSCC: Sscc,
    FieldKind.GLN: Gln,
    FieldKind.DRUG_CODE: DrugCode,
}
_SET_82 = frozenset({FieldKind.LOT, FieldKind.SERIAL, FieldKind.GS1_TEXT})


def rules_of(design: LabelDesign) -> Mapping[str, FieldRule | OwnField]:
    """Return the rule of every field that an element of the design may have, by its name."""
    rules: tuple[FieldRule | OwnField, ...] = (*FIELDS, *design.own_fields)
    return {rule.name: rule for rule in rules}


def check_value(rule: FieldRule | OwnField, value: str) -> Text | None:
    """Say what is wrong with the value of a field, or None if it may be printed.

    An empty value is no value and so not wrong here: whether a field may be empty is its label's matter.

    >>> rule = FieldRule("gtin", FieldKind.GTIN, 14)
    >>> check_value(rule, "06932833600109") is None
    True
    """
    if not value:
        return None
    return _unprintable(value) or _of_kind(rule.kind, value) or _too_long(rule, value)


def longest_value(rule: FieldRule | OwnField) -> str:
    """Return a value than which none is longer, on paper or in a symbol, and which may be printed.

    Texts are of wide letters; where letters are encoded, capitals and small ones take turns, which no
    encodation of a DataMatrix or Code 128 symbol can shorten.
    """
    match rule.kind:
        case FieldKind.TEXT:
            return "W" * rule.longest
        case FieldKind.DATE:
            return "2088-08-28"
        case FieldKind.NUMBER:
            return "8" * rule.longest
        case FieldKind.GTIN:
            return _checked("8" * 13)
        case FieldKind.SSCC:
            return _checked("8" * 17)
        case FieldKind.GLN:
            return _checked("8" * 12)
        case FieldKind.DRUG_CODE:
            return "8" * 20
        case FieldKind.LOT | FieldKind.SERIAL | FieldKind.GS1_TEXT:
            return ("Ww" * rule.longest)[: min(rule.longest, 20) if _is_short(rule) else rule.longest]


def _is_short(rule: FieldRule | OwnField) -> bool:
    return rule.kind in {FieldKind.LOT, FieldKind.SERIAL}


def _checked(body: str) -> str:
    return f"{body}{check_digit(body)}"


def _unprintable(value: str) -> Text | None:
    if value.isprintable():
        return None
    for place, character in enumerate(value, start=1):
        if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}:
            return say(
                "character {place} is {character}, which cannot be printed.",
                place=place,
                character=name_of(character),
            )
    return None


def _of_kind(kind: FieldKind, value: str) -> Text | None:
    if kind in _NUMBERS:
        try:
            _NUMBERS[kind](value)
        except InputError as error:
            return error.text
    elif kind in _SET_82:
        return _foreign(value)
    elif kind is FieldKind.NUMBER and not are_digits(value):
        return say("expected a number of digits 0-9, found {found}.", found=repr(value[:40]))
    elif kind is FieldKind.DATE:
        try:
            date_of(value)
        except ValueError:
            return say("expected a date such as 2026-01-31, found {found}.", found=repr(value[:40]))
    return None


def _foreign(value: str) -> Text | None:
    index = first_foreign(value, CSET_82)
    if index is None:
        return None
    return say(
        "character {place} is {character}, which no GS1 symbol takes in a lot, a serial number or the like.",
        place=index + 1,
        character=name_of(value[index]),
    )


def _too_long(rule: FieldRule | OwnField, value: str) -> Text | None:
    most = min(rule.longest, 20) if _is_short(rule) else rule.longest
    # Numbers with a check digit and dates have the length of their kind, which was checked with it.
    if rule.kind is FieldKind.DATE or rule.kind in _NUMBERS or len(value) <= most:
        return None
    return say("at most {most} characters, found {found}.", most=most, found=len(value))
