"""The command line as scripts and ERP systems meet it: one JSON object, one line of trouble, a status."""

import json
from pathlib import Path

import pytest

import resources
from desktop.app import main


class Program:
    """The program with a database of its own."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        """Run one command; return exit status, standard output, standard error."""
        status = main(["--db", f"sqlite:///{self.folder / 'plant.db'}", "--lang", "en", *arguments])
        out, err = self._capsys.readouterr()
        return status, out, err

    def json(self, *arguments: str) -> dict[str, object]:
        """Run one command that must succeed; return its answer."""
        status, out, err = self(*arguments, "--json")
        assert status == 0, err
        answer = json.loads(out)
        assert isinstance(answer, dict)
        return answer

    def sample_file(self, name: str) -> str:
        """Lay a file of the sample plant out and return its path."""
        path = self.folder / name
        path.write_bytes(resources.read_bytes(f"sample_plant/{name}"))
        return str(path)


@pytest.fixture
def program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Program:
    return Program(tmp_path, capsys)


@pytest.fixture
def plant(program: Program) -> Program:
    """The program with the sample plant's product and unit codes."""
    program.json("products", "import", program.sample_file("products.xml"))
    program.json("products", "complete", "8999901", "--gtin", "06932833600109", "--shelf-life-months", "48")
    program.json("codes", "import", program.sample_file("codes_level1.txt"))
    return program


def order(plant: Program, *more: str) -> dict[str, object]:
    return plant.json(
        *("job", "create", "--product", "06932833600109", "--lot", "L1", "--made", "2026-02-01"),
        *("--count", "5", "--label", "drug_code_b", "--printer", "demo://zebra", "--camera", "demo://zebra"),
        *more,
    )


def test_products_and_codes_are_imported_and_counted(plant: Program) -> None:
    levels = plant.json("codes", "count")["levels"]
    assert isinstance(levels, list)
    assert [level["issued"] for level in levels] == [10_000, 0, 0]


def test_a_job_is_created_run_reported_and_closed(plant: Program) -> None:
    created = order(plant)
    assert created["state"] == "ready"
    job = str(created["job"])
    done = plant.json("job", "start", job)
    assert done["state"] == "done"
    assert done["counts"] == {
        **dict.fromkeys(
            ("available", "allocated", "printed", "packed", "spoiled", "sampled", "void", "unknown"), 0
        ),
        "verified": 5,
    }
    report = plant.json("export", "report", job, "-o", str(plant.folder))
    assert Path(str(report["file"])).read_bytes().startswith(b"%PDF")
    assert plant.json("job", "close", job)["state"] == "closed"
    assert plant.json("audit", "verify")["sound"] is True


def test_a_printed_code_can_be_traced_from_import_to_read_back(plant: Program) -> None:
    plant.json("job", "start", str(order(plant)["job"]))
    code = resources.read_text("sample_plant/codes_level1.txt").splitlines()[1]
    found = plant.json("trace", f"{code[:7]}-{code[7:]}")
    assert found["state"] == "verified"
    events = found["events"]
    assert isinstance(events, list)
    assert [event["what"].split(" (")[0] for event in events] == [
        "imported from codes_level1.txt",
        "allocated",
        "sent",
        "printed",
        "verified",
    ]


def test_the_expiry_of_a_new_batch_follows_from_the_shelf_life(plant: Program) -> None:
    status, _, err = plant(
        *("job", "create", "--product", "8999901", "--lot", "L9", "--made", "2016-02-01"),
        *("--expiry", "2021-01-31", "--count", "1", "--label", "drug_code_b", "--printer", "demo://zebra"),
    )
    assert status == 2
    assert err == (
        "Expiry 2021-01-31 does not follow from production on 2016-02-01 and the shelf life: it must be "
        "2020-01-31 (the day before) or 2020-01-31 (the last whole month).\n"
    )


def test_the_same_code_file_is_refused_the_second_time_and_nothing_changes(plant: Program) -> None:
    status, _, err = plant("codes", "import", str(plant.folder / "codes_level1.txt"))
    assert status == 2
    assert err.startswith("codes_level1.txt: this very file was imported on ")
    assert err.count("\n") == 1
    levels = plant.json("codes", "count")["levels"]
    assert isinstance(levels, list)
    assert levels[0]["issued"] == 10_000


@pytest.mark.parametrize(
    ("arguments", "status", "wording"),
    [
        (("codes", "import", "absent.txt"), 2, "absent.txt"),
        (("trace", "123"), 2, "3"),
        (("trace", "8999901" + "9" * 13), 2, "is not known here"),
        (("job", "status", "77"), 2, "77"),
        (("job", "start"), 2, "required"),
        (("nonsense",), 2, "nonsense"),
        (("printer", "status", "tcp://127.0.0.1:1"), 3, "127.0.0.1"),
        (("printer", "status", "carrier-pigeon://roof"), 2, "tcp://"),
        (("label", "check", "absent", "--dpmm", "12"), 2, "drug_code_b"),
        (("label", "check", "drug_code_b", "--dpmm", "13"), 2, "6, 8, 12 or 24"),
    ],
)
def test_bad_input_is_one_clear_line_and_a_status(
    program: Program, arguments: tuple[str, ...], status: int, wording: str
) -> None:
    found, out, err = program(*arguments)
    assert (found, out) == (status, "")
    assert wording in err
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_troubles_are_told_in_chinese_when_asked(
    program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{program.folder / 'plant.db'}"
    assert main(["--db", url, "--lang", "zh", "trace", "8999901" + "9" * 13]) == 2
    assert capsys.readouterr().err == "此处没有 89999019999999999999：从未导入过含该码的码文件。\n"


def test_every_template_passes_its_rules_on_a_printer_it_is_meant_for(program: Program) -> None:
    templates = program.json("label", "list")["templates"]
    assert isinstance(templates, list)
    assert len(templates) >= 20
    for template in templates:
        dots = 12 if 12 in template["resolutions"] else template["resolutions"][0]
        status, out, _ = program("label", "check", template["name"], "--dpmm", str(dots), "--json")
        errors = [found for found in json.loads(out)["findings"] if found["severity"] == "error"]
        assert (status, errors) == (0, []), template["name"]


@pytest.mark.parametrize("ending", ["png", "pdf", "svg", "zpl"])
def test_a_label_is_rendered_and_never_overwritten(program: Program, ending: str) -> None:
    path = program.folder / f"label.{ending}"
    program.json("label", "render", "drug_code_b", "--dpmm", "12", "-o", str(path))
    first = path.read_bytes()
    assert len(first) > 200
    status, _, err = program("label", "render", "drug_code_b", "--dpmm", "12", "-o", str(path))
    assert (status, path.read_bytes()) == (2, first)
    assert "exists already" in err
