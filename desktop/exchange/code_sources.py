"""Where the codes of a file stand: told apart by content, whatever the file is called.

Each kind of file becomes the same: blocks of lines with one code each, and the number of the first line.
"""

import csv
import hashlib
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BufferedReader
from itertools import chain, islice

from desktop.codes.characters import are_digits
from desktop.codes.drug_code import LENGTH
from desktop.errors import InputError
from desktop.exchange.cells import Cell, CellKind
from desktop.exchange.code_format import CodeFormat, FileKind
from desktop.exchange.code_header import SEPARATOR, CodeFileHeader
from desktop.exchange.code_lines import MAX_CODES, ROUNDED, whole_lines
from desktop.exchange.incoming import HEAD_SIZE, UTF_8_MARK, decode, read_some, refuse_other_kinds
from desktop.exchange.xlsx_reader import is_workbook, read_workbook
from desktop.texts import say

Report = Callable[[float], None]
"""Told the fraction done; raises to end the work."""

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 50
"""Rows of a table in which the column of the codes is looked for."""
_AGREEING = 5
"""Lines behind the first in which the sign between its cells is looked for."""
_CELLS = 20_000
"""Cells in a block."""

_KEPT_DIGITS = 15
"""Digits that Excel keeps of a number (its specification: number precision)."""

_ODD_LINES = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")


@dataclass(slots=True)
class CodeSource:
    """An opened file of codes. ``digest`` may be asked once all blocks were taken."""

    format: CodeFormat
    header: CodeFileHeader | None
    first_line: int
    """Number of the line, or row, of the first code."""
    blocks: Iterator[bytes]
    digest: Callable[[], str]
    columns: tuple[str, ...] = ()
    column: str | None = None
    text_encoding: str = field(default="utf-8")


@dataclass(frozen=True, slots=True)
class Column:
    """The column of the codes. ``heading`` is empty if its first row is a code already."""

    index: int
    name: str
    heading: str
    names: tuple[str, ...]


def open_source(
    stream: BufferedReader, name: str, size: int, report: Report, wanted: str | None = None
) -> CodeSource:
    """Find out what a file is and where its codes stand.

    Args:
        stream: the file at its beginning.
        name: how to call it.
        size: its bytes.
        report: told how much of it was read.
        wanted: the column of a table: its heading, letter or number; None: found by its codes.

    Raises:
        InputError: it holds no codes, or they may stand in several columns.
    """
    head = read_some(stream, HEAD_SIZE, name)
    stream.seek(0)
    if is_workbook(head) and _holds_sheets(stream):
        return _workbook(stream, name, (size, report), wanted)
    refuse_other_kinds(head, name, say("a code file"))
    if head.removeprefix(UTF_8_MARK).lstrip().startswith(b"<"):
        raise InputError(say("{name} is an XML file, not a code file.", name=name))
    return _text(stream, name, head, (size, report), wanted)


def _text(
    stream: BufferedReader, name: str, head: bytes, progress: tuple[int, Report], wanted: str | None
) -> CodeSource:
    size, report = progress
    digest = hashlib.sha256()
    read = 0

    def count(data: bytes) -> None:
        nonlocal read
        digest.update(data)
        read += len(data)
        report(min(1.0, read / max(1, size)))

    first = head.partition(b"\n")[0]
    whole = head if len(head) < HEAD_SIZE else head[: head.rfind(b"\n") + 1]
    encoding = decode(first, name)[1] if len(first) < HEAD_SIZE else "utf-8"
    ending = "\r\n" if first.endswith(b"\r") else "\n"
    plain = encoding.removesuffix("-sig")
    lines = whole.removeprefix(UTF_8_MARK).decode(plain, "replace").replace("\r\n", "\n").split("\n")
    blocks = _without_mark(whole_lines(stream, name, count))
    if SEPARATOR in lines[0]:
        header = _header(lines[0], name)
        form = CodeFormat(FileKind.PLATFORM, header.raw, encoding, ending)
        return CodeSource(form, header, 2, _without_first_line(blocks), digest.hexdigest, text_encoding=plain)
    delimiter = _delimiter(lines)
    if delimiter is None:
        form = CodeFormat(FileKind.TXT, "", encoding, ending)
        return CodeSource(form, None, 1, blocks, digest.hexdigest, text_encoding=plain)
    rows = _csv_rows(blocks, plain, delimiter, name)
    column, table = _find_column(rows, name, wanted)
    form = CodeFormat(FileKind.CSV, "", encoding, ending, delimiter, column.heading)
    return _table(form, column, table, digest.hexdigest)


def _holds_sheets(stream: BufferedReader) -> bool:
    """Tell a workbook from other archives; what is damaged counts as one and will be told so."""
    try:
        with zipfile.ZipFile(stream) as archive:
            return any(name.startswith("xl/") for name in archive.namelist())
    except zipfile.BadZipFile:
        return False
    finally:
        stream.seek(0)


def _workbook(
    stream: BufferedReader, name: str, progress: tuple[int, Report], wanted: str | None
) -> CodeSource:
    size, report = progress
    before = hashlib.file_digest(stream, "sha256").hexdigest()

    def rows() -> Iterator[list[str]]:
        last = 0
        for row in read_workbook(stream, name, max_rows=MAX_CODES):
            # Rows without anything are left out by the reader; here they count, as lines do.
            yield from ([] for _ in range(last + 1, row.line))
            yield [_cell_text(cell) for cell in row.cells]
            last = row.line
            if last % 1000 == 0:
                report(min(1.0, stream.tell() / max(1, size)))

    def digest() -> str:
        stream.seek(0)
        after = hashlib.file_digest(stream, "sha256").hexdigest()
        if after != before:
            raise InputError(
                say("{name} was changed while it was being read. Nothing of it was taken.", name=name)
            )
        return before

    column, table = _find_column(rows(), name, wanted)
    form = CodeFormat(FileKind.XLSX, heading=column.heading)
    return _table(form, column, table, digest)


