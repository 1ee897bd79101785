"""What a receiver of a table calls its columns: a profile chooses columns, their order and their headings.

A profile is a small JSON file that the plant writes once for each ERP::

    {"name": "SAP", "format": "csv", "columns": [
        {"field": "code", "heading": "SERIAL"},
        {"field": "parent", "heading": "PARENT_SERIAL"}]}
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from desktop.errors import InputError
from desktop.exchange.small_json import parsed
from desktop.exchange.table_writer import TableFormat
from desktop.texts import Text, say

MAX_HEADING = 100


class PackField(StrEnum):
    """What can be told of a pack."""

    CODE = "code"
    LEVEL = "level"
    PARENT = "parent"
    STATE = "state"
    FLAG = "flag"
    GRADE = "grade"
    PRODUCT = "product"
    TYPE_NO = "type_no"
    GTIN = "gtin"
    LOT = "lot"
    MADE = "made"
    EXPIRY = "expiry"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """One column: what stands in it, and what it is called."""

    field: PackField
    heading: str


@dataclass(frozen=True, slots=True)
class MappingProfile:
    """The columns of a table for one receiver.

    Attributes:
        name: of the receiver.
        columns: in their order; at least one, headings differ.
        format: what it is written as if nothing else is asked for.
    """

    name: str
    columns: tuple[MappedColumn, ...]
    format: TableFormat = TableFormat.CSV

    def __post_init__(self) -> None:
        fault = self._fault()
        if fault is not None:
            raise InputError(fault)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings in their order."""
        return tuple(column.heading for column in self.columns)

    def row(self, values: Mapping[PackField, str | int | None]) -> tuple[str | int | None, ...]:
        """Put the values of a pack into the order of the columns."""
        return tuple(values[column.field] for column in self.columns)

    def as_json(self) -> bytes:
        """Write the profile as ``parse`` reads it."""
        columns = [{"field": column.field.value, "heading": column.heading} for column in self.columns]
        told = {"name": self.name, "format": self.format.value, "columns": columns}
        return json.dumps(told, ensure_ascii=False, indent=2).encode()

    @classmethod
    def parse(cls, content: bytes) -> "MappingProfile":
        """Read a profile.

        Raises:
            InputError: it is no JSON, or not what a profile holds; the sentence says where.
        """
        match parsed(content, say("A mapping profile")):
            case {"name": str(name), "columns": list(columns), **rest}:
                made = tuple(_column(number, found) for number, found in enumerate(columns, start=1))
                return cls(name.strip(), made, _format(rest.get("format", "csv")))
        raise InputError(say("A mapping profile is an object with a “name” and a list “columns”."))

    def _fault(self) -> Text | None:
        if not self.name or not self.name.isprintable():
            return say("A mapping profile needs a name.")
        if not self.columns:
            return say("Mapping profile {name}: it has no columns.", name=self.name)
        for heading in self.headings:
            if not heading.strip() or not heading.isprintable() or len(heading) > MAX_HEADING:
                return say(
                    "Mapping profile {name}: “{found}” is no heading; expected 1 to {most} characters.",
                    name=self.name,
                    found=ascii(heading)[1:-1][:MAX_HEADING],
                    most=MAX_HEADING,
                )
            if self.headings.count(heading) > 1:
                return say(
                    "Mapping profile {name}: two columns are called {heading}.",
                    name=self.name,
                    heading=heading,
                )
        return None


def standard(headings: Mapping[PackField, str]) -> MappingProfile:
    """Return the profile with all columns, as this program calls them in some language."""
    return MappingProfile("packmark", tuple(MappedColumn(field, headings[field]) for field in PackField))


def field_title(field: PackField) -> Text:
    """Return what this program calls a column."""
    return {
        PackField.CODE: say("Code"),
        PackField.LEVEL: say("Pack level"),
        PackField.PARENT: say("Code of the larger pack"),
        PackField.STATE: say("State"),
        PackField.FLAG: say("Filled (0 normal, 1 mixed, 2 partial, 3 both)"),
        PackField.GRADE: say("Print grade"),
        PackField.PRODUCT: say("Generic name"),
        PackField.TYPE_NO: say("Type number"),
        PackField.GTIN: say("Product bar code (GTIN)"),
        PackField.LOT: say("Lot number"),
        PackField.MADE: say("Date of production"),
        PackField.EXPIRY: say("Use before"),
        PackField.ORDER: say("Work order"),
    }[field]


def _column(number: int, found: object) -> MappedColumn:
    match found:
        case {"field": str(field), "heading": str(heading)}:
            if field in set(PackField):
                return MappedColumn(PackField(field), heading)
            raise InputError(
                say(
                    "Column {number}: there is no field “{found}”; there are: {known}.",
                    number=number,
                    found=field,
                    known=", ".join(PackField),
                )
            )
    raise InputError(say("Column {number}: expected a “field” and a “heading”.", number=number))


def _format(found: object) -> TableFormat:
    if isinstance(found, str) and found in set(TableFormat):
        return TableFormat(found)
    raise InputError(
        say("“{found}” is no format of a table: expected {known}.", found=found, known=", ".join(TableFormat))
    )
