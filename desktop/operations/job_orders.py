"""Print orders: what is asked before a job is created, and its creation, alone or with others.

``jobs.create_job`` creates one; a work order creates the jobs of all its pack levels at once.
"""

from dataclasses import asdict, dataclass, replace

from desktop.errors import InputError, Refused
from desktop.labels import codec
from desktop.labels.document import LabelDesign
from desktop.labels.font_digest import with_font_recorded
from desktop.operations import labels
from desktop.operations.label_rules import refuse_against_udid, refuse_unfillable, refuse_without_code
from desktop.operations.label_values import shared_values
from desktop.operations.plant import Plant
from desktop.operations.station_rules import refuse_device, refuse_unfillable_order
from desktop.products.filing import gate
from desktop.products.job import CoderOrder, FirstArticle, Job, label_values
from desktop.products.quality import BatchStatus
from desktop.products.version import ProductVersion
from desktop.storage import batches, codes, designs, product_rules, product_versions, quality
from desktop.storage import jobs as stored
from desktop.storage.store import Change
from desktop.texts import say


@dataclass(frozen=True, slots=True)
class JobOrder:
    """What a person orders."""

    product_id: int
    batch_id: int
    level: int
    count: int
    label: str
    """Name of a template or path of a design file."""
    printer: str
    camera: str | None = None
    coder: CoderOrder | None = None
    """What a coder is told; None for a label printer."""
    first_article: bool = False
    """Whether the first label is looked at before the others are printed."""


@dataclass(frozen=True, slots=True)
class PreparedJob:
    """An order whose printer is known and whose design is loaded, see ``prepare``."""

    order: JobOrder
    design: LabelDesign


def prepare(plant: Plant, order: JobOrder) -> PreparedJob:
    """Look at what does not stand in the database, so that the job can be created in one transaction.

    Raises:
        InputError, Refused: as ``create_job`` does for count, devices and design.
    """
    if order.count < 1:
        raise InputError(say("A job prints at least one label, not {count}.", count=order.count))
    # One spelling: what keeps two jobs off one printer compares addresses.
    address = plant.devices.spelled(order.printer)
    camera = None if order.camera is None else plant.devices.spelled(order.camera)
    refuse_device(plant.devices.kind(address), order.coder)
    design = with_font_recorded(labels.load_for_job(plant, order.label))
    return PreparedJob(replace(order, printer=address, camera=camera), design)


def create_in(change: Change, ready: PreparedJob) -> tuple[Job, dict[str, object]]:
    """Create a job in a change that may do more; return it with what the audit record tells of it.

    Raises:
        InputError, Refused: as ``create_job`` does.
    """
    order, design, connection = ready.order, ready.design, change.connection
    version = _version_for_today(change, order)
    product = version.product
    _refuse_unfiled(change, version)
    batch = batches.get(connection, order.batch_id)
    if batch.product_id != order.product_id:
        raise Refused(
            say(
                "Lot {lot} is a batch of another product than {product}.",
                lot=batch.batch.lot,
                product=product.name,
            )
        )
    _refuse_released(change, batch)
    shared = shared_values(product, batch.batch, order.level, version.details, order.count)
    refuse_unfillable(design, shared)
    refuse_without_code(design)
    longest = label_values(product.level(order.level).prefix.ljust(20, "0"), order.count)
    refuse_against_udid(design, version.details, shared | longest)
    if order.coder is not None:
        refuse_unfillable_order(order.coder, shared, longest)
    frozen = designs.freeze(change, design.name, codec.dump(design))
    created = stored.insert(
        change,
        product_id=order.product_id,
        batch_id=order.batch_id,
        design_revision_id=frozen.id,
        level=order.level,
        count=order.count,
        printer=order.printer,
        camera=order.camera,
        product_version_id=version.id,
        coder=order.coder,
        first_article=FirstArticle.DUE if order.first_article else FirstArticle.NOT_ASKED,
    )
    codes.allocate(change, order.product_id, order.level, order.count, created.id)
    told: dict[str, object] = {
        "product": product.type_no,
        "version": version.number,
        "lot": batch.batch.lot,
        "level": order.level,
        "count": order.count,
        "design": f"{frozen.name} r{frozen.revision}",
        "printer": order.printer,
        "camera": order.camera,
        "first_article": order.first_article,
    }
    return created, told | ({} if order.coder is None else {"coder": asdict(order.coder)})


def _refuse_released(change: Change, batch: batches.StoredBatch) -> None:
    """Labels that come after the release would be labels that nobody has graded."""
    quality.lock(change, batch.id)
    if quality.status_of(change.connection, batch.id) is BatchStatus.RELEASED:
        raise Refused(
            say("Lot {lot} is released: hold it before labels are ordered for it again.", lot=batch.batch.lot)
        )


def _version_for_today(change: Change, order: JobOrder) -> ProductVersion:
    """Return the product version that takes effect today and has codes on the ordered level."""
    today = change.at.date()
    version = product_versions.effective(change.connection, order.product_id, today)
    if version is None:
        newest = product_versions.newest(change.connection, order.product_id)
        raise Refused(
            say(
                "{product} takes effect on {day}; no job of it can be ordered before.",
                product=newest.product.name,
                day=newest.effective_from,
            )
        )
    level = next((row for row in version.product.levels if row.level == order.level), None)
    if level is None:
        raise InputError(
            say("{product} has no pack level {level}.", product=version.product.name, level=order.level)
        )
    if not level.coded:
        raise Refused(
            say(
                "Packs of level {level} of {product} carry no code: order labels for a larger pack.",
                level=order.level,
                product=version.product.name,
            )
        )
    return version


def _refuse_unfiled(change: Change, version: ProductVersion) -> None:
    filing = product_rules.filing_of(change.connection, version.product_id)
    closed = gate(version.product, version.details, filing)
    if closed is not None:
        raise Refused(closed)
