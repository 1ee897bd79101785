"""Fills a store: a product, codes, a batch, a job."""

from collections.abc import Sequence
from datetime import date

from desktop.products.batch import Batch
from desktop.products.product import PackLevel, Product
from desktop.storage import batches, code_files, codes, designs, jobs, products
from desktop.storage.store import Store

PREFIX = "8021762"
SECOND_PREFIX = "8121762"


def product(type_no: str = "8021762001", *prefixes: str) -> Product:
    """A product with two pack levels."""
    levels = tuple(
        PackLevel(number, prefix, 1 if number == 1 else 10)
        for number, prefix in enumerate(prefixes or (PREFIX, SECOND_PREFIX), start=1)
    )
    return Product(
        type_no[:7], type_no, "蒙脱石散", "国药准字Z44023408", "散剂", "3g", "10袋/盒", "盒", levels
    )


def code_values(count: int, first: int = 0, prefix: str = PREFIX) -> list[str]:
    """Codes in ascending order."""
    return [f"{prefix}{number:09d}{number * 7919 % 10000:04d}" for number in range(first, first + count)]


def add_product(store: Store, new: Product | None = None) -> int:
    with store.change("engineer", "products.import", "products.xml") as change:
        return products.insert(change.connection, new or product())


def add_codes(store: Store, product_id: int, values: Sequence[str], name: str = "codes.txt") -> int:
    """Import codes of level 1 and return the file's id."""
    codes.import_file(store, "engineer", codes.NewFile(name, name, product_id, 1), [values[:7], values[7:]])
    with store.read() as connection:
        found = code_files.by_sha256(connection, name)
    assert found is not None
    return found.id


def add_job(store: Store, product_id: int, count: int, lot: str = "L02707") -> int:
    """Order labels and return the job's id."""
    with store.change("lead", "job.create", "job") as change:
        known = batches.find(change.connection, product_id, lot)
        batch_id = (
            known.id
            if known
            else batches.insert(
                change.connection, product_id, Batch(lot, date(2026, 2, 1), date(2030, 1, 31))
            )
        )
        design = designs.freeze(change, "drug code", '{"format": 1}')
        job = jobs.insert(
            change,
            product_id=product_id,
            batch_id=batch_id,
            design_revision_id=design.id,
            level=1,
            count=count,
            printer="tcp://192.0.2.7:9100",
        )
        codes.allocate(change, product_id, 1, count, job.id)
        change.subject = f"job {job.id}"
        return job.id


def stocked(store: Store, codes_in_pool: int, ordered: int) -> int:
    """A product with codes and one job; returns the job's id."""
    product_id = add_product(store)
    add_codes(store, product_id, code_values(codes_in_pool))
    return add_job(store, product_id, ordered)
