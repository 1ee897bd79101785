"""Codes: import code files of the platform, and say how many are left on which level."""

from dataclasses import dataclass
from pathlib import Path

from desktop.changes import Changes
from desktop.operations.plant import Plant, Report
from desktop.products.code_pool import CodeCounts


@dataclass(frozen=True, slots=True)
class CodesImported:
    """What an import of a code file did."""

    product: str
    level: int
    count: int
    sha256: str
    changes: Changes


@dataclass(frozen=True, slots=True)
class PoolLevel:
    """The codes of one product on one pack level."""

    product_id: int
    product: str
    level: int
    prefix: str
    counts: CodeCounts


def import_codes(plant: Plant, path: Path, report: Report | None = None) -> CodesImported:
    """Import one code file: all of it or nothing.

    Raises:
        InputError: the file is not one, or lines of it are wrong (each is named).
        Refused: the very same file, or a code of it, was imported before.
    """
    raise NotImplementedError


def pool_levels(plant: Plant) -> tuple[PoolLevel, ...]:
    """Return every product and pack level with its counts."""
    raise NotImplementedError
