"""Labels: templates, preview with findings, rendering to files, freezing a revision for jobs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import label_templates
from desktop.errors import InputError, Refused, StorageError
from desktop.exchange.new_file import write_new
from desktop.labels import codec
from desktop.labels.checks import Finding, examine
from desktop.labels.document import LabelDesign
from desktop.labels.image import png_bytes, rows_of
from desktop.labels.layout import LabelPlan, Mark, Values, plan_labels
from desktop.labels.pdf import pdf_bytes
from desktop.labels.primitives import Area, Bars, Matrix, Primitive, Symbol
from desktop.labels.svg import svg_text
from desktop.labels.watermark import proof_png
from desktop.labels.zones import Zone
from desktop.operations.label_rules import udid_findings
from desktop.operations.label_values import SPECIMEN_MARK, shared_values
from desktop.operations.plant import Plant
from desktop.products.batch import Batch
from desktop.products.details import NO_DETAILS, Details
from desktop.products.job import VARYING_FIELDS, label_values
from desktop.products.product import Product
from desktop.storage import batches, designs, drafts, product_versions, products
from desktop.texts import say
from desktop.units import Resolution

PROOF_MARK = "样张 PROOF"
"""Lies in grey behind a label that was drawn to be looked at."""
_PREFIX_DIGITS, _CODE_DIGITS = 7, 20
_REVISION = re.compile(r"(?P<name>.+)@(?P<number>[0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A design that labels can be printed with: a template of the program, or a revision of the plant's."""

    name: str
    design: LabelDesign
    revision: int = 0
    """Of the plant's own design; 0: a template that ships with the program."""


@dataclass(frozen=True, slots=True)
class Preview:
    """One label as it would be printed, and everything that is wrong with it."""

    design: LabelDesign
    resolution: Resolution
    width_dots: int
    height_dots: int
    primitives: tuple[Primitive, ...]
    symbols: tuple[Symbol, ...]
    findings: tuple[Finding, ...]
    extents: Mapping[str, Area]
    zones: tuple[Zone, ...]
    marks: tuple[Mark, ...]


def list_templates(plant: Plant) -> tuple[TemplateRow, ...]:
    """Return the templates that ship with the program, then the plant's designs as they were last frozen."""
    shipped = label_templates.names()
    with plant.store.read() as connection:
        frozen = designs.newest_released(connection)
    return (
        *(TemplateRow(name, _template(name)) for name in shipped),
        *(
            TemplateRow(row.name, codec.load(row.document), row.revision)
            for row in frozen
            if row.name not in shipped
        ),
    )


def load_design(plant: Plant, name_or_path: str) -> LabelDesign:
    """Load a design: a template, a draft of the plant as it is now, a revision (``name@2``), or a file.

    Raises:
        InputError: there is none such, or the file is no design of this program.
    """
    found = _known_design(plant, name_or_path)
    if found is None:
        with plant.store.read() as connection:
            draft = drafts.by_name(connection, name_or_path)
            frozen = None if draft else designs.latest(connection, name_or_path, released=True)
        stored = draft or frozen
        found = None if stored is None else codec.load(stored.document)
    return found or _from_file(plant, name_or_path)


def load_for_job(plant: Plant, name_or_path: str) -> LabelDesign:
    """Load the design that a job is ordered with: of the plant's own designs the newest frozen revision.

    Raises:
        InputError: as in ``load_design``.
        Refused: it is a draft that was never frozen.
    """
    found = _known_design(plant, name_or_path)
    if found is not None:
        return found
    with plant.store.read() as connection:
        frozen = designs.latest(connection, name_or_path, released=True)
        draft = drafts.by_name(connection, name_or_path)
    if frozen is not None:
        return codec.load(frozen.document)
    if draft is not None:
        raise Refused(
            say(
                "The design “{name}” was never frozen, and may change while it is printed. Freeze it first: "
                "under Labels, or by {command}.",
                name=name_or_path,
                command="packmark label freeze",
            )
        )
    return _from_file(plant, name_or_path)


def read_design(path: Path) -> LabelDesign:
    """Read a design file.

    Raises:
        InputError: it is no design of this program; the sentence names the place in the file.
        StorageError: it cannot be read.
    """
    try:
        if path.stat().st_size > codec.MOST_BYTES:
            raise InputError(say("{file} is larger than a label design can be.", file=path.name))
        return codec.load(path.read_bytes())
    except OSError as error:
        raise StorageError(
            say("File {file} cannot be read: {why}.", file=path, why=error.strerror)
        ) from error


def _known_design(plant: Plant, name: str) -> LabelDesign | None:
    """Return the template or the numbered revision that ``name`` is."""
    if name in label_templates.names():
        return _template(name)
    found = _REVISION.fullmatch(name)
    if found is None:
        return None
    with plant.store.read() as connection:
        for row in designs.revisions(connection, found["name"]):
            if row.revision == int(found["number"]):
                return codec.load(row.document)
    return None


def _from_file(plant: Plant, name_or_path: str) -> LabelDesign:
    path = Path(name_or_path)
    if path.is_file():
        return read_design(path)
    with plant.store.read() as connection:
        own = {row.name for row in drafts.list_all(connection)}
        own |= {row.name for row in designs.newest_released(connection)}
    raise InputError(
        say(
            "There is neither a template nor a design nor a file “{name}”. Known: {known}.",
            name=name_or_path,
            known=", ".join((*label_templates.names(), *sorted(own))),
        )
    )


