"""The platform's code file: the codes that were issued for one product and pack level, one a line.

Format (read in three independent importers; the platform publishes none): text, UTF-8 or GB18030, LF or
CRLF. The first line may be a header of eight or more fields between ``#``::

    f0#f1#resCode#subType#levelNo#codeBegin#codeEnd#codeHead

where codeHead + resCode are the seven leading digits of every code. What f0, f1 and further fields mean
is not known; they are kept as they are.

A file is read twice: once to check all of it (`read_code_file`), once to store it (`CodeFile.chunks`),
and the digest tells whether it was the same file both times.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from desktop.codes.drug_code import MARK
from desktop.errors import Cancelled, InputError
from desktop.exchange.code_header import SEPARATOR, CodeFileHeader, contradiction
from desktop.exchange.code_lines import CodeLines, Numbered, whole_lines
from desktop.exchange.incoming import (
    HEAD_SIZE,
    UTF_8_MARK,
    decode,
    open_incoming,
    read_some,
    refuse_other_kinds,
)
from desktop.exchange.problems import Problems
from desktop.products.product import MAX_LEVELS, PackLevel, Product
from desktop.texts import Text, say


@dataclass(frozen=True, slots=True)
class CodeFile:
    """A code file in which every line was found right."""

    path: Path
    sha256: str
    header: CodeFileHeader | None
    prefix: str
    """The seven digits that all its codes begin with."""
    level: int | None
    """The pack level that its header names."""
    count: int
    encoding: str
    """``utf-8``, ``utf-8-sig`` (with byte order mark) or ``gb18030``."""
    line_ending: str

    @property
    def name(self) -> str:
        """The file's name without folders."""
        return self.path.name

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

    def chunks(self, size: int = 20_000) -> Iterator[list[str]]:
        """Read the codes once more, up to ``size`` at a time.

        Raises:
            InputError: behind the last chunk, if the file is no longer the one that was checked; what was
                taken from it must then be thrown away.
        """
        digest = hashlib.sha256()
        with open_incoming(self.path) as stream:
            left = self.header is not None
            waiting: list[str] = []
            for block in whole_lines(stream, self.name, digest.update):
                body = block.removeprefix(UTF_8_MARK)
                if left:
                    body, left = body.partition(b"\n")[2], False
                waiting += body.decode("ascii", "replace").split()
                while len(waiting) >= size:
                    yield waiting[:size]
                    del waiting[:size]
            if waiting:
                yield waiting
        if digest.hexdigest() != self.sha256:
            raise InputError(
                say("{name} was changed while it was being read. Nothing of it was taken.", name=self.name)
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


def read_code_file(path: Path, report: Callable[[float], bool] | None = None) -> CodeFile:
    """Read and check a whole code file without storing anything.

    Args:
        path: the decrypted file as the platform client wrote it.
        report: called with the fraction done; returns False to cancel.

    Raises:
        InputError: it is no code file, or lines of it are wrong; each is a detail of the error.
        StorageError: the disk failed while it was read.
        Cancelled: ``report`` asked for it.
    """
    with open_incoming(path) as stream:
        return _Reading(path, stream, report).run()


class _Reading:
    """One checking pass over a code file."""

    def __init__(self, path: Path, stream: BinaryIO, report: Callable[[float], bool] | None) -> None:
        self._path = path
        self._stream = stream
        self._report = report
        self._size = max(1, os.fstat(stream.fileno()).st_size)
        self._digest = hashlib.sha256()
        self._read = 0
        self._problems = Problems(path.name)
        self._encoding = "utf-8"
        self._header: CodeFileHeader | None = None

    def run(self) -> CodeFile:
        name = self._path.name
        line_ending = self._look_at_head()
        lines: CodeLines | None = None
        for block in whole_lines(self._stream, name, self._count_bytes):
            body = block
            if lines is None:
                body = self._without_header(block.removeprefix(UTF_8_MARK))
                first_line = 1 if self._header is None else 2
                lines = CodeLines(name, first_line, self._encoding.removesuffix("-sig"), self._problems)
            if body:
                lines.take(body)
        assert lines is not None, "an empty file is refused by its head"
        codes = lines.finished()
        self._check_whole(lines.prefix, codes)
        return CodeFile(
            path=self._path,
            sha256=self._digest.hexdigest(),
            header=self._header,
            prefix=lines.prefix or "",
            level=None if self._header is None else self._header.level,
            count=codes.count,
            encoding=self._encoding,
            line_ending=line_ending,
        )

    def _look_at_head(self) -> str:
        """Refuse other kinds of files, find the encoding; return the line ending."""
        name = self._path.name
        head = read_some(self._stream, HEAD_SIZE, name)
        refuse_other_kinds(head, name, say("a code file"))
        if head.removeprefix(UTF_8_MARK).lstrip().startswith(b"<"):
            raise InputError(say("{name} is an XML file, not a code file.", name=name))
        first_line = head.partition(b"\n")[0]
        if len(first_line) < HEAD_SIZE:
            self._encoding = decode(first_line, name)[1]
        self._stream.seek(0)
        return "\r\n" if first_line.endswith(b"\r") else "\n"

    def _count_bytes(self, data: bytes) -> None:
        self._digest.update(data)
        self._read += len(data)
        if self._report is not None and not self._report(min(1.0, self._read / self._size)):
            raise Cancelled(
                say("Reading {name} was cancelled; nothing of it was taken.", name=self._path.name)
            )

    def _without_header(self, block: bytes) -> bytes:
        first, _, body = block.partition(b"\n")
        if SEPARATOR.encode() not in first:
            return block
        try:
            self._header = CodeFileHeader.parse(first.decode(self._encoding.removesuffix("-sig")))
        except InputError as error:
            raise InputError(say("{name}: {problem}", name=self._path.name, problem=error.text)) from error
        return body

    def _check_whole(self, prefix: str | None, codes: Numbered) -> None:
        if codes.count == 0 and not self._problems:
            raise InputError(
                say("{name} holds no code: its lines are empty or only a header.", name=self._path.name)
            )
        if prefix is not None and not prefix.startswith(MARK):
            self._problems.add(
                say(
                    "The codes begin with {prefix}: all drug codes issued today start with 8.",
                    prefix=prefix,
                )
            )
        codes.tell_duplicates(self._problems)
        if self._header is not None:
            self._check_header_fields(self._header, prefix)
            if not self._problems:
                self._check_range(self._header, codes)
        self._problems.refuse_if_any()

    def _check_header_fields(self, header: CodeFileHeader, prefix: str | None) -> None:
        if prefix is not None and header.prefix != prefix:
            self._problems.add(
                say(
                    "The header says that codes begin with {expected} (codeHead and resCode), "
                    "but they begin with {found}.",
                    expected=header.prefix or "-",
                    found=prefix,
                )
            )
        if header.level is None:
            self._problems.add(
                say(
                    "The header says pack level '{found}', expected 1 to {most}.",
                    found=header.fields[4],
                    most=MAX_LEVELS,
                )
            )

    def _check_range(self, header: CodeFileHeader, codes: Numbered) -> None:
        begin = contradiction(header.code_begin, codes.first)
        if begin is not None:
            self._problems.add(
                say(
                    "The header says that the first code is {expected} (codeBegin), but it is {found}.",
                    expected=header.code_begin,
                    found=begin,
                )
            )
        end = contradiction(header.code_end, codes.last)
        if end is not None:
            self._problems.add(
                say(
                    "The header says that the last code is {expected} (codeEnd), but it is {found}: "
                    "lines are missing or were added.",
                    expected=header.code_end,
                    found=end,
                )
            )
        gap = codes.gap_in_run() if header.code_begin and header.code_end else None
        if gap is not None:
            self._problems.add(_missing(gap, codes))


def _missing(gap: int, codes: Numbered) -> Text:
    expected = int(codes.last[7:16]) - int(codes.first[7:16]) + 1
    return say(
        "The header's codeBegin to codeEnd are {expected} serial numbers, but there are {found} codes: "
        "the first one is missing before line {line}.",
        expected=expected,
        found=codes.count,
        line=gap,
    )
