"""Files of codes are looked at, imported, found again; what is wrong is told before anything is done."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

import resources
from desktop.app import open_plant
from desktop.errors import Cancelled, InputError, Refused
from desktop.exchange.code_format import FileKind
from desktop.operations import codes, products, sample_plant
from desktop.operations.plant import Plant
from desktop.products.code_pool import CodeState
from tests.exchange.code_texts import PREFIX, text
from tests.refusals import refusal_of

NEW = [f"{PREFIX}{serial:09d}4711" for serial in range(500_000_000, 500_000_020)]
"""Codes of the sample product's level 1 that are in none of its files."""

KNOWN = resources.read_text("sample_plant/codes_level1.txt").splitlines()[1:]


def file(folder: Path, *lines: str, name: str = "new.txt") -> Path:
    path = folder / name
    path.write_text(text(*lines), encoding="utf-8")
    return path


def available(plant: Plant) -> int:
    return codes.pool_levels(plant)[0].counts.available


def test_a_preview_says_what_an_import_would_do_and_does_nothing(plant: Plant, tmp_path: Path) -> None:
    path = file(tmp_path, f"a#b#999901#9990001001#1#{NEW[0]}#{NEW[-1]}#8", *NEW)
    found = codes.preview_codes(plant, path)
    assert (found.importable, found.kind, found.level, found.prefix) == (
        True,
        FileKind.PLATFORM,
        1,
        PREFIX,
    )
    assert (found.count, found.first, found.last) == (20, NEW[0], NEW[-1])
    assert found.header == f"a#b#999901#9990001001#1#{NEW[0]}#{NEW[-1]}#8"
    assert str(found.sentence) == f"20 codes of {found.product}, level 1, will be imported."
    assert available(plant) == 10_000
    assert codes.import_codes(plant, path).count == 20
    assert available(plant) == 10_020


def test_a_preview_names_every_line_whose_code_is_known(plant: Plant, tmp_path: Path) -> None:
    path = file(tmp_path, NEW[0], KNOWN[7], NEW[1], KNOWN[3], NEW[2])
    found = codes.preview_codes(plant, path)
    assert (found.importable, found.problem_count) == (False, 2)
    assert sorted(map(str, found.problems)) == [
        f"Line 2: code {KNOWN[7]} was imported with file codes_level1.txt.",
        f"Line 4: code {KNOWN[3]} was imported with file codes_level1.txt.",
    ]
    assert str(found.sentence) == "new.txt has 2 problems; nothing of it would be imported."
    said = refusal_of(lambda: codes.import_codes(plant, path), Refused)
    assert f"Code {KNOWN[7]} was imported with file codes_level1.txt." in said
    assert available(plant) == 10_000


def test_a_preview_counts_what_it_does_not_name(plant: Plant, tmp_path: Path) -> None:
    found = codes.preview_codes(plant, file(tmp_path, *KNOWN[:250]))
    assert (found.problem_count, len(found.problems), found.count) == (250, 100, 250)


def test_the_preview_of_a_file_that_is_known_says_when_it_came(plant: Plant, tmp_path: Path) -> None:
    path = file(tmp_path, *NEW)
    codes.import_codes(plant, path)
    found = codes.preview_codes(plant, path.rename(tmp_path / "renamed.txt"))
    assert found.problem_count == 1
    assert str(found.problems[0]).startswith("renamed.txt: this very file was imported on ")


def test_the_preview_of_what_is_no_code_file_says_so(plant: Plant, tmp_path: Path) -> None:
    path = tmp_path / "codes.pdf"
    path.write_bytes(b"%PDF-1.7\n")
    found = codes.preview_codes(plant, path)
    assert (found.kind, found.importable, found.problem_count) == (None, False, 1)
    assert str(found.sentence).startswith("codes.pdf is a PDF file, not a code file")


def test_a_preview_offers_the_columns_of_a_table(plant: Plant, tmp_path: Path) -> None:
    lines = [f"{n},{code}" for n, code in enumerate(NEW)]
    path = file(tmp_path, "n,追溯码", *lines, name="new.csv")
    found = codes.preview_codes(plant, path)
    assert (found.kind, found.columns, found.column) == (FileKind.CSV, ("n", "追溯码"), "追溯码")
    assert not codes.preview_codes(plant, path, column="n").importable
    assert codes.import_codes(plant, path, column="B").count == 20


