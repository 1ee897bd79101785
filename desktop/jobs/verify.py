"""Compares what a printed label says with what it was to say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from desktop.labels.layout import FilledLabel, LabelPlan
from desktop.labels.primitives import Bars, Symbology
from desktop.ports import Picture
from desktop.reading.reader import ReadSymbol
from desktop.texts import Text, say

IDENTIFIERS: Mapping[Symbology, str] = MappingProxyType({Symbology.CODE_128: "]C0"})
"""Symbology identifiers of ISO/IEC 15424. ``]C0``: Code 128 without a function character in front, as
the drug code has it; the same digits as GS1-128 (``]C1``) would be another statement."""

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
    """Return what a reader must find on a printed label: every symbol of it, and nothing else."""
    return tuple(
        ReadSymbol(IDENTIFIERS[primitive.symbology], primitive.data)
        for primitive in (*plan.static, *label.slots)
        if isinstance(primitive, Bars)
    )


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
