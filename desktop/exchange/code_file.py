"""Files of codes that were issued for one product and pack level: read, checked, nothing stored.

The platform's own format (read in three independent importers; the platform publishes none): text, UTF-8
or GB18030, LF or CRLF. The first line may be a header of eight or more fields between ``#``::

    f0#f1#resCode#subType#levelNo#codeBegin#codeEnd#codeHead

where codeHead + resCode are the seven leading digits of every code. What f0, f1 and further fields mean
is not known; they are kept as they are. Besides there are plain text, CSV and Excel workbooks with a
column of codes (``code_sources``).

A file is read once. Its codes are kept as numbers, so what is stored is what was checked, whatever
happens to the file meanwhile.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import file_digest
from io import BufferedReader
from pathlib import Path

from desktop.codes.drug_code import MARK
from desktop.errors import Cancelled, InputError, StorageError
from desktop.exchange.code_format import CodeFormat
from desktop.exchange.code_header import CodeFileHeader, contradiction
from desktop.exchange.code_lines import CodeLines, Numbered
from desktop.exchange.code_sources import CodeSource, open_source
from desktop.exchange.incoming import open_incoming
from desktop.exchange.problems import Problems
from desktop.products.product import MAX_LEVELS, PackLevel, Product
from desktop.texts import Text, say


@dataclass(frozen=True, slots=True)
class CodeFile:
    """A file of codes as it was found. Only of one without problems may codes be stored."""

    path: Path
    sha256: str
    format: CodeFormat
    header: CodeFileHeader | None
    prefix: str
    """The seven digits that its codes begin with; empty if no line holds a code."""
    codes: Numbered = field(repr=False, compare=False)
    problems: Problems = field(repr=False, compare=False)
    columns: tuple[str, ...] = ()
    """Of a table: the headings of its columns, or their letters."""
    column: str | None = None
    """Of a table: the column that holds the codes."""

    @property
    def name(self) -> str:
        """The file's name without folders."""
        return self.path.name

    @property
    def level(self) -> int | None:
        """The pack level that its header names."""
        return None if self.header is None else self.header.level

    @property
    def count(self) -> int:
        """Lines that hold a code."""
        return self.codes.count

    @property
    def encoding(self) -> str:
        """``utf-8``, ``utf-8-sig`` (with byte order mark) or ``gb18030``."""
        return self.format.encoding

    @property
    def line_ending(self) -> str:
        """What its lines end with."""
        return self.format.line_ending

    def chunks(self, size: int = 10_000) -> Iterator[list[str]]:
        """Yield the codes in the order of their digits, up to ``size`` at a time."""
        return self.codes.rising(size)

    def belongs_to(self, products: Iterable[Product]) -> tuple[Product, PackLevel]:
        """Find the product and pack level that the codes are for: the prefix decides.

        Raises:
            InputError: no product has the prefix, or the header contradicts the product that has it.
        """
        known = tuple(products)
        for product in known:
            for level in product.levels:
                if level.prefix == self.prefix:
                    self._require_agreement(product, level, known)
                    return product, level
        raise InputError(
            say(
                "{name}: its codes begin with {prefix}, which no product has. Import products.xml first.",
                name=self.name,
                prefix=self.prefix,
            )
        )

    def _require_agreement(self, product: Product, level: PackLevel, known: tuple[Product, ...]) -> None:
        if self.level not in {None, level.level}:
            raise InputError(
                say(
                    "{name}: the header says pack level {found}, but codes that begin with {prefix} are "
                    "level {expected} of {product}.",
                    name=self.name,
                    found=self.level,
                    prefix=self.prefix,
                    expected=level.level,
                    product=product.name,
                )
            )
        sub_type = self.header.sub_type if self.header is not None else product.type_no
        other = next((one for one in known if one.type_no == sub_type), product)
        if other != product:
            raise InputError(
                say(
                    "{name}: the header names product {found} ({other}), but codes that begin with {prefix} "
                    "belong to {expected} ({product}).",
                    name=self.name,
                    found=sub_type,
                    other=other.name,
                    prefix=self.prefix,
                    expected=product.type_no,
                    product=product.name,
                )
            )


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, long before anybody could have read it through.

    Raises:
        InputError: there is no such file, or it may not be read.
        StorageError: the disk or the network drive fails.
    """
    with open_incoming(path) as stream:
        try:
            return file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            raise StorageError(
                say("{path} cannot be opened: {reason}.", path=str(path), reason=error.strerror or str(error))
            ) from error


def read_code_file(
    path: Path, report: Callable[[float], bool] | None = None, column: str | None = None
) -> CodeFile:
    """Read and check a whole file of codes without storing anything.

    Args:
        path: the decrypted file as the platform client wrote it, or a table with a column of codes.
        report: called with the fraction done; returns False to cancel.
        column: of a table, the column of the codes; None: found by its codes.

    Raises:
        InputError: it is no file of codes, or lines of it are wrong; each is a detail of the error.
        StorageError: the disk failed while it was read.
        Cancelled: ``report`` asked for it.
    """
    found = look_at_code_file(path, report, column)
    found.problems.refuse_if_any()
    return found


def look_at_code_file(
    path: Path, report: Callable[[float], bool] | None = None, column: str | None = None
) -> CodeFile:
    """Do as ``read_code_file``, but only collect what is wrong with lines, for a person to look at."""

    def told(fraction: float) -> None:
        if report is not None and not report(fraction):
            raise Cancelled(say("Reading {name} was cancelled; nothing of it was taken.", name=path.name))

    with open_incoming(path) as stream:
        return _read(path, stream, told, column)


def _read(path: Path, stream: BufferedReader, told: Callable[[float], None], column: str | None) -> CodeFile:
    size = os.fstat(stream.fileno()).st_size
    source = open_source(stream, path.name, size, told, column)
    problems = Problems(path.name)
    lines = CodeLines(path.name, source.first_line, source.text_encoding, problems)
    for block in source.blocks:
        if block:
            lines.take(block)
    codes = lines.finished()
    prefix = lines.prefix or ""
    _check_whole(path.name, source, prefix, codes, problems)
    return CodeFile(
        path=path,
        sha256=source.digest(),
        format=source.format,
        header=source.header,
        prefix=prefix,
        codes=codes,
        problems=problems,
        columns=source.columns,
        column=source.column,
    )


def _check_whole(name: str, source: CodeSource, prefix: str, codes: Numbered, problems: Problems) -> None:
    if codes.count == 0 and not problems:
        raise InputError(say("{name} holds no code: its lines are empty or only a header.", name=name))
    if prefix and not prefix.startswith(MARK):
        problems.add(
            say(
                "The codes begin with {prefix}: all drug codes issued today start with 8.",
                prefix=prefix,
            )
        )
    if codes.all_round:
        problems.add(
            say(
                "All codes end in 00000: 20-digit numbers were rounded by Excel; save the column as text.",
            )
        )
    codes.tell_duplicates(problems)
    if source.header is not None:
        _check_header_fields(source.header, prefix, problems)
        if not problems:
            _check_range(source.header, codes, problems)


def _check_header_fields(header: CodeFileHeader, prefix: str, problems: Problems) -> None:
    if prefix and header.prefix != prefix:
        problems.add(
            say(
                "The header says that codes begin with {expected} (codeHead and resCode), "
                "but they begin with {found}.",
                expected=header.prefix or "-",
                found=prefix,
            )
        )
    if header.level is None:
        problems.add(
            say(
                "The header says pack level '{found}', expected 1 to {most}.",
                found=header.fields[4],
                most=MAX_LEVELS,
            )
        )


def _check_range(header: CodeFileHeader, codes: Numbered, problems: Problems) -> None:
    begin = contradiction(header.code_begin, codes.first)
    if begin is not None:
        problems.add(
            say(
                "The header says that the first code is {expected} (codeBegin), but it is {found}.",
                expected=header.code_begin,
                found=begin,
            )
        )
    end = contradiction(header.code_end, codes.last)
    if end is not None:
        problems.add(
            say(
                "The header says that the last code is {expected} (codeEnd), but it is {found}: "
                "lines are missing or were added.",
                expected=header.code_end,
                found=end,
            )
        )
    gap = codes.gap_in_run() if header.code_begin and header.code_end else None
    if gap is not None:
        problems.add(_missing(gap, codes))


def _missing(gap: int, codes: Numbered) -> Text:
    expected = int(codes.last[7:16]) - int(codes.first[7:16]) + 1
    return say(
        "The header's codeBegin to codeEnd are {expected} serial numbers, but there are {found} codes: "
        "the first one is missing before line {line}.",
        expected=expected,
        found=codes.count,
        line=gap,
    )
