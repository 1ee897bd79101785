"""What a scanner gave, as a drug code, or one sentence that says what it is instead."""

from dataclasses import dataclass
from typing import Final

from desktop.codes.damage import DamageKind
from desktop.codes.drug_code import DrugCode
from desktop.codes.gs1.explain import parse
from desktop.codes.readers import Scheme
from desktop.codes.recognise import recognise
from desktop.errors import InputError
from desktop.packing.refusals import ScanRefused, Why
from desktop.texts import say

DOUBLE_READ_S: Final = 0.05
"""Seconds within which the same code again is the scanner's doing, not a person's (list of bad inputs that a
packing line must refuse, row 21)."""

_SERIAL: Final = "21"
_TWO: Final = frozenset({DamageKind.TWO_CODES, DamageKind.READ_TWICE})
_GTINS: Final = frozenset({Scheme.GTIN_8, Scheme.GTIN_12, Scheme.GTIN_13, Scheme.GTIN_14})


@dataclass(frozen=True, slots=True)
class Read:
    """A code that was read. ``at_s``: seconds of a clock that never runs backwards."""

    code: str
    at_s: float


def code_of(text: str) -> str:
    """Return the 20 digits that a scanner gave, as they are or as the serial number of an element string.

    Nothing is mended: full-width digits, another keyboard's characters or two codes are refused, since who
    sent them will do so again.

    Raises:
        ScanRefused: it is no drug code.
    """
    try:
        return DrugCode.parse(text).value
    except InputError as error:
        serial = _serial(text)
        if serial is None:
            raise _refusal(text, error) from error
        try:
            return DrugCode.parse(serial).value
        except InputError as wrong:
            raise ScanRefused(Why.NOT_A_CODE, wrong.text) from wrong


def require_single_read(read: Read, before: Read | None) -> None:
    """Refuse a code that the scanner sent twice for one look at it.

    Raises:
        ScanRefused: it is the same code again within ``DOUBLE_READ_S``.
    """
    if before is not None and read.code == before.code and read.at_s - before.at_s < DOUBLE_READ_S:
        raise ScanRefused(
            Why.SAME,
            say(
                "{code} was read twice within {ms} ms and counts once. If that happens often, set the "
                "scanner's delay for the same code to half a second or more.",
                code=read.code,
                ms=round(DOUBLE_READ_S * 1000),
            ),
        )


def _serial(text: str) -> str | None:
    try:
        return parse(text, whole_item=False).value_of(_SERIAL)
    except InputError:
        return None


def _refusal(text: str, error: InputError) -> ScanRefused:
    known = recognise(text)
    damage = next(iter(known.damage), None)
    two = next((one for one in known.damage if one.kind in _TWO), None)
    if two is not None:
        again = say("Nothing was taken. Hold the scanner on one label and scan again.")
        return ScanRefused(Why.TWO_CODES, two.message, (again,))
    if any(reading.scheme in _GTINS and reading.sure for reading in known.readings):
        return ScanRefused(
            Why.PRODUCT_BAR_CODE,
            say(
                "{found} is the product bar code (GTIN), not the drug code: scan the bar code with 20 "
                "digits.",
                found=text.strip(),
            ),
        )
    if damage is not None:
        return ScanRefused(Why.NOT_A_CODE, damage.message)
    refusal = ScanRefused(Why.NOT_A_CODE, error.text)
    if any(sign.isascii() and sign.isalpha() for sign in text):
        return refusal.adding(
            say(
                "Letters come where an input method is on: if the scanner types like a keyboard, switch the "
                "input method to English and scan again."
            )
        )
    return refusal
