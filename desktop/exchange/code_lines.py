"""The lines of a code file, checked in bulk: whole blocks at once, single lines only where one is bad."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from desktop.codes.characters import DIGITS, first_foreign, name_of
from desktop.codes.drug_code import LENGTH, PREFIX_LENGTH
from desktop.errors import InputError
from desktop.exchange.incoming import read_some
from desktop.exchange.problems import NAMED, Problems
from desktop.texts import Text, say

MAX_CODES = 4_000_000
"""Most codes of one file: what the largest serialisation service takes in one import."""

BLOCK = 1 << 20
LONGEST_LINE = 65_536
"""Bytes. A code line has 20, a header some hundred."""

ROUNDED = re.compile(r"\d(\.\d+)?[Ee]\+?\d{2,3}")
"""A number as spreadsheets write one that is too long for them, such as 8.10002101570902E+19."""

_ROUND = 10**5
"""Of 20 digits a spreadsheet keeps 15; the last five become zeros."""

_LOW = LENGTH - PREFIX_LENGTH
_WEIGHTS = np.array([10**power for power in reversed(range(_LOW))], dtype=np.int64)
_NO_CODE = -1

Numbers = NDArray[np.int64]


def whole_lines(stream: BinaryIO, name: str, on_bytes: Callable[[bytes], None]) -> Iterator[bytes]:
    r"""Yield the file in blocks of whole lines that end in ``\n``; only the very last line may lack it.

    Args:
        stream: the file at its beginning.
        name: how to call the file in an error.
        on_bytes: called with the bytes exactly as they stand in the file.
    """
    rest = b""
    while data := read_some(stream, BLOCK, name):
        on_bytes(data)
        block = (rest + data).replace(b"\r\n", b"\n")
        cut = block.rfind(b"\n") + 1
        rest = block[cut:]
        if len(rest) > LONGEST_LINE:
            raise InputError(
                say(
                    "{name}: a line is longer than {most} bytes; a code file has one code a line.",
                    name=name,
                    most=LONGEST_LINE,
                )
            )
        if cut:
            yield block[:cut]
    if rest:
        yield rest


class CodeLines:
    """Takes the lines behind the header block by block and knows all of them in the end."""

    def __init__(self, name: str, first_line: int, encoding: str, problems: Problems) -> None:
        self._name = name
        self._first_line = first_line
        self._encoding = encoding
        self._problems = problems
        self._taken = 0
        self._blank_from: int | None = None
        self._parts: list[Numbers] = []
        self.prefix: str | None = None
        """The seven digits that the codes begin with; None until one was seen."""

    def take(self, block: bytes) -> None:
        """Check the next lines. What is wrong with one goes to the problems, with its line number.

        Raises:
            InputError: the file has more lines than one import takes.
        """
        if not block.endswith(b"\n"):
            block = self._last_line(block)
        if self.prefix is None:
            self.prefix = _commonest_prefix(block)
        numbers = self._in_bulk(block)
        if numbers is None:
            numbers = self._one_by_one(block)
        self._parts.append(numbers)
        self._taken += len(numbers)
        if self._taken > MAX_CODES + 1:
            raise InputError(
                say(
                    "{name} has more than {most} lines: split it into smaller files.",
                    name=self._name,
                    most=MAX_CODES,
                )
            )

    def finished(self) -> "Numbered":
        """Return all codes as numbers, once every line was taken."""
        numbers = np.concatenate(self._parts) if self._parts else np.empty(0, dtype=np.int64)
        self._parts.clear()
        return Numbered(self.prefix or "", numbers, self._first_line)

    def _last_line(self, line: bytes) -> bytes:
        """Give the file's last line its end, unless the file was cut off in it."""
        if not line.isdigit() or len(line) >= LENGTH:
            return line + b"\n"
        self._problems.add(
            say(
                "Line {line}: the file ends after {found} of 20 digits; it was cut off. Download it again.",
                line=self._first_line + self._taken,
                found=len(line),
            )
        )
        return b""

    def _in_bulk(self, block: bytes) -> Numbers | None:
        """Read a block in which every line is right, else return None."""
        if len(block) % (LENGTH + 1) or self.prefix is None or self._blank_from is not None:
            return None
        rows = np.frombuffer(block, dtype=np.uint8).reshape(-1, LENGTH + 1)
        digits = rows[:, :LENGTH] - np.uint8(ord("0"))
        prefix = np.frombuffer(self.prefix.encode(), dtype=np.uint8)
        if (
            (rows[:, LENGTH] != ord("\n")).any()
            or (digits > 9).any()
            or (rows[:, :PREFIX_LENGTH] != prefix).any()
        ):
            return None
        return digits[:, PREFIX_LENGTH:].astype(np.int64) @ _WEIGHTS

    def _one_by_one(self, block: bytes) -> Numbers:
        lines = block.split(b"\n")[:-1]
        numbers = np.full(len(lines), _NO_CODE, dtype=np.int64)
        prefix = (self.prefix or "").encode()
        for index, line in enumerate(lines):
            number = self._first_line + self._taken + index
            if not line:
                self._blank_from = self._blank_from or number
                continue
            if self._blank_from is not None:
                self._tell_blank(number)
            if len(line) == LENGTH and line.isdigit() and line.startswith(prefix):
                numbers[index] = int(line[PREFIX_LENGTH:])
            elif self._problems.full:
                self._problems.count()
            else:
                self._problems.add(self._fault_of(line, number))
        return numbers

    def _tell_blank(self, next_line: int) -> None:
        """Blank lines at the end are usual; before a code they mean that something is missing."""
        self._problems.add(say("Line {line} is empty.", line=self._blank_from))
        self._problems.count(next_line - 1 - (self._blank_from or 0))
        self._blank_from = None

    def _fault_of(self, line: bytes, number: int) -> Text:
        try:
            text = line.decode(self._encoding)
        except UnicodeDecodeError as error:
            return say(
                "Line {line}: byte {position} is {byte}, which is no {encoding} text.",
                line=number,
                position=error.start + 1,
                byte=f"0x{line[error.start]:02X}",
                encoding=self._encoding.upper(),
            )
        if ROUNDED.fullmatch(text.strip()):
            return say(
                "Line {line}: {found}: 20-digit numbers were rounded by Excel; save the column as text.",
                line=number,
                found=text.strip(),
            )
        foreign = first_foreign(text, DIGITS)
        if foreign is not None:
            return say(
                "Line {line}: character {position} is {character}; expected 20 digits and nothing else.",
                line=number,
                position=foreign + 1,
                character=name_of(text[foreign]),
            )
        if len(text) != LENGTH:
            return say("Line {line}: found {found} digits, expected 20.", line=number, found=len(text))
        return say(
            "Line {line}: code {code} begins with {found}, the others with {expected}.",
            line=number,
            code=text,
            found=text[:PREFIX_LENGTH],
            expected=self.prefix,
        )


