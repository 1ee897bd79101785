"""Writes codes to a file in the format that other codes came in: to hand unused ones back, or to a printer.

A file appears under its name only once the database has committed what it stands for. Until then it is
written beside, with ``.part`` behind its name, and whatever goes wrong removes it.
"""

import csv
import hashlib
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedWriter
from itertools import islice
from pathlib import Path

from desktop.errors import StorageError
from desktop.exchange.code_format import CodeFormat, FileKind
from desktop.exchange.code_header import CodeFileHeader
from desktop.exchange.incoming import UTF_8_MARK
from desktop.exchange.new_file import exists_already, not_written
from desktop.products.product import Product
from desktop.texts import say

_AT_A_TIME = 10_000


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """A file on its way: written, and not there yet."""

    path: Path

    @property
    def part(self) -> Path:
        """Where it is written."""
        return self.path.with_name(f"{self.path.name}.part")

    def write(self, form: CodeFormat, codes: Iterable[str]) -> str:
        """Write all codes, make sure that they are on the disk, and return the SHA-256 of the bytes.

        Raises:
            StorageError: the disk does not take it.
        """
        try:
            with self.part.open("wb") as stream:
                if form.kind is FileKind.XLSX:
                    _write_workbook(stream, form, codes)
                else:
                    for data in _text(form, codes):
                        stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            with self.part.open("rb") as written:
                return hashlib.file_digest(written, "sha256").hexdigest()
        except OSError as error:
            raise not_written(self.path, error) from error

    def keep(self) -> None:
        """Let the file appear under its name.

        Raises:
            StorageError: it cannot; it stays as ``.part``, as the database already counts on it.
        """
        try:
            self.part.replace(self.path)
        except OSError as error:
            raise StorageError(
                say(
                    "The file is complete, but cannot be called {path} ({reason}). It is {part}: rename it.",
                    path=str(self.path),
                    reason=error.strerror or type(error).__name__,
                    part=str(self.part),
                )
            ) from error


@contextmanager
def outgoing(path: Path) -> Iterator[OutgoingFile]:
    """Lend a file to write; it is removed if the block fails, and else appears under its name.

    Raises:
        Refused: there is a file of that name already; it is left as it is.
        StorageError: nothing can be written there.
    """
    made = OutgoingFile(path)
    if path.exists():
        raise exists_already(path)
    try:
        made.part.open("wb").close()
    except OSError as error:
        raise not_written(path, error) from error
    try:
        yield made
    except BaseException:
        made.part.unlink(missing_ok=True)
        raise
    made.keep()


def format_to_return(
    stored: CodeFormat | None, product: Product, level: int, ends: Sequence[str]
) -> CodeFormat:
    """Return the format for codes that go back, with a header that is true of them.

    Args:
        stored: how the file was written that brought them; None: not known, so as the platform writes.
        product: whose codes they are.
        level: their pack level.
        ends: the first and the last code if they are all of a run, else nothing.
    """
    begin, end = ends if ends else ("", "")
    if stored is None:
        header = CodeFileHeader.of(product, level, begin, end)
        return CodeFormat(FileKind.PLATFORM, header.raw, line_ending="\r\n")
    if stored.kind is not FileKind.PLATFORM:
        return stored
    fields = list(CodeFileHeader.parse(stored.header).fields)
    fields[5:7] = [begin, end]
    return CodeFormat(
        FileKind.PLATFORM, CodeFileHeader(tuple(fields)).raw, stored.encoding, stored.line_ending
    )


def _text(form: CodeFormat, codes: Iterable[str]) -> Iterator[bytes]:
    encoding = form.encoding.removesuffix("-sig")
    if encoding != form.encoding:
        yield UTF_8_MARK
    top = form.header or _quoted(form)
    if top:
        yield (top + form.line_ending).encode(encoding)
    waiting = iter(codes)
    while some := list(islice(waiting, _AT_A_TIME)):
        yield form.line_ending.join([*some, ""]).encode("ascii")


def _quoted(form: CodeFormat) -> str:
    if not form.heading:
        return ""
    out = io.StringIO()
    csv.writer(out, delimiter=form.delimiter, lineterminator="").writerow([form.heading])
    return out.getvalue()


def _write_workbook(stream: BufferedWriter, form: CodeFormat, codes: Iterable[str]) -> None:
    # Slow to import, and most files are text.
    import openpyxl  # noqa: PLC0415
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("codes")
    sheet.column_dimensions["A"].width = 26
    for text in (*([form.heading] if form.heading else []), *codes):
        cell = WriteOnlyCell(sheet, value=text)
        cell.number_format = "@"  # text, or Excel rounds the digits at the next edit
        sheet.append([cell])
    book.save(stream)
