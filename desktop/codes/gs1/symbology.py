"""Symbology identifiers: the three characters by which a scanner says what kind of symbol it read."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from desktop.errors import InputError
from desktop.texts import Text, say


@dataclass(frozen=True, slots=True)
class Symbology:
    """One symbology identifier.

    Attributes:
        identifier: such as "]d2".
        name: the symbol's name.
        digits: length of the GTIN that it carries; 0 if it carries element strings.
        twin: for a symbol that is not GS1's, the identifier of the one that would be.
    """

    identifier: str
    name: str
    digits: int = 0
    twin: str = ""


SYMBOLOGIES = (
    Symbology("]C1", "GS1-128"),
    Symbology("]e0", "GS1 DataBar"),
    Symbology("]d2", "GS1 DataMatrix"),
    Symbology("]Q3", "GS1 QR Code"),
    Symbology("]J1", "GS1 DotCode"),
    Symbology("]E0", "EAN-13", digits=13),
    Symbology("]E4", "EAN-8", digits=8),
    Symbology("]I1", "ITF-14", digits=14),
    Symbology("]C0", "Code 128", twin="]C1"),
    Symbology("]C2", "Code 128", twin="]C1"),
    Symbology("]d1", "Data Matrix", twin="]d2"),
    Symbology("]d3", "Data Matrix", twin="]d2"),
    Symbology("]Q0", "QR Code", twin="]Q3"),
    Symbology("]Q1", "QR Code", twin="]Q3"),
    Symbology("]J0", "DotCode", twin="]J1"),
)
"""Source: GS1 General Specifications, symbology identifiers (as in biip); the twins by ISO/IEC 15424."""


@cache
def _by_identifier() -> Mapping[str, Symbology]:
    return {row.identifier: row for row in SYMBOLOGIES}


def symbology_of(identifier: str) -> Symbology:
    """Return what a symbology identifier means.

    Raises:
        InputError: it is not one that can carry GS1 data.
    """
    row = _by_identifier().get(identifier)
    if row is None:
        known = ", ".join(one.identifier for one in SYMBOLOGIES if not one.twin)
        raise InputError(
            say(
                "Symbology identifier {identifier} is not one of GS1's: {known}.",
                identifier=identifier,
                known=known,
            )
        )
    return row


def not_gs1(row: Symbology) -> Text:
    """Say why what this symbol carries is not GS1 data."""
    twin = _by_identifier()[row.twin]
    return say(
        "Not GS1 data: {identifier} is a {name} without FNC1 in first place; {twin} starts with {expected}.",
        identifier=row.identifier,
        name=row.name,
        twin=twin.name,
        expected=twin.identifier,
    )