class Numbered:
    """All codes of a file as numbers: the thirteen digits behind the prefix, one for each line.

    Eight bytes a code, so that four million fit into the memory of any computer.
    """

    def __init__(self, prefix: str, numbers: Numbers, first_line: int) -> None:
        self._prefix = prefix
        self._numbers = numbers
        self._first_line = first_line
        good = numbers >= 0
        self.count = int(good.sum())
        self._first = int(good.argmax()) if self.count else 0
        self._end = len(numbers) - int(good[::-1].argmax()) if self.count else 0

    @property
    def first(self) -> str:
        """The first code. There must be one."""
        return self._code(self._first)

    @property
    def last(self) -> str:
        """The last code. There must be one."""
        return self._code(self._end - 1)

    @property
    def all_round(self) -> bool:
        """Tell whether each of several codes ends in five zeros, as rounding leaves them."""
        return self.count > 1 and not (self._numbers[self._numbers >= 0] % _ROUND).any()

    def rising(self, size: int) -> Iterator[list[str]]:
        """Yield all codes in the order of their digits, up to ``size`` at a time."""
        ordered = np.sort(self._numbers[self._numbers >= 0])
        for start in range(0, len(ordered), size):
            yield [f"{self._prefix}{number:0{_LOW}d}" for number in ordered[start : start + size].tolist()]

    def line_of(self, code: str) -> int:
        """Return the number of the line that holds ``code``, which must be one of them."""
        return self._first_line + int(np.argmax(self._numbers == int(code[PREFIX_LENGTH:])))

    def tell_duplicates(self, problems: Problems) -> None:
        """Name every line whose code stands in an earlier line too."""
        ordered = np.sort(self._numbers)
        if not ((ordered[1:] == ordered[:-1]) & (ordered[1:] >= 0)).any():
            return
        del ordered
        order = np.argsort(self._numbers, kind="stable")
        later, earlier = order[1:], order[:-1]
        same = (self._numbers[later] == self._numbers[earlier]) & (self._numbers[later] >= 0)
        pairs = np.stack((later[same], earlier[same]), axis=1)
        for late, early in pairs[pairs[:, 0].argsort()][:NAMED].tolist():
            problems.add(
                say(
                    "Line {line}: code {code} stands in line {earlier} already.",
                    line=self._first_line + late,
                    code=self._code(late),
                    earlier=self._first_line + early,
                )
            )
        problems.count(max(0, len(pairs) - NAMED))

    def gap_in_run(self) -> int | None:
        """Return the line before which a code is missing, if the serial numbers are a run with gaps.

        They are a run if they always rise, and most of them by one. None: no run, or no gap. To be asked
        only of a file without bad lines.
        """
        serials = (self._numbers[: self._end] // 10**4).astype(np.int32)
        steps = np.diff(serials)
        if not len(steps) or (steps < 1).any() or (steps == 1).sum() * 2 <= len(steps):
            return None
        gaps = np.flatnonzero(steps != 1)
        return self._first_line + int(gaps[0]) + 1 if len(gaps) else None

    def _code(self, index: int) -> str:
        return f"{self._prefix}{int(self._numbers[index]):0{_LOW}d}"


def _commonest_prefix(block: bytes) -> str | None:
    """Return what most of the first codes begin with, so that one stray line is called the stray."""
    codes = [
        line for line in block[: 100 * (LENGTH + 1)].split(b"\n") if len(line) == LENGTH and line.isdigit()
    ]
    if not codes:
        return None
    return Counter(code[:PREFIX_LENGTH] for code in codes).most_common(1)[0][0].decode()
