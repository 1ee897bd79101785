"""What spreadsheets do to numbers and Chinese text, found, and how it could be mended.

Nothing is mended here: a ``Damage`` says what is wrong and, where nothing was lost, what it would be.
The source of the examples is codes.md C61 and the reports that issue 3 names.
"""

import re
import unicodedata
from dataclasses import dataclass

from desktop.codes.characters import are_digits
from desktop.codes.gtin import LENGTHS as GTIN_LENGTHS
from desktop.codes.gtin import check_digit
from desktop.exchange.cells import Cell, CellKind
from desktop.products.fields import Kind
from desktop.texts import Text, say

EXCEL_DIGITS = 15
"""Excel keeps so many digits of a number and writes zeros for the rest."""

_DIGITS_ONLY: dict[Kind, tuple[int, ...]] = {
    Kind.GTIN: GTIN_LENGTHS,
    Kind.STANDARD_CODE: (14,),
    Kind.CLASS: (8,),
    Kind.ORIGIN: (6,),
    Kind.PREFIX: (),
    Kind.NUMBER: (),
    Kind.PRODUCT_CODE: (7,),
    Kind.TYPE_NO: (10,),
}
"""Kinds of values that are digits and nothing else, with the lengths that they have."""

_USUALLY = frozenset({Kind.PRODUCT_CODE, Kind.TYPE_NO})
"""Kinds of values that need not be digits, nor of that length."""

_NEVER_ZERO_FIRST = frozenset({Kind.STANDARD_CODE, Kind.ORIGIN})

_EXPONENT = re.compile(r"(\d+)(?:\.(\d+))?[eE]\+?(\d{1,2})")
_WHOLE = re.compile(r"(\d+)\.0+")
_TIME = re.compile(r"0?(\d+):(\d+)(?::(\d+))?")
_PARTING = re.compile(r"[\s\-\u00ad\u200b-\u200f\ufeff]+")
_INVISIBLE = re.compile(r"[\u200b-\u200f\ufeff\u00ad]")
_CJK = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\x20-\x7e]+")


@dataclass(frozen=True, slots=True)
class Damage:
    """What is wrong with a cell. ``mended``: what it was, or None where that is lost.

    ``blocking``: the value cannot be taken as it is; else it may be right after all.
    """

    why: Text
    mended: str | None = None
    blocking: bool = True


def damage_of(cell: Cell, kind: Kind) -> Damage | None:
    """Return what a spreadsheet did to a cell that should hold a value of ``kind``, or None.

    >>> damage_of(Cell(CellKind.TEXT, "6.932833600109E+12"), Kind.GTIN).mended
    '6932833600109'
    """
    if cell.kind is CellKind.EMPTY:
        return None
    if cell.kind is CellKind.FORMULA:
        return Damage(say("holds a formula; formulas are not computed here. Paste its result as a value."))
    if cell.kind is CellKind.OTHER:
        return Damage(say("holds an error or a truth value of Excel ({found}).", found=cell.text))
    if cell.kind is CellKind.MOMENT:
        return _made_a_date(cell, kind)
    if kind in _DIGITS_ONLY:
        return _of_digits(cell, kind)
    if cell.kind is CellKind.NUMBER and len(cell.text) > EXCEL_DIGITS:
        return _rounded(len(cell.text))
    return _of_text(cell.text, kind)


def _made_a_date(cell: Cell, kind: Kind) -> Damage:
    found = _TIME.fullmatch(cell.text)
    if kind is Kind.RATIO and found is not None:
        numbers = [int(part) for part in found.groups() if part is not None]
        if numbers[-1] == 0:
            numbers.pop()
        return Damage(
            say("Excel took the ratio for a time of day ({found}).", found=cell.text),
            ":".join(map(str, numbers)),
        )
    return Damage(say("Excel made a date or a time of it ({found}); write it as text.", found=cell.text))


def _of_digits(cell: Cell, kind: Kind) -> Damage | None:
    text = cell.text
    if are_digits(text):
        return _of_length(cell, kind)
    exponent = _EXPONENT.fullmatch(text.strip())
    if exponent is not None:
        return _shortened(exponent)
    whole = _WHOLE.fullmatch(text.strip())
    if whole is not None:
        return Damage(
            say("a decimal point with zeros was added to it."), whole.group(1), kind not in _USUALLY
        )
    if text.startswith("'") and are_digits(text[1:]):
        return Damage(say("an apostrophe stands before it, which Excel uses to mark text."), text[1:])
    folded = _PARTING.sub("", unicodedata.normalize("NFKC", text))
    if are_digits(folded):
        return Damage(
            say("full-width digits, spaces, hyphens or invisible characters stand in it."),
            folded,
            kind not in _USUALLY,
        )
    return None


def _of_length(cell: Cell, kind: Kind) -> Damage | None:
    text = cell.text
    if len(text) > EXCEL_DIGITS and (cell.kind is CellKind.NUMBER or _ends_as_rounded(text)):
        return _rounded(len(text))
    longer = next((length for length in _DIGITS_ONLY[kind] if length > len(text)), None)
    if longer is None or len(text) in _DIGITS_ONLY[kind] or kind in _NEVER_ZERO_FIRST:
        return None
    padded = text.zfill(longer)
    if kind is Kind.GTIN and int(padded[-1]) != check_digit(padded[:-1]):
        return None
    return Damage(
        say("{found} digits: zeros at its beginning seem to be lost.", found=len(text)),
        padded,
        kind not in _USUALLY,
    )


def _shortened(exponent: re.Match[str]) -> Damage:
    whole, fraction, power = exponent.group(1), exponent.group(2) or "", int(exponent.group(3))
    kept = len(whole + fraction)
    wanted = len(whole) + power
    if kept >= wanted:
        digits = whole + fraction
        return Damage(say("Excel wrote the number with an exponent."), digits[:wanted])
    return Damage(
        say(
            "Excel kept {kept} of {wanted} digits; the others are lost. Take the number anew from its "
            "source, into a column that is formatted as text.",
            kept=kept,
            wanted=wanted,
        )
    )


def _ends_as_rounded(digits: str) -> bool:
    return set(digits[EXCEL_DIGITS:]) == {"0"}


def _rounded(found: int) -> Damage:
    return Damage(
        say(
            "numbers of {found} digits were rounded by Excel, which keeps {kept}; take them anew from their "
            "source and save the column as text.",
            found=found,
            kept=EXCEL_DIGITS,
        )
    )


def _of_text(text: str, kind: Kind) -> Damage | None:
    visible = _INVISIBLE.sub("", text)
    if visible != text:
        return Damage(say("invisible characters stand in it."), visible.strip() or None)
    if kind is Kind.RATIO and "：" in text:
        return None  # told by the ratio itself
    meant = _meant_as_utf_8(text)
    if meant is not None:
        return Damage(
            say("looks like UTF-8 text that was read as GBK; it would be “{meant}”.", meant=meant),
            meant,
            blocking=False,
        )
    return None


def _meant_as_utf_8(text: str) -> str | None:
    """Undo the commonest mistake with Chinese text, where that gives Chinese text again."""
    if text.isascii():
        return None
    try:
        meant = text.encode("gb18030").decode("utf-8")
    except UnicodeError:
        return None
    return meant if _CJK.fullmatch(meant) and len(meant) < len(text) else None
