"""Goods in and out, and files for others, from the command line."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.app import main, open_plant
from desktop.codes.gtin import Gtin
from desktop.operations import kept_files as files
from desktop.operations import product_rules, product_saving
from desktop.operations.kept_files import FileKind, NewKeptFile
from desktop.packing.order import OrderState
from desktop.products.details import Details
from desktop.products.filing import Filing, FilingStatus
from desktop.products.version import Master
from desktop.storage import kept_files, work_orders
from desktop.storage.packing import StoredBook
from tests.storage.pack_stock import Line, add_line, fill

DETAILS = {
    "manufacturer": "示例制药",
    "schemes": "drug_code,udi",
    "udi_lot": "yes",
    "udi_serial": "yes",
    "udi_made": "no",
    "udi_expiry": "yes",
    "units_of_use": "1",
}


@pytest.fixture
def line(tmp_path: Path) -> Line:
    """An order that is packed, closed and exported."""
    with open_plant(f"sqlite:///{tmp_path / 'plant.db'}", tmp_path) as plant:
        made = add_line(plant.store)
        with plant.store.change("lead", "product.complete", "product") as change:
            master = product_saving.newest_master(change, made.order.product_id)
            levels = (
                replace(master.product.levels[0], gtin=Gtin("06932833600109")),
                *master.product.levels[1:],
            )
            product = replace(master.product, shelf_life_months=48, levels=levels)
            product_saving.save(change, made.order.product_id, Master(product, Details.build(DETAILS)))
        filing = Filing(FilingStatus.PASSED, "2026-1", date(2026, 1, 1))
        product_rules.set_filing(plant, made.order.product_id, filing)
        with StoredBook(plant.store) as book:
            fill(book, made, 12)
        with plant.store.change("lead", "order.close", "order") as change:
            work_orders.set_state(change, made.order.id, OrderState.CLOSED)
            through = kept_files.last_event(change.connection, made.order.id)
        relation = NewKeptFile.of(FileKind.RELATION, "relation.xml", b"<x/>")
        files.keep(plant, made.order.id, (relation,), through)
    return made


def run(
    capsys: pytest.CaptureFixture[str], folder: Path, *arguments: str | Path, status: int = 0
) -> dict[str, Any]:
    database = f"sqlite:///{folder / 'plant.db'}"
    assert main(["--db", database, "--lang", "en", *map(str, arguments), "--json"]) == status
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def test_goods_are_scanned_compared_closed_and_exported(
    line: Line, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = line.codes[2]
    run(capsys, tmp_path, "bill", "new", "produce-in", "IN-1", "--field", "receipt_date=2026-03-01")
    done = run(capsys, tmp_path, "bill", "scan", "IN-1", cases[0], line.codes[0][0], "hello", status=2)
    assert (done["taken"], len(done["refused"])) == ([cases[0]], 2)
    found = run(capsys, tmp_path, "bill", "compare", "IN-1", cases[0], status=1)
    assert found["missing"] == [cases[1]]
    assert "both of you look" in found["told"][cases[1]]
    run(capsys, tmp_path, "bill", "scan", "IN-1", cases[1])
    run(capsys, tmp_path, "bill", "take-off", "IN-1", cases[1], "--reason", "too early")
    run(capsys, tmp_path, "bill", "scan", "IN-1", cases[1])
    assert run(capsys, tmp_path, "bill", "close", "IN-1")["packs"] == 2
    written = run(capsys, tmp_path, "bill", "export", "IN-1", "-o", tmp_path)["files"]
    assert [Path(path).suffix for path in written] == [".xml", ".csv"]
    assert run(capsys, tmp_path, "bill", "list")["bills"][0]["state"] == "closed"


def test_an_order_is_written_as_epcis_and_as_a_table(
    line: Line, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    profile = tmp_path / "erp.json"
    profile.write_text('{"name": "ERP", "columns": [{"field": "code", "heading": "SERNR"}]}', "utf-8")
    epcis = run(capsys, tmp_path, "export", "epcis", "L1", "--host", "a.example", "-o", tmp_path)["path"]
    assert json.loads(Path(epcis).read_bytes())["type"] == "EPCISDocument"
    table = run(capsys, tmp_path, "export", "table", "L1", "--profile", profile, "-o", tmp_path)["path"]
    assert Path(table).read_text("utf-8-sig").splitlines()[:2] == ["SERNR", line.codes[2][0]]


def test_devices_are_written_and_what_is_missing_is_told(
    line: Line, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert line.codes
    done = run(capsys, tmp_path, "export", "udi", "06932833600109", "--format", "xml", "-o", tmp_path)
    assert Path(done["file"]).read_bytes().startswith(b"<?xml")
    assert "标识载体" in done["gaps"]["06932833600109"]
