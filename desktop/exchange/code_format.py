"""How a file of codes is written, so that unused codes can go back in the format they came in."""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum


class FileKind(StrEnum):
    """The kinds of files that bring codes."""

    PLATFORM = "platform"
    """The platform's own: a header between #, then one code a line."""
    TXT = "txt"
    """One code a line and nothing else."""
    CSV = "csv"
    """A table as text, or one column with a heading."""
    XLSX = "xlsx"
    """An Excel workbook."""


@dataclass(frozen=True, slots=True)
class CodeFormat:
    """Everything about a file of codes but its codes."""

    kind: FileKind
    header: str = ""
    """The platform's first line as it stands there."""
    encoding: str = "utf-8"
    """``utf-8``, ``utf-8-sig`` (with byte order mark) or ``gb18030``."""
    line_ending: str = "\n"
    delimiter: str = ""
    """What separates the cells of a line; empty if there is one cell a line."""
    heading: str = ""
    """What stands above the column of the codes."""

    def to_json(self) -> str:
        """Write it so that it can be stored."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, stored: str) -> "CodeFormat | None":
        """Read what ``to_json`` wrote; None where nothing was noted.

        >>> CodeFormat.from_json(CodeFormat(FileKind.TXT).to_json()).kind
        <FileKind.TXT: 'txt'>
        """
        if not stored:
            return None
        fields = json.loads(stored)
        return cls(**{**fields, "kind": FileKind(fields["kind"])})
