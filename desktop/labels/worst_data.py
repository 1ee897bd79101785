"""The longest data that a symbol must hold over a whole job, so that all its labels are alike."""

from collections.abc import Iterator

from desktop.codes.gs1.table import GS, identifiers
from desktop.labels.element_data import SymbolData
from desktop.labels.fields import FieldText
from desktop.labels.primitives import Symbology
from desktop.labels.slots import Values

_MIXED = "aB"
_STAND_INS = {
    Symbology.EAN_13: "6901234567892",
    Symbology.EAN_8: "12345670",
    Symbology.UPC_A: "614141007349",
    Symbology.ITF_14: "16901234567899",
}
"""Of these all data are equally long."""


def worst_data(symbology: Symbology, data: SymbolData, worst: Values) -> tuple[str, tuple[str, ...]]:
    """Return the longest data and what a person reads of them, one text an element.

    Data without fields that vary are themselves the longest, and are held to all rules; the values that
    stand in for others are only as long as the true ones, and are held to their form.

    Args:
        symbology: of the symbol.
        data: its data, shared values filled in.
        worst: the longest values of the fields that vary.

    Raises:
        InputError: data that are already known are wrong.
    """
    worst = {name: _costly(text) for name, text in worst.items()}
    if not data.names:
        return data.word({}), data.hri({})
    if not data.ais:
        if symbology in _STAND_INS:
            return _STAND_INS[symbology], (_STAND_INS[symbology],)
        text = data.texts[0].word(worst)
        return text, (text,)
    known = identifiers()
    values = [_worst_value(ai, text, worst) for ai, text in zip(data.ais, data.texts, strict=True)]
    last = len(values) - 1
    raw = "".join(
        ai + value + ("" if place == last or (ai in known and known[ai].predefined) else GS)
        for place, (ai, value) in enumerate(zip(data.ais, values, strict=True))
    )
    return raw, tuple(f"({ai}){value}" for ai, value in zip(data.ais, values, strict=True))


def _worst_value(ai: str, text: FieldText, worst: Values) -> str:
    value = text.word(worst)
    identifier = identifiers().get(ai)
    if identifier is None or not text.names:
        return value
    return next(
        (one for one in _candidates(value, identifier.longest) if identifier.pattern.fullmatch(one)), value
    )


def _costly(text: str) -> str:
    """Return a text as long that takes the most: the widest letters on paper are not so in a symbol."""
    if text.isalpha() and text == text[:1] * len(text):
        return (_MIXED * len(text))[: len(text)]
    return text


def _candidates(value: str, longest: int) -> Iterator[str]:
    """Yield values of the same length, or of as much of it as the element takes."""
    yield value
    yield value[:longest]
    yield "0" * min(len(value), longest)
    yield "0" * longest
    yield (_MIXED * longest)[:longest]
