"""Relation files, other exports, recall, bills and trace, as a script calls them: one object, one status."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop.app import open_plant
from desktop.codes.gtin import Gtin
from desktop.operations import product_saving, sampling
from desktop.packing.order import OrderState
from desktop.products.details import Details
from desktop.products.sampling_plan import SamplingPlan
from desktop.products.version import Master
from desktop.storage import work_orders
from desktop.storage.pack_tables import order_job, pack, work_order
from tests.packed_order import Packed, digits, packed_order
from tests.program.test_bill_commands import DETAILS
from tests.program.test_command_line import Program, program

__all__ = ["program"]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Packed]:
    """The database of a packed order that is being closed: a specimen, which needs no filing, with a UDI."""
    folder = tmp_path_factory.mktemp("filled")
    with open_plant(f"sqlite:///{folder / 'plant.db'}", folder) as plant:
        sampling.set_plan(plant, None, SamplingPlan(0, None, 1, 0))
        made = packed_order(plant.store, 120)
        with plant.store.change("lead", "product", "specimen") as change:
            master = product_saving.newest_master(change, made.product_id)
            levels = (
                replace(master.product.level(1), gtin=Gtin("06932833600109")),
                *master.product.levels[1:],
            )
            product = replace(master.product, authorized_no="SPECIMEN", levels=levels, shelf_life_months=48)
            product_saving.save(change, made.product_id, Master(product, Details.build(DETAILS)))
            work_orders.set_state(change, made.order_id, OrderState.CLOSING)
    return folder / "plant.db", made


@pytest.fixture
def packed(program: Program, filled: tuple[Path, Packed]) -> Packed:
    """That order in the plant of the program."""
    database, made = filled
    shutil.copy(database, program.folder / "plant.db")
    return made


@pytest.fixture
def out(program: Program) -> Path:
    folder = program.folder / "out"
    folder.mkdir()
    return folder


def export(program: Program, kind: str, number: str, out: Path, *more: str) -> dict[str, Any]:
    return program.json("export", kind, number, "-o", str(out), *more)


def answer(program: Program, *arguments: str) -> dict[str, Any]:
    """Run a command that must succeed; return its answer."""
    return dict(program.json(*arguments))


def without_order(program: Program) -> None:
    """Let the print jobs belong to no work order."""
    with (
        open_plant(f"sqlite:///{program.folder / 'plant.db'}", program.folder) as plant,
        plant.store.change("lead", "order.remove", "WO-1") as change,
    ):
        for table in (pack, order_job, work_order):
            change.connection.execute(table.delete())


def refused(program: Program, *arguments: str, status: int = 2) -> str:
    """Run a command that must be refused: nothing on standard output, and one line of trouble."""
    found, told, err = program(*arguments, "--json")
    assert (found, told) == (status, "")
    assert err.count("\n") == 1
    return err


def test_a_relation_is_exported_checked_counted_listed_and_saved_again(
    program: Program, packed: Packed, out: Path
) -> None:
    (file,) = export(program, "relation", "WO-1", out)["files"]
    assert (file["kind"], file["all"], file["largest"], file["smallest"]) == ("relation", 134, 2, 120)
    checked = program.json("relation", "check", file["path"], "--own")
    assert (checked["all"], checked["faults"], checked["unknown"]) == (134, 0, 0)
    number = str(file["file"])
    assert program.json("relation", "counts", number, "134", "2", "120")["same"] is True
    (listed,) = answer(program, "relation", "files", "WO-1")["files"]
    assert (listed["sha256"], listed["by"]) == (file["sha256"], listed["by"])
    again = out / "again"
    again.mkdir()
    saved = program.json("relation", "save", number, "-o", str(again))
    assert Path(str(saved["file"])).read_bytes() == Path(file["path"]).read_bytes()


def test_a_print_job_names_its_work_order(program: Program, packed: Packed, out: Path) -> None:
    (by_job,) = export(program, "relation", str(packed.jobs[1]), out)["files"]
    (listed,) = answer(program, "relation", "files", "WO-1")["files"]
    assert listed["file"] == by_job["file"]
    table = export(program, "table", str(packed.jobs[2]), out)
    assert Path(str(table["path"])).read_text("utf-8-sig").count("\n") == 135


@pytest.mark.parametrize("kind", ["relation", "epcis", "table", "corrections"])
def test_a_print_job_without_a_work_order_has_no_packs_to_export(
    program: Program, packed: Packed, out: Path, kind: str
) -> None:
    without_order(program)
    said = refused(program, "export", kind, str(packed.jobs[1]), "-o", str(out))
    assert f"print job {packed.jobs[1]} belongs to none" in said
    assert list(out.iterdir()) == []


@pytest.mark.parametrize("kind", ["relation", "epcis", "table", "corrections", "report", "udi"])
def test_an_order_that_is_not_there_is_refused(
    program: Program, packed: Packed, out: Path, kind: str
) -> None:
    assert packed.order_id
    refused(program, "export", kind, "WO-9", "-o", str(out))
    refused(program, "export", kind, "99", "-o", str(out))


@pytest.mark.parametrize("kind", ["relation", "epcis", "table", "corrections", "report", "udi"])
def test_a_folder_that_is_not_there_is_refused_and_nothing_is_kept(
    program: Program, packed: Packed, out: Path, kind: str
) -> None:
    assert packed.order_id
    said = refused(program, "export", kind, "WO-1", "-o", str(out / "absent"))
    assert "is no folder" in said
    assert program.json("relation", "files", "WO-1")["files"] == []


def test_a_report_is_of_an_order_or_of_a_print_job(program: Program, packed: Packed, out: Path) -> None:
    order = export(program, "report", "WO-1", out)
    assert Path(str(order["file"])).name == "report-WO-1.pdf"
    assert Path(str(order["file"])).read_bytes().startswith(b"%PDF")
    said = refused(program, "export", "report", "WO-1", "-o", str(out))
    assert "report-WO-1.pdf" in said


def test_devices_are_exported_by_product_order_or_print_job_and_kept(
    program: Program, packed: Packed, out: Path
) -> None:
    files = set()
    for number, name in enumerate(("06932833600109", "WO-1", str(packed.jobs[1]))):
        folder = out / str(number)
        folder.mkdir()
        done = export(program, "udi", name, folder, "--format", "xml")
        files.add((done["kept_file"], done["sha256"], Path(str(done["file"])).read_bytes()))
    assert len(files) == 1
    (listed,) = answer(program, "relation", "files", "--product", "06932833600109")["files"]
    assert listed["kind"] == "udid"


def test_counts_that_differ_are_told_and_the_answer_is_no(
    program: Program, packed: Packed, out: Path
) -> None:
    (file,) = export(program, "relation", "WO-1", out)["files"]
    status, told, err = program("relation", "counts", str(file["file"]), "130", "2", "116", "--json")
    assert (status, err) == (1, "")
    assert json.loads(told)["differences"] == [
        "all packs: the file holds 134, the platform took 130.",
        "smallest packs: the file holds 120, the platform took 116.",
    ]


def test_a_relation_file_with_faults_is_told_and_the_answer_is_no(
    program: Program, packed: Packed, out: Path
) -> None:
    (file,) = export(program, "relation", "WO-1", out)["files"]
    broken = out / "broken.xml"
    broken.write_bytes(Path(file["path"]).read_bytes().replace(b'packLayer="3"', b'packLayer="9"', 1))
    status, told, _ = program("relation", "check", str(broken), "--json")
    assert status == 1
    assert json.loads(told)["told"]


@pytest.mark.parametrize("content", [b"", b"no xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'])
def test_what_is_no_relation_file_is_bad_input(program: Program, out: Path, content: bytes) -> None:
    file = out / "bad.xml"
    file.write_bytes(content)
    assert "bad.xml" in refused(program, "relation", "check", str(file))
    assert "absent.xml" in refused(program, "relation", "check", str(out / "absent.xml"))


@pytest.mark.parametrize("names", [(), ("WO-1", "--lot", "LOT01"), ("WO-1", "--product", "8031762")])
def test_files_are_listed_for_one_thing_at_a_time(
    program: Program, packed: Packed, names: tuple[str, ...]
) -> None:
    assert packed.order_id
    assert "one of them" in refused(program, "relation", "files", *names)


def test_a_kept_file_that_is_not_there_is_bad_input(program: Program, packed: Packed, out: Path) -> None:
    assert packed.order_id
    assert "77" in refused(program, "relation", "save", "77", "-o", str(out))
    assert "77" in refused(program, "relation", "counts", "77", "1", "1", "1")


def test_a_recall_without_a_work_order_is_kept_and_traced(
    program: Program, packed: Packed, out: Path
) -> None:
    without_order(program)
    path = out / "recall.csv"
    done = program.json("recall", "LOT01", "-o", str(path))
    assert (done["packs"], done["file"]) == (134, str(path))
    (listed,) = answer(program, "relation", "files", "--lot", "LOT01")["files"]
    assert (listed["file"], listed["sha256"]) == (done["kept_file"], done["sha256"])
    (traced,) = answer(program, "trace", digits(1, 1, 7))["files"]
    assert (traced["name"], traced["kind"], traced["sha256"]) == ("recall.csv", "recall", done["sha256"])
    assert "recall.csv" in refused(program, "recall", "LOT01", "-o", str(path))
    assert "LOT77" in refused(program, "recall", "LOT77", "-o", str(out / "other.csv"))
    assert packed.batch_id


def test_a_disk_that_takes_no_file_is_trouble_of_the_disk(program: Program, packed: Packed) -> None:
    assert packed.order_id
    refused(program, "recall", "LOT01", "-o", "/dev/full/recall.csv", status=3)


def test_bills_answer_with_a_status_for_each_outcome(program: Program, packed: Packed) -> None:
    assert packed.order_id
    new = ("bill", "new", "produce-in", "IN-1", "--field", "receipt_date=2026-03-01")
    assert program.json(*new)
    assert "IN-1" in refused(program, *new)
    status, told, _ = program("bill", "scan", "IN-1", digits(3, 1, 1), "--json")
    assert (status, json.loads(told)["taken"]) == (2, [])
    assert "IN-9" in refused(program, "bill", "close", "IN-9")
    assert refused(program, "bill", "new", "gift", "IN-2")


@pytest.mark.parametrize("text", ["123", "hello", "9" * 20, ""])
def test_a_code_that_is_none_or_unknown_is_bad_input(program: Program, packed: Packed, text: str) -> None:
    assert packed.order_id
    refused(program, "trace", text)