def _table(
    form: CodeFormat, column: Column, rows: Iterator[list[str]], digest: Callable[[], str]
) -> CodeSource:
    if column.heading:
        next(rows)
    blocks = _cells(rows, column.index)
    return CodeSource(form, None, 2 if column.heading else 1, blocks, digest, column.names, column.name)


def _cells(rows: Iterator[list[str]], index: int) -> Iterator[bytes]:
    while some := list(islice(rows, _CELLS)):
        # A line break inside a cell must not become a line of its own.
        texts = (_ODD_LINES.sub("\r", row[index]) if index < len(row) else "" for row in some)
        yield "".join(f"{text}\n" for text in texts).encode("utf-8", "replace")


def _cell_text(cell: Cell) -> str:
    """Return a cell as text; a number that Excel has rounded is shown so that it is seen as one."""
    if cell.kind is CellKind.NUMBER and len(cell.text) > _KEPT_DIGITS and are_digits(cell.text):
        return f"{int(cell.text):.{_KEPT_DIGITS - 1}E}"
    return cell.text


def _find_column(
    rows: Iterator[list[str]], name: str, wanted: str | None
) -> tuple[Column, Iterator[list[str]]]:
    """Find the column of the codes in the first rows, and return all rows with it."""
    sample = list(islice(rows, _SAMPLE))
    if not sample:
        raise InputError(say("{name} holds no code: its lines are empty or only a header.", name=name))
    width = max(map(len, sample))
    scores = [
        sum(_is_like_a_code(row[index]) for row in sample if index < len(row)) for index in range(width)
    ]
    headed = not any(_is_like_a_code(cell) or are_digits(cell) for cell in sample[0])
    names = tuple(
        (sample[0][index].strip() if headed and index < len(sample[0]) else "") or _letter(index)
        for index in range(width)
    )
    index = _chosen(names, wanted, name) if wanted is not None else _best(names, scores, name)
    heading = names[index] if headed else ""
    return Column(index, names[index], heading, names), chain(sample, rows)


def _best(names: Sequence[str], scores: Sequence[int], name: str) -> int:
    most = max(scores, default=0)
    if most == 0:
        raise InputError(
            say(
                "{name}: no column holds codes of 20 digits (its columns: {columns}). "
                "Choose the column, or save it as text.",
                name=name,
                columns=", ".join(names) or "-",
            )
        )
    likely = [index for index, score in enumerate(scores) if score * 2 > most]
    if len(likely) > 1:
        raise InputError(
            say(
                "{name}: several columns hold codes of 20 digits ({columns}). Choose one.",
                name=name,
                columns=", ".join(names[index] for index in likely),
            )
        )
    return likely[0]


def _chosen(names: Sequence[str], wanted: str, name: str) -> int:
    for index, title in enumerate(names):
        if wanted.strip() in {title, _letter(index), str(index + 1)}:
            return index
    raise InputError(
        say(
            "{name} has no column {wanted}; its columns are: {columns}.",
            name=name,
            wanted=wanted,
            columns=", ".join(names) or "-",
        )
    )


def _is_like_a_code(cell: str) -> bool:
    text = cell.strip()
    return (len(text) == LENGTH and are_digits(text)) or ROUNDED.fullmatch(text) is not None


def _letter(index: int) -> str:
    """Return what Excel calls a column.

    >>> _letter(0), _letter(25), _letter(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    index += 1
    while index:
        index, place = divmod(index - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def _delimiter(lines: Sequence[str]) -> str | None:
    """Return what separates cells, None if each line is one code: one of the next lines must agree."""
    first, *others = [line for line in lines if line.strip()][: _AGREEING + 1] or [""]
    for delimiter in _DELIMITERS:
        count = first.count(delimiter)
        if count and any(line.count(delimiter) == count for line in others):
            return delimiter
    quoted = len(first) > 1 and first.startswith('"') and first.endswith('"')
    headed = bool(others) and _is_like_a_code(others[0]) and not any(map(str.isdigit, first))
    return _DELIMITERS[0] if quoted or headed else None


def _csv_rows(blocks: Iterable[bytes], encoding: str, delimiter: str, name: str) -> Iterator[list[str]]:
    lines = (
        f"{line}\n"
        for block in blocks
        for line in block.decode(encoding, "replace").removesuffix("\n").split("\n")
    )
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise InputError(
                say(
                    "{name}, line {line}: the table cannot be read ({detail}).",
                    name=name,
                    line=reader.line_num,
                    detail=str(error),
                )
            ) from error


def _header(line: str, name: str) -> CodeFileHeader:
    try:
        return CodeFileHeader.parse(line)
    except InputError as error:
        raise InputError(say("{name}: {problem}", name=name, problem=error.text)) from error


def _without_mark(blocks: Iterator[bytes]) -> Iterator[bytes]:
    for block in blocks:
        yield block.removeprefix(UTF_8_MARK)
        break
    yield from blocks


def _without_first_line(blocks: Iterator[bytes]) -> Iterator[bytes]:
    for block in blocks:
        yield block.partition(b"\n")[2]
        break
    yield from blocks
