"""The pool from the command line: one JSON object, one line of trouble, a status."""

import json
from pathlib import Path
from typing import Any

import resources
from tests.program.test_command_line import Program, plant, program

__all__ = ["plant", "program"]

CODES = resources.read_text("sample_plant/codes_level1.txt").splitlines()[1:]
NEW = [f"8999901{serial:09d}4711" for serial in range(700_000_000, 700_000_005)]
PRODUCT = "06932833600109"


def answer_no(program: Program, *arguments: str) -> dict[str, object]:
    """Run a command whose answer is no."""
    status, out, err = program(*arguments, "--json")
    assert (status, err) == (1, "")
    found = json.loads(out)
    assert isinstance(found, dict)
    return found


def new_codes(plant: Program, name: str = "new.csv") -> str:
    path = plant.folder / name
    path.write_text("".join(f"{line}\n" for line in ("code,n", *(f"{code},1" for code in NEW))))
    return str(path)


def rows(answer: dict[str, object], name: str) -> list[dict[str, Any]]:
    """The rows of an answer."""
    found = answer[name]
    assert isinstance(found, list)
    return found


def import_upper_levels(plant: Program) -> None:
    for name in ("codes_level2.txt", "codes_level3.txt"):
        plant.json("codes", "import", plant.sample_file(name))


def test_a_file_is_looked_at_and_imported(plant: Program) -> None:
    path = new_codes(plant)
    looked = plant.json("codes", "preview", path)
    assert (looked["importable"], looked["count"], looked["kind"]) == (True, 5, "csv")
    assert looked["columns"] == ["code", "n"]
    assert plant.json("codes", "import", path)["count"] == 5
    again = answer_no(plant, "codes", "preview", path)
    assert (again["importable"], again["problem_count"]) == (False, 1)
    status, out, err = plant("codes", "import", path)
    assert (status, out) == (2, "")
    assert err.startswith("new.csv: this very file was imported on ")


def test_a_column_is_chosen(plant: Program) -> None:
    path = new_codes(plant)
    status, _, err = plant("codes", "import", path, "--column", "n")
    assert status == 2
    assert "new.csv has 5 problems; nothing of it was taken." in err
    assert plant.json("codes", "import", path, "--column", "code")["count"] == 5


def test_codes_are_searched(plant: Program) -> None:
    found = plant.json("codes", "search", CODES[3])
    assert found["codes"] == [
        {
            "code": CODES[3],
            "state": "available",
            "product": rows(plant.json("codes", "count"), "levels")[0]["product"],
            "level": 1,
            "job": None,
            "reservation": None,
            "file": "codes_level1.txt",
        }
    ]
    assert len(rows(plant.json("codes", "search", "8999901", "--limit", "7"), "codes")) == 7
    assert answer_no(plant, "codes", "search", "1") == {"codes": []}
    assert plant("codes", "search", "x")[0] == 2


def test_codes_are_planned(plant: Program) -> None:
    plan = answer_no(plant, "codes", "plan", PRODUCT, "--units", "1007", "--spare", "2.5")
    assert plan["enough"] is False
    assert rows(plan, "levels")[0] == {
        "level": 1,
        "needed": 1007,
        "spare": 26,
        "total": 1033,
        "available": 10_000,
        "missing": 0,
        "last": 0,
        "of": 1,
    }
    plant.json(
        "codes", "import", plant.sample_file("codes_level2.txt"), plant.sample_file("codes_level3.txt")
    )
    assert plant.json("codes", "plan", PRODUCT, "--units", "50", "--spare", "1=10", "--spare", "3=0")[
        "enough"
    ]
    status, _, err = plant("codes", "plan", PRODUCT, "--units", "50", "--spare", "much")
    assert (status, err) == (
        2,
        "--spare much: expected a percentage such as 2.5, or 1=2.5 for level 1.\n",
    )


def test_codes_are_kept_and_released(plant: Program) -> None:
    kept = plant.json("codes", "allocate", PRODUCT, "--count", "10", "--purpose", "lot L9")
    [row] = rows(kept, "reservations")
    assert row == {
        "reservation": 1,
        "product": row["product"],
        "level": 1,
        "count": 10,
        "purpose": "lot L9",
        "first": min(CODES),
        "last": sorted(CODES)[9],
        "file": None,
        "released": False,
    }
    released = plant.json("codes", "release", "1")
    assert (released["reservation"], released["released"]) == (1, True)
    assert plant("codes", "release", "1")[0] == 2


