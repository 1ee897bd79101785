"""Reads what verifiers of others export as CSV: results of a symbol a row, every faulty row told.

A file is hostile until it is parsed. Its headings may stand behind a few lines of introduction; columns are
known by usual headings (``desktop.exchange.verifier_columns``) or by a mapping that a person gives. All other
columns are kept as figures by the verifier's own names. XML exports are not read: no sample with the maker's
own description is public.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.errors import InputError
from desktop.exchange.cells import Cell, CellKind, Row
from desktop.exchange.csv_reader import read_csv
from desktop.exchange.excel_damage import damage_of
from desktop.exchange.verifier_columns import Column, column_of, plain
from desktop.exchange.verifier_mapping import column_title, require_apart
from desktop.exchange.verifier_values import formal_from, grade_from, moment_from
from desktop.products.fields import Kind
from desktop.products.quality import ExternalResult
from desktop.texts import Text, say

LARGEST_FILE = 20_000_000
"""Bytes; a row of figures has about a thousand."""
_MOST_ROWS = 20_000
_HEADING_WITHIN = 40
"""Rows in which the headings are looked for."""
_SHOWN_ROWS = 60
_MOST_FIGURES = 80
_LONGEST_FIGURE = 300


@dataclass(frozen=True, slots=True)
class Taken:
    """A row that could be read. ``line``: its number in the file, from 1."""

    line: int
    result: ExternalResult


@dataclass(frozen=True, slots=True)
class FaultyRow:
    """A row that could not be read, and why."""

    line: int
    reason: Text


@dataclass(frozen=True, slots=True)
class VerifierFile:
    """What a file holds.

    Attributes:
        taken: the rows that could be read, in the order of the file.
        faulty: the others.
        headings: under which heading each column was found.
    """

    taken: tuple[Taken, ...]
    faulty: tuple[FaultyRow, ...]
    headings: tuple[tuple[Column, str], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands in a file before anything of it is taken: for a person who says what its columns hold.

    Attributes:
        lines: the first rows with their numbers in the file, from 1, and their values.
        heading_line: number of the row that is taken for the headings.
        columns: at which place of that row each column is found, from 0.
    """

    lines: tuple[tuple[int, tuple[str, ...]], ...]
    heading_line: int
    columns: tuple[tuple[Column, int], ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings."""
        return next(values for line, values in self.lines if line == self.heading_line)


@dataclass(frozen=True, slots=True)
class Given:
    """What a person says of all rows; a column that says it counts more."""

    device: str
    symbology: str
    calibrated: bool


def read_results(
    content: bytes,
    name: str,
    *,
    device: str = "",
    symbology: str = "",
    calibrated: bool = False,
    mapping: Mapping[Column, str] | None = None,
    heading_line: int | None = None,
) -> VerifierFile:
    """Read a table of results.

    Args:
        content: of the file; UTF-8 or GB18030; commas, semicolons or tabs between values.
        name: how to call the file.
        device: name and serial number of the verifier, where no column says it.
        symbology: of all rows, where no column says it.
        calibrated: a person says that the verifier's calibration is valid; else no result of it passes.
        mapping: headings that are not known by themselves, as the file writes them; an empty one: no column
            holds it.
        heading_line: number of the row with the headings, from 1; None: the first that names data and grade.

    Raises:
        InputError: it is no such table, data and grades are under no heading that is known, or the mapping
            names a heading that is not there.
    """
    rows = _rows(content, name)
    start, columns = _columns(rows, name, mapping or {}, heading_line)
    headings = tuple(cell.text.strip() for cell in rows[start].cells)
    taken: list[Taken] = []
    faulty: list[FaultyRow] = []
    for row in rows[start + 1 :]:
        try:
            taken.append(
                Taken(row.line, _result(row, columns, headings, Given(device, symbology, calibrated)))
            )
        except InputError as error:
            faulty.append(FaultyRow(row.line, error.text))
    found = tuple((column, headings[place]) for column, place in columns.items())
    return VerifierFile(tuple(taken), tuple(faulty), found)


def look(
    content: bytes,
    name: str,
    *,
    mapping: Mapping[Column, str] | None = None,
    heading_line: int | None = None,
) -> Sheet:
    """Return the first rows of a table and what is understood of them; arguments as of ``read_results``.

    Where no row names data and grade, the one with the most values is taken for the headings.

    Raises:
        InputError: it is no such table, or has no row.
    """
    rows = _rows(content, name)[:_SHOWN_ROWS]
    if not rows:
        raise InputError(say("{name} has no rows.", name=name))
    headings = _heading_row(rows, mapping or {}, heading_line)
    return Sheet(
        tuple((row.line, tuple(cell.text.strip() for cell in row.cells)) for row in rows),
        headings.line,
        tuple(_columns_of(headings, mapping or {}).items()),
    )


def _heading_row(rows: Sequence[Row], mapping: Mapping[Column, str], line: int | None) -> Row:
    candidates = rows[:_HEADING_WITHIN]
    chosen = [row for row in candidates if row.line == line]
    named = [row for row in candidates if _complete(_columns_of(row, mapping))]
    widest = max(candidates, key=lambda row: sum(bool(cell.text.strip()) for cell in row.cells))
    return (*chosen, *named, widest)[0]


def _rows(content: bytes, name: str) -> tuple[Row, ...]:
    if len(content) > LARGEST_FILE:
        raise InputError(
            say("{name} has more than {most} MB: split it.", name=name, most=LARGEST_FILE // 1_000_000)
        )
    return read_csv(content, name, max_rows=_MOST_ROWS).rows


def _complete(found: Mapping[Column, int]) -> bool:
    return Column.DATA in found and (Column.GRADE in found or Column.FORMAL in found)


def _columns(
    rows: Sequence[Row], name: str, mapping: Mapping[Column, str], line: int | None
) -> tuple[int, dict[Column, int]]:
    require_apart(mapping)
    for index, row in enumerate(rows[:_HEADING_WITHIN]):
        found = _columns_of(row, mapping)
        if line in {None, row.line} and _complete(found):
            _require_mapped(found, mapping, name)
            return index, found
    raise InputError(
        say(
            "{name}: no row of headings names both the data and the grade. Expected headings such as “Data” "
            "and “Overall Grade” or “Formal Grade”, or tell which columns they are.",
            name=name,
        )
    )


def _require_mapped(found: Mapping[Column, int], mapping: Mapping[Column, str], name: str) -> None:
    """Refuse a mapping that names a heading which is not there: nothing is taken for less than it says."""
    for column, heading in mapping.items():
        if heading and column not in found:
            raise InputError(
                say(
                    "{name}: no column is headed “{heading}”, which the mapping takes for {column}.",
                    name=name,
                    heading=heading[:_LONGEST_FIGURE],
                    column=column_title(column),
                )
            )


def _columns_of(row: Row, mapping: Mapping[Column, str]) -> dict[Column, int]:
    given = {plain(heading): column for column, heading in mapping.items() if plain(heading)}
    found: dict[Column, int] = {}
    for place, cell in enumerate(row.cells):
        column = given.get(plain(cell.text))
        if column is None:
            column = column_of(cell.text)
            if column in mapping:
                continue  # a person said that it is another
        if column is not None:
            found.setdefault(column, place)
    return found


def _result(row: Row, columns: Mapping[Column, int], headings: Sequence[str], given: Given) -> ExternalResult:
    def text(column: Column) -> str:
        place = columns.get(column)
        return row.cells[place].text.strip() if place is not None and place < len(row.cells) else ""

    grade, formal = _grade(
        text(Column.GRADE), text(Column.FORMAL), text(Column.APERTURE), text(Column.WAVELENGTH)
    )
    kind = text(Column.SYMBOLOGY) or given.symbology
    if not kind:
        raise InputError(say("the symbology is missing: no column names it"))
    return ExternalResult(
        device=text(Column.DEVICE) or given.device,
        data=_data(text(Column.DATA)),
        symbology=kind[:_LONGEST_FIGURE],
        grade=grade,
        edition=text(Column.EDITION)[:_LONGEST_FIGURE],
        formal=formal,
        calibrated=given.calibrated,
        measured_at=moment_from(f"{text(Column.DATE)} {text(Column.TIME)}"),
        figures=_figures(row, columns, headings),
    )


def _grade(grade: str, formal: str, aperture: str, wavelength: str) -> tuple[float, str]:
    if not formal:
        if not grade:
            raise InputError(say("the grade is missing"))
        if "/" in grade and grade.count("/") > 1:
            return formal_from(grade)
        number = grade_from(grade)
        known = (
            aperture.isdecimal() and len(aperture) <= 2 and wavelength.isdecimal() and len(wavelength) <= 4
        )
        return number, f"{number:.1f}/{int(aperture):02d}/{int(wavelength)}" if known else ""
    number, written = formal_from(formal)
    if grade and any(sign.isdigit() for sign in grade) and abs(grade_from(grade) - number) > 0.05:
        raise InputError(
            say(
                "the grade “{grade}” and the formal grade “{formal}” do not agree", grade=grade, formal=formal
            )
        )
    return number, written


def _data(text: str) -> str:
    # Our own CSV files put an apostrophe before what Excel would compute; others write ="0123".
    data = text.removeprefix("'") if text[1:2] in tuple("=+-@'") else text
    if data.startswith('="') and data.endswith('"'):
        data = data[2:-1]
    if not data:
        raise InputError(say("the data of the symbol are missing"))
    damage = damage_of(Cell(CellKind.TEXT, data), Kind.NUMBER)
    if damage is not None and damage.blocking:
        raise InputError(say("the data “{found}” are damaged: {why}", found=data[:60], why=damage.why))
    return data.replace("<GS>", "\x1d")


def _figures(row: Row, columns: Mapping[Column, int], headings: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return what else a row says, and the moment as it is written: it may be one that was not understood."""
    used = {place for column, place in columns.items() if column not in {Column.DATE, Column.TIME}}
    others = [
        (headings[place] or str(place + 1), cell.text.strip())
        for place, cell in enumerate(row.cells[: len(headings)])
        if place not in used and cell.text.strip()
    ]
    return tuple((name[:_LONGEST_FIGURE], value[:_LONGEST_FIGURE]) for name, value in others[:_MOST_FIGURES])
