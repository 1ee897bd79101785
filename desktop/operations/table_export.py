"""The results of a work order as a table for ERP: which columns, what they are called, in what format."""

from collections.abc import Iterator, Mapping

from desktop.changes import Changes, Kind
from desktop.exchange.mapping_profiles import MappingProfile, PackField, field_title, standard
from desktop.exchange.new_file import safe_name
from desktop.exchange.table_writer import TableFormat, table_bytes
from desktop.grading.formal import letter
from desktop.operations import kept_files
from desktop.operations.counted import counted, tell
from desktop.operations.kept_files import FileKind, KeptFile, NewKeptFile
from desktop.operations.plant import Plant, Report
from desktop.products.product import Product
from desktop.storage import kept_files as stored
from desktop.storage import order_results, order_steps, product_versions, quality, work_orders
from desktop.storage.order_results import Result
from desktop.texts import ENGLISH, say

CHANGED = Changes.of(Kind.CODES, Kind.ORDERS)
_Values = Mapping[PackField, str | int | None]


def export_table(
    plant: Plant,
    order_id: int,
    profile: MappingProfile | None = None,
    how: TableFormat | None = None,
    language: str = ENGLISH,
    report: Report | None = None,
) -> tuple[KeptFile, Changes]:
    """Write all codes of an order with what became of them, and keep the file.

    Args:
        plant: where.
        order_id: which work order, however far it is.
        profile: the columns; None: all, as this program calls them.
        how: the format; None: that of the profile.
        language: of headings, where there is no profile.
        report: is told how far it is.

    Raises:
        Cancelled: ``report`` said so; nothing is kept.
        InputError: there is no such order.
        Refused: a workbook cannot hold so many rows; or packs were moved meanwhile.
    """
    chosen = profile or standard({field: field_title(field).in_language(language) for field in PackField})
    how = how or chosen.format
    with plant.store.read() as connection:
        through = stored.last_event(connection, order_id)
        order = work_orders.get(connection, order_id)
        product = product_versions.get(connection, order.product_version_id).product
        jobs = [one.job_id for one in work_orders.jobs_of(connection, order_id)]
        grades = {
            record.code: "-" if record.grade is None else letter(record.grade)
            for record in quality.of_jobs(connection, jobs)
            if record.code
        }
        codes = order_steps.amounts(connection, order_id).codes
        found = counted(order_results.results(connection, order_id), codes, report)
        rows = (chosen.row(one) for one in _values(found, product, order.number, grades))
        content = table_bytes(how, say("Work order").in_language(language), chosen.headings, rows)
    tell(report, 1)
    at = plant.clock.now().astimezone()
    name = f"{safe_name(order.number)}_{safe_name(chosen.name)}_{at:%Y%m%d%H%M%S}.{how}"
    new = NewKeptFile.of(FileKind.TABLE, name, content, profile=chosen.name)
    return kept_files.keep(plant, order_id, (new,), through)[0], CHANGED


def _values(
    found: Iterator[Result], product: Product, number: str, grades: Mapping[str, str]
) -> Iterator[_Values]:
    gtins = {level.level: level.gtin.as_14 if level.gtin else "" for level in product.levels}
    for one in found:
        yield {
            PackField.CODE: one.code,
            PackField.LEVEL: one.level,
            PackField.PARENT: one.parent,
            PackField.STATE: one.state.value,
            PackField.FLAG: None if one.flag is None else int(one.flag),
            PackField.GRADE: grades.get(one.code, ""),
            PackField.PRODUCT: product.name,
            PackField.TYPE_NO: product.type_no,
            PackField.GTIN: gtins.get(one.level, ""),
            PackField.LOT: one.lot,
            PackField.MADE: one.made.isoformat(),
            PackField.EXPIRY: one.expiry.isoformat(),
            PackField.ORDER: number,
        }
