"""Labels: templates, preview with findings, rendering to files, freezing a revision for jobs."""

from dataclasses import dataclass
from pathlib import Path

from desktop.labels.checks import Finding
from desktop.labels.document import LabelDesign
from desktop.labels.layout import Values
from desktop.labels.primitives import Bars, Primitive
from desktop.operations.plant import Plant
from desktop.units import Resolution


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A template that ships with the program."""

    name: str
    design: LabelDesign


@dataclass(frozen=True, slots=True)
class Preview:
    """One label as it would be printed, and everything that is wrong with it."""

    design: LabelDesign
    resolution: Resolution
    width_dots: int
    height_dots: int
    primitives: tuple[Primitive, ...]
    symbols: tuple[Bars, ...]
    findings: tuple[Finding, ...]


def list_templates(plant: Plant) -> tuple[TemplateRow, ...]:
    """Return the templates that ship with the program."""
    raise NotImplementedError


def load_design(plant: Plant, name_or_path: str) -> LabelDesign:
    """Load a template by name or a design file by path."""
    raise NotImplementedError


def preview(design: LabelDesign, resolution: Resolution, values: Values | None = None) -> Preview:
    """Lay the design out and check it. Without ``values`` its own sample values are used."""
    raise NotImplementedError


def batch_values(plant: Plant, batch_id: int, level: int) -> Values:
    """Return the values that all labels of a batch share, with a specimen code in ``code``."""
    raise NotImplementedError


def render(plant: Plant, shown: Preview, values: Values | None, path: Path) -> None:
    """Write the label to ``path``: .png (1 bit), .pdf, .svg or .zpl by its ending.

    Raises:
        InputError: another ending.
        Refused: the file exists.
        StorageError: it cannot be written.
    """
    raise NotImplementedError