def test_a_workbook_is_imported(plant: Plant, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for code in NEW:
        sheet.append([code])
    book.save(tmp_path / "new.xlsx")
    assert codes.import_codes(plant, tmp_path / "new.xlsx").count == 20
    assert codes.imported_files(plant)[0].kind is FileKind.XLSX


def test_progress_rises_and_a_cancelled_import_keeps_nothing(plant: Plant, tmp_path: Path) -> None:
    path = file(tmp_path, *NEW)
    seen: list[float] = []

    def cancel_late(fraction: float) -> bool:
        seen.append(fraction)
        return fraction < 1

    said = refusal_of(lambda: codes.import_codes(plant, path, cancel_late), Cancelled)
    assert said == "Import of new.txt was cancelled; nothing was kept."
    assert seen == sorted(seen)
    assert available(plant) == 10_000
    assert codes.import_codes(plant, path, lambda _: True).count == 20


def test_a_preview_can_be_cancelled(plant: Plant, tmp_path: Path) -> None:
    path = file(tmp_path, *NEW)
    refusal_of(lambda: codes.preview_codes(plant, path, lambda fraction: fraction < 0.4), Cancelled)
    refusal_of(lambda: codes.preview_codes(plant, path, lambda fraction: fraction < 0.9), Cancelled)


def test_codes_are_found_by_their_first_digits(plant: Plant) -> None:
    ordered = sorted(KNOWN)
    found = codes.search_codes(plant, ordered[0][:13], limit=3)
    assert [row.code for row in found] == ordered[:3]
    assert {(row.state, row.level, row.job_id, row.file) for row in found} == {
        (CodeState.AVAILABLE, 1, None, "codes_level1.txt")
    }


@pytest.mark.parametrize("written", ["{0}", " {0}\n", "{1}-{2}", "{1} {2}"])
def test_a_whole_code_is_found_however_it_is_grouped(plant: Plant, written: str) -> None:
    code = KNOWN[5]
    [row] = codes.search_codes(plant, written.format(code, code[:7], code[7:]))
    assert row.code == code


def test_nothing_is_found_for_nothing(plant: Plant) -> None:
    assert codes.search_codes(plant, "  ") == ()
    assert codes.search_codes(plant, "1") == ()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("8999901x", "Search: 'x' is no digit; type a code or its first digits."),
        ("８9", "Search: '８' (full width) is no digit; type a code or its first digits."),
        ("8" * 21, "Search: found 21 digits, a code has 20."),
    ],
)
def test_what_is_no_beginning_of_a_code_is_refused(plant: Plant, typed: str, told: str) -> None:
    assert refusal_of(lambda: codes.search_codes(plant, typed), InputError) == told


def test_imported_files_are_listed_newest_first(plant: Plant, tmp_path: Path) -> None:
    codes.import_codes(plant, file(tmp_path, *NEW))
    files = codes.imported_files(plant)
    assert [row.name for row in files] == [
        *("new.txt", "codes_level3.txt", "codes_level2.txt", "codes_level1.txt")
    ]
    assert (files[0].kind, files[0].count, files[0].level) == (FileKind.TXT, 20, 1)
    assert files[1].kind is FileKind.PLATFORM


@pytest.fixture
def empty(tmp_path: Path) -> Callable[[], None]:
    """Imports the sample codes into a plant that knows no product."""

    def attempt() -> None:
        with open_plant(f"sqlite:///{tmp_path / 'empty.db'}", tmp_path) as plant:
            codes.import_codes(plant, file(tmp_path, *NEW))

    return attempt


def test_codes_of_no_known_product_are_refused(empty: Callable[[], None]) -> None:
    assert refusal_of(empty, InputError) == (
        "new.txt: its codes begin with 8999901, which no product has. Import products.xml first."
    )


def test_a_preview_tells_of_the_product_and_of_the_lines_at_once(plant: Plant, tmp_path: Path) -> None:
    found = codes.preview_codes(plant, file(tmp_path, "80000000000000004711", "80000000000000014711", "x"))
    assert [str(problem) for problem in found.problems] == [
        "Line 3: character 1 is 'x'; expected 20 digits and nothing else.",
        "new.txt: its codes begin with 8000000, which no product has. Import products.xml first.",
    ]
    assert (found.product, found.problem_count) == (None, 2)


def test_the_pool_tells_product_level_and_prefix(plant: Plant) -> None:
    product = products.find_product(plant, sample_plant.GTIN)
    levels = codes.pool_levels(plant)
    assert [(row.product_id, row.level, row.counts.issued, row.low) for row in levels] == [
        (product.id, 1, 10_000, False),
        (product.id, 2, 1_000, False),
        (product.id, 3, 100, False),
    ]
