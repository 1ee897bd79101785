"""Files without a work order are kept as well: recall lists of a batch, devices of products."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete

from desktop.app import open_plant
from desktop.codes.gtin import Gtin
from desktop.operations import kept_files, product_saving, recall, udid_export
from desktop.operations.kept_files import FileKind
from desktop.operations.plant import Plant
from desktop.operations.trace import trace
from desktop.operations.udid_export import UdidFormat
from desktop.products.code_pool import CodeState
from desktop.products.details import Details
from desktop.products.version import Master
from desktop.storage.kept_files import FileOwner
from desktop.storage.pack_tables import order_job, pack, work_order
from tests.operations.test_line_files import DETAILS
from tests.packed_order import Packed, digits, packed_order, turn


@pytest.fixture
def plant(database_url: str, tmp_path: Path) -> Iterator[Plant]:
    with open_plant(database_url, tmp_path) as opened:
        yield replace(opened, actor="anna")


@pytest.fixture
def printed(plant: Plant) -> Packed:
    """A batch of a device that was printed by jobs of their own, without a work order."""
    made = packed_order(plant.store, 12)
    with plant.store.change("lead", "order.remove", "WO-1") as change:
        for table in (pack, order_job, work_order):
            change.connection.execute(delete(table))
        master = product_saving.newest_master(change, made.product_id)
        levels = (replace(master.product.level(1), gtin=Gtin("06932833600109")), *master.product.levels[1:])
        product = replace(master.product, levels=levels, shelf_life_months=48)
        product_saving.save(change, made.product_id, Master(product, Details.build(DETAILS)))
    return made


def test_a_recall_list_of_a_batch_without_an_order_is_kept_and_given_again(
    plant: Plant, printed: Packed, tmp_path: Path
) -> None:
    written = recall.write(plant, printed.batch_id, tmp_path / "recall.csv", "en")
    (kept,) = kept_files.files_of_batch(plant, printed.batch_id)
    assert (kept, kept.order_id) == (written.kept, None)
    assert (kept.kind, kept.sha256, kept.by) == (FileKind.RECALL, written.sha256, "anna")
    folder = tmp_path / "again"
    folder.mkdir()
    assert kept_files.save(plant, kept.id, folder).read_bytes() == (tmp_path / "recall.csv").read_bytes()


def test_trace_tells_the_lists_and_device_tables_of_a_code(
    plant: Plant, printed: Packed, tmp_path: Path
) -> None:
    recall.write(plant, printed.batch_id, tmp_path / "recall.csv", "en")
    table, _ = udid_export.export_udid(plant, [printed.product_id], UdidFormat.XML)
    found = trace(plant, digits(1, 1, 7))
    assert [one.kind for one in found.files] == [FileKind.RECALL, FileKind.UDID]
    told = [str(one.what) for one in found.events]
    assert "written into the file recall.csv" in told
    assert f"its product was written into the file {table.name}" in told


def test_a_list_that_is_older_than_what_happened_last_does_not_know_of_a_code(
    plant: Plant, printed: Packed, tmp_path: Path
) -> None:
    turn(plant.store, printed.code_id(1, 7), CodeState.VOID)
    recall.write(plant, printed.batch_id, tmp_path / "recall.csv", "en")
    assert trace(plant, digits(1, 1, 7)).files == ()


def test_devices_that_did_not_change_are_given_as_the_same_file(plant: Plant, printed: Packed) -> None:
    for how in UdidFormat:
        first, _ = udid_export.export_udid(plant, [printed.product_id], how)
        again, _ = udid_export.export_udid(plant, [printed.product_id], how)
        assert again.kept == first.kept
        assert again.content == first.content == kept_files.content(plant, first.kept.id)
    assert len(kept_files.files_of_product(plant, printed.product_id)) == len(UdidFormat)


def test_a_device_that_changed_is_a_new_file_and_the_old_one_stays(plant: Plant, printed: Packed) -> None:
    first, _ = udid_export.export_udid(plant, [printed.product_id], UdidFormat.XML)
    with plant.store.change("lead", "product.save", "product") as change:
        master = product_saving.newest_master(change, printed.product_id)
        details = Details.build({**DETAILS, "units_of_use": "2"})
        product_saving.save(change, printed.product_id, Master(master.product, details))
    second, _ = udid_export.export_udid(plant, [printed.product_id], UdidFormat.XML)
    assert second.kept.id != first.kept.id
    assert kept_files.content(plant, first.kept.id) == first.content != second.content


def test_a_file_of_nothing_cannot_be_kept() -> None:
    with pytest.raises(ValueError, match=r"^$"):
        FileOwner()
