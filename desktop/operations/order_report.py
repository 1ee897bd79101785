"""The report of a work order as a PDF file. That of a closed order is kept, and given again as it was."""

from collections.abc import Mapping
from pathlib import Path

from desktop.errors import Refused
from desktop.exchange.new_file import exists_already, write_new
from desktop.exchange.order_report_facts import (
    FileThatLeft,
    OrderReport,
    PackingException,
    PersonAtWork,
    PrinterUsed,
)
from desktop.operations.plant import Plant
from desktop.packing.model import PackEvent
from desktop.packing.order import OrderState, state_name
from desktop.products.code_pool import CodeCounts
from desktop.products.packing import Packing, counted_packs
from desktop.storage import (
    audit,
    batches,
    kept_files,
    lines,
    order_check,
    order_record,
    pack_trace,
    product_versions,
    quality,
)
from desktop.storage.counts import counts_of_jobs
from desktop.storage.kept_files import FileKind, KeptFile, NewKeptFile
from desktop.storage.order_record import Closing, MixedIn
from desktop.storage.order_sums import OrderJob
from desktop.storage.pack_place import named_event
from desktop.texts import Text, say

_EXCEPTIONS_SHOWN = 500
"""More are counted; all of them stand in the record of the order."""


def write(plant: Plant, order_id: int, path: Path, language: str) -> None:
    """Write the report of a work order. That of a closed order is kept; asked again, the same bytes come.

    Raises:
        InputError: there is no such order.
        Refused: the file exists, or the order has no lot yet.
        StorageError: it cannot be written.
    """
    if path.exists():
        raise exists_already(path)
    with plant.store.read() as connection:
        kept = [
            one
            for one in kept_files.of_order(connection, order_id, FileKind.REPORT)
            if one.profile == language
        ]
        content = kept_files.content(connection, kept[0].id) if kept else None
    write_new(path, _made(plant, order_id, path.name, language) if content is None else content)


def contents(plant: Plant, order_id: int) -> OrderReport:
    """Return what the report of a work order would tell now.

    Raises:
        InputError: there is no such order.
        Refused: it has no lot yet.
    """
    return _gathered(plant, order_id)[0]


def _made(plant: Plant, order_id: int, name: str, language: str) -> bytes:
    from desktop.exchange.order_report import (  # noqa: PLC0415 (start-up: setting type takes long)
        order_report_pdf,
    )

    report, state, through = _gathered(plant, order_id)
    content = order_report_pdf(report, language)
    if state is OrderState.CLOSED:
        new = NewKeptFile.of(FileKind.REPORT, name, content, profile=language)
        with plant.store.change(plant.actor, "order.report", f"work order {order_id}") as change:
            kept_files.insert(change, order_id, (new,), through)
    return content


def _gathered(plant: Plant, order_id: int) -> tuple[OrderReport, OrderState, int]:
    with plant.store.read() as connection:
        found = order_check.check(connection, order_id)
        order = found.order
        if order.batch_id is None:
            raise Refused(
                say("Order {number} has no lot yet: there is nothing to report.", number=order.number)
            )
        batch = batches.get(connection, order.batch_id).batch
        product = product_versions.get(connection, order.product_version_id).product
        events, count = order_record.exceptions(connection, order_id, _EXCEPTIONS_SHOWN)
        ids = {one.decision.code_id for one in events} | {one.decision.other_id or 0 for one in events}
        codes = pack_trace.values_of(connection, ids)
        jobs = [one.id for one in found.jobs]
        by_job = counts_of_jobs(connection, jobs)
        head = audit.head(connection)
        report = OrderReport(
            number=order.number,
            product=f"{product.name}  {product.spec}  {product.package_spec}",
            approval=product.authorized_no,
            lot=batch.lot,
            made=batch.made,
            expiry=batch.expiry,
            specimen=batch.specimen,
            line=lines.get_line(connection, order.line_id).name,
            units=order.units,
            ratio=Packing.of(product.levels).sentence,
            state=state_name(order.state),
            closing=_closing(order_record.closing(connection, order_id)),
            levels=found.levels,
            mixed_in=tuple(_mixed_in(one) for one in order_record.mixed_in(connection, order_id)),
            open=tuple(one.sentence for one in found.items),
            exceptions=tuple(_exception(one, codes) for one in events),
            more_exceptions=count - len(events),
            grades=quality.of_jobs(connection, jobs),
            printers=tuple(_printer(one, by_job.get(one.id, CodeCounts())) for one in found.jobs),
            people=tuple(
                PersonAtWork(name, did, confirmed)
                for name, (did, confirmed) in order_record.people(connection, order_id).items()
            ),
            files=tuple(_file(one) for one in kept_files.of_order(connection, order_id)),
            audit_records=head.count,
            audit_head=head.hash,
            written_at=plant.clock.now(),
            written_by=plant.actor,
        )
        return report, order.state, kept_files.last_event(connection, order_id)


def _closing(found: Closing | None) -> tuple[Text, ...]:
    if found is None:
        return ()
    told = [say("Closed {when} UTC by {who}.", when=f"{found.at:%Y-%m-%d %H:%M}", who=found.actor)]
    if found.reviewer:
        told.append(
            say("{reviewer} accepted what was open: {reason}", reviewer=found.reviewer, reason=found.reason)
        )
    return tuple(told)


def _mixed_in(one: MixedIn) -> Text:
    return say(
        "In packs of this order lie besides {packs} of lot {lot}, mixed in with approval. Their own order "
        "accounts for them.",
        packs=counted_packs(one.level, one.n),
        lot=one.lot,
    )


def _exception(event: PackEvent, codes: Mapping[int, str]) -> PackingException:
    return PackingException(event.at, named_event(event, codes), event.reason, event.actor, event.reviewer)


def _printer(one: OrderJob, counts: CodeCounts) -> PrinterUsed:
    printed = counts.good + counts.spoiled + counts.sampled
    return PrinterUsed(one.id, one.level, one.printer, printed, counts.good)


def _file(one: KeptFile) -> FileThatLeft:
    packs = None if one.counts is None else one.counts.all
    return FileThatLeft(one.name, one.sha256, packs, one.at, one.by, one.version)
