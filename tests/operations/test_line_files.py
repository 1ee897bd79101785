"""Files of an order for others: EPCIS, tables for ERP, and devices for UDID."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.app import open_plant
from desktop.codes.gtin import Gtin
from desktop.errors import Cancelled, Refused, StorageError
from desktop.exchange.epcis import tree_of
from desktop.exchange.epcis_names import EpcisProfile
from desktop.exchange.mapping_profiles import MappedColumn, MappingProfile, PackField
from desktop.exchange.table_writer import TableFormat
from desktop.operations import (
    epcis_export,
    kept_files,
    product_rules,
    product_saving,
    table_export,
    udid_export,
)
from desktop.operations.kept_files import FileKind
from desktop.operations.plant import Plant
from desktop.operations.udid_export import UdidFormat
from desktop.packing import rules
from desktop.packing.order import OrderState
from desktop.products.details import Details
from desktop.products.filing import Filing, FilingStatus
from desktop.products.version import Master
from desktop.storage import order_results, pack_tree, work_orders
from desktop.storage.packing import StoredBook
from desktop.texts import CHINESE
from tests.refusals import refusal_of
from tests.storage.pack_stock import Line, add_line, fill, known

PROFILE = EpcisProfile(host="trace.example.com")
DETAILS = {
    "manufacturer": "示例制药",
    "schemes": "drug_code,udi",
    "udi_lot": "yes",
    "udi_serial": "yes",
    "udi_made": "no",
    "udi_expiry": "yes",
    "units_of_use": "1",
}


@dataclass
class Packed:
    """A plant whose order is packed: 12 units, 4 bundles, 2 cases."""

    plant: Plant
    line: Line
    book: StoredBook

    @property
    def order_id(self) -> int:
        return self.line.order.id

    def uri(self, code: str) -> str:
        return f"https://trace.example.com/edmc/{code}"

    def events(self) -> list[dict[str, Any]]:
        file, _ = epcis_export.export_epcis(self.plant, self.order_id, PROFILE)
        found: list[dict[str, Any]] = json.loads(kept_files.content(self.plant, file.id))["epcisBody"][
            "eventList"
        ]
        return found

    def relation_tree(self) -> dict[str, frozenset[str]]:
        held: dict[str, set[str]] = {}
        with self.plant.store.read() as connection:
            for node in pack_tree.nodes(connection, self.order_id):
                if node.parent:
                    held.setdefault(self.uri(node.parent), set()).add(self.uri(node.code))
        return {parent: frozenset(children) for parent, children in held.items()}

    def sample(self, code: str) -> int:
        pack = known(self.book, code)
        decision = rules.sample(self.line.order, pack, (), self.book.children(pack.place.parent_id or 0))
        done = self.book.apply(
            self.line.order, decision, station_id=None, actor="anna", reviewer="qa", reason="test"
        )
        return done.number


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Line]:
    """The database of a packed and closed order, to be copied."""
    folder = tmp_path_factory.mktemp("packed")
    with open_plant(f"sqlite:///{folder / 'plant.db'}", folder) as plant:
        line = add_line(plant.store)
        with plant.store.change("lead", "product.complete", "product") as change:
            master = product_saving.newest_master(change, line.order.product_id)
            first = replace(master.product.levels[0], gtin=Gtin("06932833600109"))
            product = replace(
                master.product, shelf_life_months=48, levels=(first, *master.product.levels[1:])
            )
            details = Details.build(DETAILS)
            product_saving.save(change, line.order.product_id, Master(product, details))
        filing = Filing(FilingStatus.PASSED, "2026-1", date(2026, 1, 1))
        product_rules.set_filing(plant, line.order.product_id, filing)
        with StoredBook(plant.store) as book:
            fill(book, line, 12)
        with plant.store.change("lead", "order.close", "order") as change:
            work_orders.set_state(change, line.order.id, OrderState.CLOSED)
    return folder / "plant.db", line


@pytest.fixture
def packed(tmp_path: Path, filled: tuple[Path, Line]) -> Iterator[Packed]:
    database, line = filled
    shutil.copy(database, tmp_path / "plant.db")
    with open_plant(f"sqlite:///{tmp_path / 'plant.db'}", tmp_path) as plant, StoredBook(plant.store) as book:
        yield Packed(plant, line, book)


def test_epcis_tells_the_tree_that_the_relation_tells(packed: Packed) -> None:
    assert tree_of(packed.events()) == packed.relation_tree()


def test_every_pack_gets_its_name_before_anything_happens_to_it(packed: Packed) -> None:
    packed.sample(packed.line.codes[0][0])
    events = packed.events()
    named = [uri for event in events if "ilmd" in event for uri in event["epcList"]]
    happened = {
        uri
        for event in events
        if "ilmd" not in event
        for uri in (*event.get("epcList", ()), *event.get("childEPCs", ()))
    }
    assert len(named) == len(set(named)) == 18
    assert happened <= set(named)
    assert [event["eventTime"] for event in events] == sorted(event["eventTime"] for event in events)


def test_a_sample_that_was_taken_back_is_declared_an_error_and_the_tree_is_whole(packed: Packed) -> None:
    number = packed.sample(packed.line.codes[0][0])
    before = packed.events()
    packed.book.take_back(packed.line.order, number, station_id=None, actor="anna", reason="wrong box")
    after = packed.events()
    assert tree_of(before) != tree_of(after) == packed.relation_tree()
    assert [event["bizStep"] for event in after if "errorDeclaration" in event] == ["unpacking", "sampling"]


def test_the_same_events_are_given_again_byte_for_byte(packed: Packed) -> None:
    first, _ = epcis_export.export_epcis(packed.plant, packed.order_id, PROFILE)
    again, _ = epcis_export.export_epcis(packed.plant, packed.order_id, PROFILE)
    other, _ = epcis_export.export_epcis(packed.plant, packed.order_id)
    assert again == first
    assert other.id != first.id
    assert first.counts is not None
    assert first.counts.all == 18


def test_events_that_do_not_tell_where_packs_lie_are_not_offered(
    packed: Packed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order_results, "places", lambda *_: iter(()))
    said = refusal_of(lambda: epcis_export.export_epcis(packed.plant, packed.order_id), StorageError)
    assert "do not tell where its packs lie" in said
    assert kept_files.files_of(packed.plant, packed.order_id) == ()


def test_events_are_not_exported_before_the_order_is_packed(packed: Packed) -> None:
    with packed.plant.store.change("lead", "order.open", "order") as change:
        work_orders.set_state(change, packed.order_id, OrderState.RUNNING)
    assert "too early" in refusal_of(
        lambda: epcis_export.export_epcis(packed.plant, packed.order_id), Refused
    )


def test_a_table_tells_what_became_of_every_code(packed: Packed) -> None:
    packed.sample(packed.line.codes[0][0])
    columns = [("code", "C"), ("level", "L"), ("parent", "P"), ("state", "S"), ("flag", "F"), ("lot", "G")]
    listed = [{"field": field, "heading": heading} for field, heading in columns]
    profile = MappingProfile.parse(json.dumps({"name": "ERP", "format": "json", "columns": listed}).encode())
    file, _ = table_export.export_table(packed.plant, packed.order_id, profile)
    rows = {row["C"]: row for row in json.loads(kept_files.content(packed.plant, file.id))}
    units, bundles, cases = packed.line.codes
    assert len(rows) == 18
    assert rows[units[0]] == {
        "C": units[0],
        "L": 1,
        "P": "",
        "S": "sampled",
        "F": None,
        "G": "L1",
    }
    assert rows[units[1]]["P"] == bundles[0]
    assert (rows[bundles[0]]["P"], rows[bundles[0]]["F"]) == (cases[0], 2)
    assert file.name.endswith(".json")


@pytest.mark.parametrize("how", list(TableFormat))
def test_without_a_profile_a_table_has_all_columns_in_the_persons_language(
    packed: Packed, how: TableFormat
) -> None:
    file, _ = table_export.export_table(packed.plant, packed.order_id, how=how, language=CHINESE)
    content = kept_files.content(packed.plant, file.id)
    assert file.name.endswith(f".{how}")
    assert how is TableFormat.XLSX or "上级包装码" in content.decode("utf-8-sig")


def test_devices_are_written_with_what_is_missing(packed: Packed) -> None:
    product = packed.line.order.product_id
    for how in UdidFormat:
        file, _ = udid_export.export_udid(packed.plant, [product], how)
        assert file.name.endswith(f".{how}")
        assert file.devices[0].di == "06932833600109"
        assert file.devices[0].gaps


@pytest.mark.parametrize("until", [0.05, 0.75, 0.9])
def test_an_export_of_events_that_is_cancelled_keeps_nothing(packed: Packed, until: float) -> None:
    with pytest.raises(Cancelled):
        epcis_export.export_epcis(packed.plant, packed.order_id, PROFILE, lambda done: done < until)
    assert kept_files.files_of(packed.plant, packed.order_id, FileKind.EPCIS) == ()


@pytest.mark.parametrize("how", TableFormat)
def test_a_table_that_is_cancelled_is_not_kept(packed: Packed, how: TableFormat) -> None:
    with pytest.raises(Cancelled):
        table_export.export_table(packed.plant, packed.order_id, how=how, report=lambda _done: False)
    assert kept_files.files_of(packed.plant, packed.order_id, FileKind.TABLE) == ()


def test_a_mapping_profile_is_read_as_it_was_written() -> None:
    columns = (MappedColumn(PackField.CODE, "编码"), MappedColumn(PackField.CODE, "SERIAL"))
    profile = MappingProfile("SAP", columns, TableFormat.JSON)
    assert MappingProfile.parse(profile.as_json()) == profile
