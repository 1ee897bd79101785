"""What may this be? Every code that a scanned, typed or pasted text is, and why it is no other."""

from dataclasses import dataclass

from desktop.codes.damage import Damage, damage_of
from desktop.codes.readers import KnownPrefix, Reading, Scheme, readers
from desktop.errors import InputError
from desktop.texts import Text, say

MAX_LENGTH = 7_089
"""Characters of the longest scan there can be: the digits of the largest QR Code (ISO/IEC 18004)."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the text is no code of a scheme."""

    scheme: Scheme
    reason: Text


@dataclass(frozen=True, slots=True)
class Recognition:
    """All that can be said about a text.

    Attributes:
        readings: what it is, the likeliest first; those by shape alone and a person's number last.
        refusals: why it is nothing else.
        damage: what happened to it on its way, in the order in which it is mended.
        when_mended: what it would be if all damage were mended; empty if there is none or no remedy.
    """

    readings: tuple[Reading, ...]
    refusals: tuple[Refusal, ...]
    damage: tuple[Damage, ...]
    when_mended: tuple[Reading, ...]

    @property
    def mended(self) -> str | None:
        """The text without its damage, to be offered; None if it has none or nobody can know."""
        return next((one.mended for one in reversed(self.damage) if one.mended is not None), None)


def recognise(text: str, known_prefix: KnownPrefix | None = None) -> Recognition:
    """Read ``text`` as every kind of code there is.

    Args:
        text: what was scanned, typed or pasted, with all control characters that came along.
        known_prefix: names the product and pack level of a drug code's first seven digits, None for a
            prefix that no product of the plant has.
    """
    if len(text) > MAX_LENGTH:
        reason = say(
            "{found} characters: no symbol holds more than {most}, so this is no scan.",
            found=len(text),
            most=MAX_LENGTH,
        )
        return Recognition((), tuple(Refusal(scheme, reason) for scheme in Scheme), (), ())
    readings, refusals = _read(text, known_prefix)
    damage = damage_of(text, _is_code)
    mended = next((one.mended for one in reversed(damage) if one.mended is not None), None)
    when_mended = () if mended is None else _read(mended, known_prefix)[0]
    return Recognition(readings, refusals, damage, when_mended)


def _read(text: str, known_prefix: KnownPrefix | None) -> tuple[tuple[Reading, ...], tuple[Refusal, ...]]:
    readings: list[Reading] = []
    refusals: list[Refusal] = []
    for reader in readers(known_prefix):
        try:
            readings.append(reader.read(text))
        except InputError as error:
            refusals.append(Refusal(reader.scheme, error.text))
    readings.sort(key=lambda reading: not reading.sure)
    return tuple(readings), tuple(refusals)


def _is_code(text: str) -> bool:
    return any(reading.sure for reading in _read(text, None)[0])
