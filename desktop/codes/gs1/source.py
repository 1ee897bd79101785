"""The text that is read, and where each of its characters stands in the text that was given."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.codes.gs1.table import GS


@dataclass(frozen=True, slots=True)
class Source:
    """Data to read.

    Attributes:
        data: the characters.
        places: for each character its index in the given text, and at last the index behind the data.
    """

    data: str
    places: Sequence[int]

    @classmethod
    def part_of(cls, text: str, start: int, end: int) -> "Source":
        """Take ``text`` from ``start`` to ``end``."""
        return cls(text[start:end], range(start, end + 1))

    def tail(self, start: int) -> "Source":
        """Take what follows from ``start`` on."""
        return Source(self.data[start:], self.places[start:])


def shown(data: str) -> str:
    r"""Write ``data`` so that the separator can be seen.

    >>> shown("10A\x1d21B")
    '10A<GS>21B'
    """
    return data.replace(GS, "<GS>")
