"""What a symbol says, as a text with fields: for GS1 symbologies element by element.

The grammar of an element string with fields::

    data    = element { element }
    element = "(" ai ")" text          ai: two to four digits; text: see ``desktop.labels.fields``

A bracket with digits is an AI wherever it stands in the literal part of a text; the value of a field may
hold brackets, since fields are filled after the text was taken apart.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from desktop.codes.gs1 import build
from desktop.errors import InputError
from desktop.labels.fields import FieldText, parse_fields
from desktop.labels.primitives import Symbology
from desktop.texts import say

_AI = re.compile(r"\((\d{2,4})\)")


@dataclass(frozen=True, slots=True)
class SymbolData:
    """The data of a symbol, to be filled; ``ais`` is empty where they are no element string.

    Attributes:
        ais: the AIs in their order.
        texts: the value of each, or the one text of a symbol that is not GS1.
    """

    ais: tuple[str, ...]
    texts: tuple[FieldText, ...]

    @property
    def names(self) -> frozenset[str]:
        """The fields that must be filled."""
        return frozenset[str]().union(*(text.names for text in self.texts))

    def bound(self, values: Mapping[str, str]) -> "SymbolData":
        """Fill the fields that ``values`` has; the others stay fields."""
        return SymbolData(self.ais, tuple(text.bound(values) for text in self.texts))

    def elements(self, values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        """Return AI and value of each element."""
        return tuple((ai, text.word(values)) for ai, text in zip(self.ais, self.texts, strict=True))

    def word(self, values: Mapping[str, str]) -> str:
        """Fill the fields: the data of the symbol, with separators where an element string needs them.

        Raises:
            InputError: a value is missing, or is none that its AI takes.
        """
        if not self.ais:
            return self.texts[0].word(values)
        return build(self.elements(values), keep_order=True, whole_item=False).raw

    def hri(self, values: Mapping[str, str]) -> tuple[str, ...]:
        """Return what a person reads, one text an element (GS1: "(01)06901234567892")."""
        if not self.ais:
            return (self.texts[0].word(values),)
        return tuple(f"({ai}){value}" for ai, value in self.elements(values))


@lru_cache(maxsize=1024)
def parse_symbol_data(symbology: Symbology, text: str) -> SymbolData:
    """Take the data of a symbol apart.

    Raises:
        InputError: the fields are not written by their grammar, or an element string is expected and
            the text does not begin with an AI in brackets.
    """
    if not symbology.gs1 or text.startswith(("https://", "http://")):
        return SymbolData((), (parse_fields(text),))
    pieces = _AI.split(text)
    if pieces[0] or len(pieces) == 1:
        raise InputError(
            say(
                "The data of a {symbology} symbol begin with an application identifier in brackets, such as "
                "{example}; these begin with {found}.",
                symbology=symbology.value,
                example="(01){gtin}",
                found=repr(text[:20]),
            )
        )
    return SymbolData(tuple(pieces[1::2]), tuple(parse_fields(piece) for piece in pieces[2::2]))