def test_codes_for_all_levels_are_kept_at_once(plant: Program) -> None:
    plant.json(
        "codes", "import", plant.sample_file("codes_level2.txt"), plant.sample_file("codes_level3.txt")
    )
    kept = plant.json("codes", "allocate", PRODUCT, "--units", "200", "--spare", "1=1", "--purpose", "L9")
    assert [(row["level"], row["count"]) for row in rows(kept, "reservations")] == [
        *((1, 202), (2, 20), (3, 2))
    ]


def test_codes_are_returned_as_a_file(plant: Program) -> None:
    out = plant.folder / "back.txt"
    done = plant.json(
        *("codes", "return", PRODUCT, "--level", "1", "--count", "4", "--reason", "spare", "-o", str(out))
    )
    assert (done["count"], done["first"], done["out"]) == (4, min(CODES), str(out))
    assert out.read_bytes().split(b"\r\n" if b"\r\n" in out.read_bytes() else b"\n")[1:5] == [
        code.encode() for code in sorted(CODES)[:4]
    ]
    level = rows(plant.json("codes", "count"), "levels")[0]
    assert level["counts"]["returned"] == 4
    assert plant.json("trace", min(CODES))["state"] == "returned"
    assert plant.json("audit", "verify")["sound"] is True
    status, _, err = plant("codes", "return", PRODUCT, "--level", "1", "-o", str(out))
    assert (status, err) == (2, f"{out} exists already: choose another name.\n")


def test_an_alarm_is_set_and_told(plant: Program) -> None:
    plant.json("codes", "alarm", PRODUCT, "--level", "1", "--below", "20000")
    level = rows(plant.json("codes", "count"), "levels")[0]
    assert (level["low"], level["threshold"], level["lasts_until"]) == (True, 20000, None)
    assert "10000 codes are left, fewer than 20000" in plant("codes", "count")[1]
    plant.json("codes", "alarm", PRODUCT, "--level", "1", "--off")
    assert "are left" not in plant("codes", "count")[1]


def test_uniqueness_is_proven_and_the_proof_verified(plant: Program) -> None:
    out = plant.folder / "proof.json"
    proof = plant.json("codes", "proof", "-o", str(out))
    assert (proof["codes"], proof["repeats"], proof["files"]) == (10_000, 0, 1)
    assert json.loads(out.read_text(encoding="utf-8"))["signature"] == proof["signature"]
    assert proof["audit_head"] == plant.json("audit", "verify")["head"]
    assert proof["files_written"] == [str(out)]
    for more in ([], ["--pool"], ["--codes", plant.sample_file("codes_level1.txt")]):
        found = plant.json("codes", "proof", "verify", str(out), *more)
        assert (found["holds"], found["genuine"], found["key_of_this_plant"]) == (True, True, True)
        assert found["same_codes"] is (True if more else None)


def test_a_proof_that_was_changed_does_not_hold(plant: Program) -> None:
    out = plant.folder / "proof.json"
    plant.json("codes", "proof", "-o", str(out))
    out.write_text(out.read_text(encoding="utf-8").replace('"codes": 10000', '"codes": 10001'))
    found = answer_no(plant, "codes", "proof", "verify", str(out))
    assert (found["holds"], found["genuine"]) == (False, False)
    assert found["faults"] == [
        (
            "The signature does not fit: the facts, the signature or the public key were changed after "
            "the facts were signed."
        ),
        "codes: the proof says 10001, the audit trail 10000.",
    ]
    out.write_text("{}")
    status, said, err = plant("codes", "proof", "verify", str(out))
    assert (status, said) == (2, "")
    assert err == (
        "proof.json is no proof of uniqueness: facts is missing. Choose the .json file that Packmark wrote.\n"
    )


def test_every_command_of_the_pool_speaks_to_people_too(plant: Program, tmp_path: Path) -> None:
    for words in (
        ("plan", PRODUCT, "--units", "5"),
        ("allocate", PRODUCT, "--count", "5", "--purpose", "L1"),
        ("release", "1"),
        ("return", PRODUCT, "--level", "1", "--count", "5", "-o", str(tmp_path / "back.txt")),
        ("search", "8999901", "--limit", "2"),
        ("preview", new_codes(plant)),
        ("proof", "-o", str(tmp_path / "proof.pdf")),
        ("proof", "verify", str(tmp_path / "proof.json"), "--pool"),
    ):
        status, out, err = plant("codes", *words)
        assert err == ""
        assert status in {0, 1}
        assert out.strip()
