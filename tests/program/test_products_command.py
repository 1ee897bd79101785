"""``packmark products`` as scripts meet it."""

from dataclasses import replace
from pathlib import Path

import pytest

from desktop.exchange.products_table_writer import products_csv
from desktop.products.details import Details
from tests.products.masters import MASTER
from tests.program.test_command_line import Program


@pytest.fixture
def program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Program:
    return Program(tmp_path, capsys)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "products.csv"
    path.write_bytes(products_csv([MASTER], "en"))
    return path


def test_a_table_is_imported_and_exported_again(program: Program, table: Path, tmp_path: Path) -> None:
    assert program.json("products", "import", str(table)) == {
        "added": 1,
        "unchanged": 0,
        "completed": 0,
        "revised": 0,
        "mended": 0,
    }
    for ending in ("csv", "xlsx"):
        path = tmp_path / f"out.{ending}"
        assert program.json("products", "export", str(path)) == {"written": 1, "file": str(path)}
        assert program.json("products", "import", str(path))["unchanged"] == 1


def test_a_preview_with_problems_answers_no(program: Program, table: Path) -> None:
    table.write_bytes(table.read_bytes().replace(b",6932833600109,", b",6.932833600109E+12,"))
    status, out, _ = program("products", "import", str(table), "--preview")
    assert status == 1
    assert "Line 2, Level 1: GTIN: Excel wrote the number with an exponent." in out
    assert "--mend would make it 6932833600109" in out
    status, _, err = program("products", "import", str(table))
    assert (status, err.splitlines()) == (
        2,
        ["products.csv: Line 2, Level 1: GTIN: Excel wrote the number with an exponent."],
    )
    assert program.json("products", "import", str(table), "--mend")["mended"] == 1


def test_a_product_is_shown_with_its_meter_gate_and_versions(program: Program, table: Path) -> None:
    program.json("products", "import", str(table))
    shown = program.json("products", "show", "8021762001")
    assert shown["completeness"] == {"done": 11, "of": 11, "missing": []}
    assert "cannot be printed yet" in str(shown["gate"])
    assert shown["schemes"] == ["drug_code", "gs1"]
    versions = shown["versions"]
    assert isinstance(versions, list)
    assert [(one["number"], one["current"]) for one in versions] == [(1, True)]
    status, out, _ = program("products", "show", "蒙脱石散")
    assert status == 0
    assert "1 case = 10 bundles = 100 units" in out


def test_the_filing_is_noted(program: Program, table: Path) -> None:
    program.json("products", "import", str(table))
    filed = ("products", "filing", "8021762", "--passed", "BA-2026-1", "--date", "2026-03-01")
    assert program.json(*filed)["filing"] == {
        "status": "passed",
        "number": "BA-2026-1",
        "date": "2026-03-01",
    }
    assert program.json("products", "show", "8021762")["gate"] is None
    status, _, err = program("products", "filing", "8021762", "--passed", "BA-2026-1")
    assert (status, err) == (2, "Give the day on which the filing was passed.\n")
    status, _, err = program("products", "filing", "8021762", "--passed", "1", "--date", "first of May")
    assert status == 2
    assert err.count("\n") == 1


def test_a_company_prefix_is_noted_once(program: Program) -> None:
    noted = ("products", "license", "69328336", "--holder", "示例制药")
    assert program.json(*noted) == {
        "prefixes": [{"prefix": "69328336", "holder": "示例制药", "customer": False}]
    }
    assert program(*noted)[0] == 2


def test_a_label_is_held_against_the_udid_record_of_its_product(program: Program, tmp_path: Path) -> None:
    flags = {"udi_lot": "yes", "udi_serial": "yes", "udi_made": "no", "udi_expiry": "no"}
    device = replace(MASTER, details=Details.build({"schemes": "udi", **flags}))
    path = tmp_path / "device.csv"
    path.write_bytes(products_csv([device], "en"))
    program.json("products", "import", str(path))
    label = ("gs1", "(01)06932833600109(10)L1", "--udid")
    status, out, _ = program(*label)
    assert status == 1
    assert "The serial number (21) is missing on the label" in out
    assert program.json(*label, "--beside", "(21)S1")["udid"] == [{"product": "蒙脱石散 3g", "faults": []}]
    status, out, _ = program("gs1", "(01)06901234567892(10)L1", "--udid")
    assert (status, "No product of this plant with UDI" in out) == (1, True)