def preview(
    design: LabelDesign,
    resolution: Resolution,
    values: Values | None = None,
    details: Details = NO_DETAILS,
) -> Preview:
    """Lay the design out and check it, also against UDID if ``details`` are those of a device.

    Without ``values`` its own sample values are used.

    Raises:
        InputError: a field has no value, or the design cannot be drawn at this resolution.
    """
    values = _proof_values(design, values)
    shown = previewed(plan_labels(design, resolution, _shared_part(values), worst=values), values)
    return replace(shown, findings=udid_findings(design, details, values) + shown.findings)


def previewed(plan: LabelPlan, values: Values) -> Preview:
    """Fill and check one label of a plan."""
    filled = plan.fill(values)
    primitives = plan.primitives(filled)
    looked = examine(plan, filled)
    return Preview(
        plan.design,
        plan.resolution,
        plan.width_dots,
        plan.height_dots,
        primitives,
        tuple(primitive for primitive in primitives if isinstance(primitive, Bars | Matrix)),
        looked.findings,
        plan.extents,
        looked.zones,
        plan.marks,
    )


def batch_values(plant: Plant, batch_id: int, level: int) -> Values:
    """Return values for a label of a batch, with a specimen code."""
    batch, product, details = _of_batch(plant, batch_id)
    specimen = product.level(level).prefix + "0" * 13
    return (
        shared_values(product, batch, level, details, count=1)
        | label_values(specimen, 1)
        | {"specimen": SPECIMEN_MARK}
    )


def batch_details(plant: Plant, batch_id: int) -> Details:
    """Return what is known of a batch's product, as a job ordered today would freeze it."""
    return _of_batch(plant, batch_id)[2]


def _of_batch(plant: Plant, batch_id: int) -> tuple[Batch, Product, Details]:
    with plant.store.read() as connection:
        row = batches.get(connection, batch_id)
        newest = products.get(connection, row.product_id).product
        # As a job would freeze it: the version that is in effect today, not one that is to come.
        version = product_versions.effective(connection, row.product_id, plant.clock.now().date())
    if version is None:
        return row.batch, newest, NO_DETAILS
    return row.batch, version.product, version.details


def specimen_values(design: LabelDesign, values: Values | None = None) -> dict[str, str]:
    """Return values for a proof: those given (or the design's sample), but no code that was ever issued.

    A drug code keeps the seven digits that name the product, its other digits are zeros; a serial number
    keeps its length.
    """
    given = dict(values or design.sample_values)
    if "code" in given:
        code = given["code"][:_PREFIX_DIGITS].ljust(_CODE_DIGITS, "0")
        given |= {name: value for name, value in label_values(code, 1).items() if name in given}
    elif "serial" in given:
        given["serial"] = "0" * len(given["serial"])
    return given | {"specimen": SPECIMEN_MARK}


def render(plant: Plant, shown: Preview, values: Values | None, path: Path, *, proof: bool = False) -> None:
    """Write the label to ``path``: .png (1 bit), .pdf, .svg or .zpl by its ending.

    Args:
        plant: whose printer languages there are.
        shown: the label.
        values: with which it was laid out.
        path: the new file.
        proof: whether the label gets the mark of a proof behind it; its values are the caller's business,
            see ``specimen_values``.

    Raises:
        InputError: another ending, or a proof for a printer.
        Refused: the file exists.
        StorageError: it cannot be written.
    """
    ending = path.suffix.lower().removeprefix(".")
    if proof and ending in plant.languages:
        raise InputError(
            say("Printers have no grey for the mark of a proof: draw it into .png, .pdf or .svg.")
        )
    write_new(path, _rendered(plant, shown, values, ending, PROOF_MARK if proof else ""))


def _rendered(plant: Plant, shown: Preview, values: Values | None, ending: str, proof: str) -> bytes:
    size = (shown.width_dots, shown.height_dots, shown.resolution)
    if ending == "png" and proof:
        return proof_png(shown.primitives, *size, proof)
    if ending == "png":
        rows = rows_of(shown.primitives, shown.width_dots, shown.height_dots)
        return png_bytes(shown.width_dots, shown.height_dots, rows, shown.resolution)
    if ending == "pdf":
        return pdf_bytes(shown.primitives, *size, proof=proof)
    if ending == "svg":
        return svg_text(shown.primitives, *size, proof=proof).encode()
    if ending in plant.languages:
        language = plant.languages[ending]
        values = _proof_values(shown.design, values)
        plan = plan_labels(shown.design, shown.resolution, _shared_part(values), worst=values)
        filled = plan.fill(values)
        return language.stored_format(plan) + language.label(filled)
    raise InputError(
        say(
            "“.{ending}” is not a kind of file labels are drawn into: use {known}.",
            ending=ending,
            known=", ".join([".png", ".pdf", ".svg", *(f".{name}" for name in plant.languages)]),
        )
    )


def _proof_values(design: LabelDesign, values: Values | None) -> Values:
    """A label that no job prints is a proof, and says so unless its values decide otherwise."""
    return {"specimen": SPECIMEN_MARK, **(values or design.sample_values)}


def _shared_part(values: Values) -> dict[str, str]:
    """What all labels of a job share."""
    return {name: value for name, value in values.items() if name not in VARYING_FIELDS}


def _template(name: str) -> LabelDesign:
    return codec.load(label_templates.read_text(name))
