"""``packmark label``: a design's way from a file to a frozen revision, told to people and to scripts."""

import json
from pathlib import Path

import pytest
from PIL import Image

import label_templates
from tests.program.test_command_line import Program


@pytest.fixture
def program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Program:
    return Program(tmp_path, capsys)


@pytest.fixture
def carton(program: Program) -> Path:
    """A design file."""
    return written(program, "carton")


def written(program: Program, name: str, **attributes: object) -> Path:
    design = json.loads(label_templates.read_text("drug_code_b")) | {"name": name} | attributes
    path = program.folder / f"{name}.json"
    path.write_text(json.dumps(design), encoding="utf-8")
    return path


def names(program: Program) -> list[tuple[object, object]]:
    designs = program.json("label", "list")["designs"]
    assert isinstance(designs, list)
    return [(design["name"], design["revision"]) for design in designs]


def test_a_design_file_is_taken_in_frozen_and_ordered(program: Program, carton: Path) -> None:
    assert program.json("label", "import", str(carton))["name"] == "carton"
    assert names(program) == [("carton", 0)]
    program.json("products", "import", program.sample_file("products.xml"))
    program.json("products", "complete", "8999901", "--gtin", "06932833600109", "--shelf-life-months", "48")
    program.json("codes", "import", program.sample_file("codes_level1.txt"))
    order = (
        *("job", "create", "--product", "06932833600109", "--lot", "L1", "--made", "2026-02-01"),
        *("--count", "3", "--label", "carton", "--printer", "demo://zebra"),
    )
    status, _, err = program(*order)
    assert status == 2
    assert "was never frozen" in err
    frozen = program.json("label", "freeze", "carton", "--reason", "asked for by QA")
    assert (frozen["name"], frozen["revision"]) == ("carton", 1)
    assert names(program) == [("carton", 1)]
    assert program.json(*order)["state"] == "ready"


def test_a_design_that_was_never_drawn_is_not_frozen(program: Program) -> None:
    status, _, err = program("label", "freeze", "absent", "--reason", "x")
    assert (status, err) == (
        2,
        "There is no design “absent” that is being drawn: see packmark label list.\n",
    )


def test_two_designs_are_compared_in_words_and_in_a_picture(program: Program, carton: Path) -> None:
    wider = written(program, "wider", width_mm=60.0)
    picture = program.folder / "difference.png"
    status, out, _ = program("label", "compare", str(carton), str(wider), "-o", str(picture), "--json")
    answer = json.loads(out)
    assert (status, answer["same"]) == (1, False)
    assert answer["differences"] == ["The label, width: 50 mm → 60 mm"]
    with Image.open(picture) as image:
        assert image.size == (60 * 12, 30 * 12)
    status, out, _ = program("label", "compare", str(carton), str(carton))
    assert (status, out) == (0, "The two designs are the same.\n")


def test_an_exported_design_is_the_same_when_it_is_taken_in_elsewhere(program: Program, carton: Path) -> None:
    program.json("label", "import", str(carton))
    out = program.folder / "out.json"
    program.json("label", "export", "carton", "-o", str(out))
    assert program.json("label", "compare", "carton", str(out))["same"] is True
    status, _, err = program("label", "export", "carton", "-o", str(out))
    assert status == 2
    assert "exists already" in err


def test_a_warning_is_no_failure_and_an_error_is(program: Program) -> None:
    status, out, _ = program("label", "check", str(written(program, "flat", height_mm=15.0)), "--dpmm", "12")
    assert status == 1
    assert "error: " in out
    odd = written(program, "odd", font_family="No Such Font")
    status, out, _ = program("label", "check", str(odd), "--dpmm", "12")
    assert status == 0
    assert out.startswith("warning: ")


def test_a_label_is_held_against_the_udid_record_of_a_product_when_it_is_named(program: Program) -> None:
    program.json("products", "import", program.sample_file("products.xml"))
    check = ("label", "check", "gs1_carton", "--dpmm", "12", "--product", "8999901")
    assert program.json(*check)["findings"] == program.json(*check[:-2])["findings"]
    status, _, err = program(*check[:-1], "8000000")
    assert status == 2
    assert err


def test_values_from_a_file_fill_the_label(program: Program) -> None:
    values = program.folder / "v.json"
    sample = json.loads(label_templates.read_text("drug_code_b"))["sample"]
    values.write_text(json.dumps(sample | {"code": "8" * 20}), encoding="utf-8")
    checked = program.json("label", "check", "drug_code_b", "--dpmm", "12", "--values", str(values))
    symbols = checked["symbols"]
    assert isinstance(symbols, list)
    assert [symbol["data"] for symbol in symbols] == ["8" * 20]
