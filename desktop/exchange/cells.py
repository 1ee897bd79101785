"""Cells of a table from outside, as CSV files and workbooks hold them."""

from dataclasses import dataclass
from enum import StrEnum


class CellKind(StrEnum):
    """What a cell holds."""

    EMPTY = "empty"
    TEXT = "text"
    NUMBER = "number"
    MOMENT = "moment"
    """A date, a time of day or a length of time."""
    FORMULA = "formula"
    OTHER = "other"
    """A truth value or an error such as #N/A."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. ``text``: what it holds, written out; a formula as a formula, never its result."""

    kind: CellKind
    text: str


EMPTY = Cell(CellKind.EMPTY, "")


@dataclass(frozen=True, slots=True)
class Row:
    """One row with something in it. ``line``: its number in the file, from 1."""

    line: int
    cells: tuple[Cell, ...]
