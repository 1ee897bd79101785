"""Compares what a printed label says with what it was to say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from desktop.devices import Picture
from desktop.labels.layout import FilledLabel, LabelPlan, MatrixSlot, SymbolSlot
from desktop.labels.primitives import Bars, Matrix
from desktop.reading.reader import ReadSymbol
from desktop.symbols.symbology import Symbology, identifier_of
from desktop.texts import Text, say

_FORMATS: Mapping[Symbology, str] = MappingProxyType(
    {
        Symbology.CODE_128: "Code128",
        Symbology.GS1_128: "Code128",
        Symbology.EAN_13: "EAN13",
        Symbology.EAN_8: "EAN8",
        Symbology.UPC_A: "EAN13",
        Symbology.ITF_14: "ITF",
        Symbology.DATA_MATRIX: "DataMatrix",
        Symbology.GS1_DATA_MATRIX: "DataMatrix",
        Symbology.QR: "QRCode",
        Symbology.GS1_QR: "QRCode",
    }
)
"""The decoder's name of each symbology. A UPC-A is an EAN-13 that begins with 0, and is read as one."""

LONGEST_SHOWN = 120
"""Characters of a reading that are shown in a sentence."""


class Reader(Protocol):
    """Reads the symbols of pictures: ``SymbolReader``, or a fake of it."""

    def read(self, width: int, height: int, rows: bytes) -> Sequence[ReadSymbol]:
        """Read all symbols of a picture."""
        ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of one comparison."""

    trouble: Text | None
    """None: the label says what it must. Else which label, what was expected and what was read."""

    @property
    def good(self) -> bool:
        """Tell whether the label says exactly what it must."""
        return self.trouble is None


def expected_symbols(plan: LabelPlan, label: FilledLabel) -> tuple[ReadSymbol, ...]:
    """Return what a reader must find on a printed label: every symbol of it, and nothing else.

    The identifier counts as much as the data: the digits of a drug code in Code 128 (``]C0``) would be
    another statement in GS1-128 (``]C1``).
    """
    return tuple(
        ReadSymbol(identifier_of(primitive.symbology, primitive.data), _transmitted(primitive))
        for primitive in (*plan.static, *label.slots)
        if isinstance(primitive, Bars | Matrix)
    )


def _transmitted(symbol: Bars | Matrix) -> str:
    """Return what a reader says of a symbol; a UPC-A has a 0 in front, as an EAN-13 would."""
    return "0" + symbol.data if symbol.symbology is Symbology.UPC_A else symbol.data


def formats_of(plan: LabelPlan) -> tuple[str, ...]:
    """Return the decoder's names of the symbologies on a plan's labels: a reader looks for no others."""
    symbols = [drawn for drawn in plan.static if isinstance(drawn, Bars | Matrix)]
    slots = [slot for slot in plan.slots if isinstance(slot, SymbolSlot | MatrixSlot)]
    return tuple(dict.fromkeys(_FORMATS[symbol.symbology] for symbol in (*symbols, *slots)))


class LabelVerifier:
    """Reads pictures of labels and compares them."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def verify(self, picture: Picture, number: int, expected: Sequence[ReadSymbol]) -> Verdict:
        """Compare one label. The place of symbols does not matter, their number and content do.

        Args:
            picture: the label as the camera saw it.
            number: of the label in its job, for the sentence.
            expected: every symbol that must be on it.

        Raises:
            DeviceError: the reading process died or hung, so that nothing is known of the label.
        """
        found = self._reader.read(picture.width, picture.height, picture.rows)
        if sorted(map(_key, found)) == sorted(map(_key, expected)):
            return Verdict(None)
        if not found:
            return Verdict(
                say(
                    "Label {number} must say {expected}, but nothing on it can be read.",
                    number=number,
                    expected=_shown(expected),
                )
            )
        return Verdict(
            say(
                "Label {number} must say {expected}, but says {found}.",
                number=number,
                expected=_shown(expected),
                found=_shown(found),
            )
        )


def _key(symbol: ReadSymbol) -> tuple[str, str]:
    return symbol.symbology_identifier, symbol.text


def _shown(symbols: Sequence[ReadSymbol]) -> str:
    text = ", ".join(f"{symbol.text} ({symbol.symbology_identifier})" for symbol in symbols)
    visible = "".join(sign if sign.isprintable() else f"\\x{ord(sign):02x}" for sign in text)
    return visible if len(visible) <= LONGEST_SHOWN else visible[:LONGEST_SHOWN] + "…"
