"""What labels say is compared with job, design, product and batch; every difference is named."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop.grading.model import Edition, SymbolGrade
from desktop.jobs.verify import expected_symbols
from desktop.labels import codec
from desktop.labels.elements import SymbolElement
from desktop.labels.image import rows_of
from desktop.labels.primitives import Symbology
from desktop.operations import content, grading, jobs, labels
from desktop.operations.grading import GradingRequest
from desktop.operations.plant import Plant
from desktop.operations.running import plan_as_printed
from desktop.products.job import label_values
from desktop.storage import codes as stored
from desktop.texts import CHINESE
from printers.emulators.zebra import ZebraEmulator
from tests.operations.conftest import an_order

ELEMENTS = "(01){gtin}(17){expiry:%y%m%d}(10){lot}"
LINEAR, MATRIX = 0, 1


@pytest.fixture
def job_id(plant: Plant, printer: ZebraEmulator, tmp_path: Path) -> int:
    """A printed job; its labels carry the drug code, and product and lot in a DataMatrix."""
    design = labels.load_design(plant, "drug_code_b")
    matrix = SymbolElement("gs1", 4.0, design.height_mm + 2, Symbology.GS1_DATA_MATRIX, ELEMENTS, 0.5)
    design = replace(
        design, name="two symbols", height_mm=design.height_mm + 24, elements=(*design.elements, matrix)
    )
    path = tmp_path / "two.json"
    path.write_text(codec.dump(design), encoding="utf-8")
    order = replace(an_order(plant, printer.address, 3), label=str(path))
    row, _ = jobs.create_job(plant, order)
    jobs.open_job(plant, row.job.id).run()
    return row.job.id


def code_of(plant: Plant, job_id: int, number: int = 2) -> str:
    with plant.store.read() as connection:
        found = stored.of_label(connection, job_id, number)
    assert found is not None
    return found.value


def on_label(plant: Plant, job_id: int, number: int = 2) -> list[SymbolGrade]:
    """The symbols of a label of the job, as a grader reads them."""
    plan = plan_as_printed(plant, jobs.job(plant, job_id).job)
    assert plan is not None
    values = label_values(code_of(plant, job_id, number), number)
    expected = expected_symbols(plan, plan.fill(values))
    return sorted(
        (read(one.symbology_identifier, one.text) for one in expected), key=lambda one: one.identifier
    )


def read(identifier: str, data: str) -> SymbolGrade:
    return SymbolGrade(
        symbology="DataMatrix" if identifier.startswith("]d") else "Code 128",
        identifier=identifier,
        data=data,
        corners=((0, 0), (1, 0), (1, 1), (0, 1)),
        edition=Edition.GBT_14258_2003,
        aperture_mm=None,
        module_px=10,
        module_mm=None,
        grade=4.0,
        parameters=(),
    )


def said(
    plant: Plant, job_id: int, symbols: list[SymbolGrade], *, whole: bool = True
) -> list[tuple[str, int | None]]:
    found = content.check(plant, job_id, symbols, whole_label=whole)
    return [(str(one.text), one.symbol) for one in found]


def test_a_label_that_says_what_it_must_has_no_fault(plant: Plant, job_id: int) -> None:
    symbols = on_label(plant, job_id)
    assert [one.identifier for one in symbols] == ["]C0", "]d2"]
    assert said(plant, job_id, symbols) == []
    assert said(plant, job_id, symbols[::-1]) == []


def test_a_picture_of_a_printed_label_is_read_and_has_no_fault(
    plant: Plant, job_id: int, tmp_path: Path
) -> None:
    plan = plan_as_printed(plant, jobs.job(plant, job_id).job)
    assert plan is not None
    filled = plan.fill(label_values(code_of(plant, job_id), 2))
    rows = rows_of(plan.primitives(filled), plan.width_dots, plan.height_dots)
    packed = np.frombuffer(rows, np.uint8).reshape(plan.height_dots, -1)
    dots = np.unpackbits(packed, axis=1, count=plan.width_dots).repeat(4, 0).repeat(4, 1)
    path = tmp_path / "label.png"
    Image.fromarray(np.pad(np.where(dots, 20, 220).astype(np.uint8), 40, constant_values=220)).save(path)
    graded = grading.grade_file(path, GradingRequest(dpi=1219.2))
    assert {one.identifier for one in graded.symbols} == {"]C0", "]d2"}
    assert said(plant, job_id, list(graded.symbols)) == []


def test_a_missing_symbol_is_named_unless_only_part_of_the_label_was_looked_at(
    plant: Plant, job_id: int
) -> None:
    symbols = on_label(plant, job_id)[:1]
    ((sentence, place),) = said(plant, job_id, symbols)
    assert sentence.startswith("GS1 DataMatrix (]d2) with “01")
    assert "belongs on label 2 and was not found" in sentence
    assert place is None
    assert said(plant, job_id, symbols, whole=False) == []


def test_a_symbol_that_could_not_be_read_is_not_called_missing(plant: Plant, job_id: int) -> None:
    linear, matrix = on_label(plant, job_id)
    assert said(plant, job_id, [linear, replace(matrix, identifier="", data="")]) == []


def test_a_typed_result_without_an_identifier_is_compared_by_its_data(plant: Plant, job_id: int) -> None:
    for symbol in on_label(plant, job_id):
        assert said(plant, job_id, [replace(symbol, identifier="")], whole=False) == []


def test_a_surplus_symbol_is_named(plant: Plant, job_id: int) -> None:
    symbols = [*on_label(plant, job_id), read("]E0", "6901234567892")]
    assert said(plant, job_id, symbols) == [
        (
            "EAN-13 (]E0) with “6901234567892” is not on the design of label 2. Find out how it came there.",
            2,
        )
    ]


def test_the_same_digits_in_another_symbology_are_a_fault(plant: Plant, job_id: int) -> None:
    linear, matrix = on_label(plant, job_id)
    ((sentence, place),) = said(plant, job_id, [replace(linear, identifier="]C1"), matrix])[-1:]
    assert place == LINEAR
    assert linear.data[:7] in sentence


@pytest.mark.parametrize(
    ("ai", "title"), [("10", "(10) BATCH/LOT is “X9”"), ("17", "(17) USE BY or EXPIRY is “330101”")]
)
def test_another_lot_or_date_in_an_element_string_is_named(
    plant: Plant, job_id: int, ai: str, title: str
) -> None:
    linear, matrix = on_label(plant, job_id)
    gtin, expiry, lot = matrix.data[:16], matrix.data[16:24], matrix.data[24:]
    other = gtin + ("17330101" + lot if ai == "17" else expiry + "10X9")
    ((sentence, place),) = said(plant, job_id, [linear, replace(matrix, data=other)])
    assert title in sentence
    assert f"job {job_id} prints" in sentence
    assert place == MATRIX


def test_a_foreign_gtin_and_that_of_another_level_are_named(plant: Plant, job_id: int) -> None:
    linear, matrix = on_label(plant, job_id)
    foreign = replace(matrix, data="0106901234567892" + matrix.data[16:])
    ((sentence, _),) = said(plant, job_id, [linear, foreign])
    assert "GTIN 06901234567892 is of no product here" in sentence


def test_two_codes_on_one_label_are_a_fault(plant: Plant, job_id: int) -> None:
    first, matrix = on_label(plant, job_id, 1)
    second, _ = on_label(plant, job_id, 2)
    sentences = [sentence for sentence, _ in said(plant, job_id, [first, matrix, second])]
    assert any("carry 2 different codes" in sentence for sentence in sentences)


def test_a_code_that_nobody_imported_is_told_with_the_product_of_its_prefix(
    plant: Plant, job_id: int
) -> None:
    linear, matrix = on_label(plant, job_id)
    unknown = linear.data[:7] + "9" * 13
    sentences = [text for text, _ in said(plant, job_id, [replace(linear, data=unknown), matrix])]
    assert "is not known here" in sentences[0]
    assert sentences[1].startswith("Its first 7 digits are those of")


def test_a_code_of_another_job_is_named_with_it(plant: Plant, job_id: int) -> None:
    other, _ = jobs.create_job(plant, an_order(plant, "demo://zebra", 2))
    foreign = code_of(plant, other.job.id, 1)
    linear, matrix = on_label(plant, job_id)
    sentences = [text for text, _ in said(plant, job_id, [replace(linear, data=foreign), matrix])]
    assert any(f"is a code of job {other.job.id}, not of job {job_id}" in text for text in sentences)


def test_a_code_that_was_never_printed_must_not_be_on_a_label(plant: Plant) -> None:
    row, _ = jobs.create_job(plant, an_order(plant, "demo://zebra", 2))
    (told,) = said(plant, row.job.id, [read("]C0", code_of(plant, row.job.id, 1))])
    assert "no label with it may be on a pack" in told[0]


def test_what_nobody_read_is_said_and_is_no_fault() -> None:
    (remark,) = content.not_checked()
    assert "human-readable text was not read" in str(remark)
    assert "目视" in remark.in_language(CHINESE)
