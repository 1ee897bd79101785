"""The grade report says what was measured, on pages on which nothing lies over anything else."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from desktop.exchange.grade_marks import marks_of, sign_of
from desktop.exchange.grade_report import GradeReport, ReportedPicture, grade_report_pdf
from desktop.exchange.profile_chart import worst_scan
from desktop.exchange.symbol_picture import crop
from desktop.grading.grader import grade_picture
from desktop.grading.model import Calibration, GradingImage, Name, Parameter, SymbolGrade
from desktop.grading.picture import image_of
from desktop.products.quality import Verdict
from desktop.texts import say
from tests.exchange.printed_words import beyond, collisions, needs_poppler, text_of, words_of
from tests.grading.pictures import sheet, symbol

CODE = "81234561234567891234"
CARD = Calibration(0, 100, 0, 1, "card 7", "Li", "2026-11-22")
DIGEST = "ab" * 32


@cache
def pictured(kind: str, *, calibrated: bool = True) -> tuple[GradingImage, SymbolGrade]:
    """One symbol with a void, twelve pixels to a module of 0.5 mm or so."""
    drawn = symbol(CODE, kind, 4 if kind == "Code128" else 12)[:300].copy()
    drawn[40:52, 40:52] = 220
    image = image_of(sheet((drawn, 90, 90)), px_per_mm=16.0, calibration=CARD if calibrated else None)
    (found,) = grade_picture(image)
    return image, found


def report(
    kind: str = "Code128", *, calibrated: bool = True, minimum: float = 1.5, **changes: object
) -> GradeReport:
    image, found = pictured(kind, calibrated=calibrated)
    remarks = (say("This is no certificate of a verifier that conforms to ISO/IEC 15426."),)
    picture = ReportedPicture("scan.png", DIGEST, image, (replace(found, **changes),), remarks)  # type: ignore[arg-type]
    return GradeReport((picture,), minimum, datetime(2026, 11, 22, 8, 30, tzinfo=UTC), "Li Na")


def parameter(name: str, grade: float | None, place: tuple[float, float]) -> Parameter:
    return Parameter(name, 50.0, grade, (place,))


@needs_poppler
@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("kind", ["Code128", "DataMatrix"])
def test_nothing_on_a_page_lies_over_anything_else_or_in_its_margins(
    kind: str, language: str, tmp_path: Path
) -> None:
    words = words_of(grade_report_pdf(report(kind), language), tmp_path)
    assert collisions(words) == []
    assert beyond(words) == []


@needs_poppler
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_data_of_any_length_are_wrapped(language: str, tmp_path: Path) -> None:
    pdf = grade_report_pdf(report(data="0109012345678901" + "ABCDEFGHIJ" * 60), language)
    words = words_of(pdf, tmp_path)
    assert "".join(word.text for word in words).count("ABCDEFGHIJ") >= 50
    assert beyond(words) == []
    assert collisions(words) == []


@needs_poppler
def test_the_report_tells_the_conditions_of_measuring(tmp_path: Path) -> None:
    told = text_of(grade_report_pdf(report(), "en"), tmp_path)
    for wanted in (
        CODE,
        "GB/T 14258-2003",
        "scan.png",
        DIGEST,
        "Li Na",
        "card 7",
        "ISO/IEC 15426",
        "2026-11-22 08:30:00",
    ):
        assert wanted in told


@needs_poppler
def test_an_uncalibrated_picture_is_reported_without_a_grade(tmp_path: Path) -> None:
    told = text_of(grade_report_pdf(report(calibrated=False), "en"), tmp_path)
    assert "Not measurable" in told
    assert "uncalibrated" in told
    assert "passes" not in told


@needs_poppler
@pytest.mark.parametrize(("minimum", "word"), [(0.0, "passes"), (4.0, "fails")])
def test_the_grade_is_held_against_what_is_needed(minimum: float, word: str, tmp_path: Path) -> None:
    told = text_of(grade_report_pdf(report(minimum=minimum, grade=2.0), "en"), tmp_path)
    assert f"needed: {minimum:.1f} – {word}" in told


@needs_poppler
def test_parameters_have_their_chinese_names_in_the_english_report_too(tmp_path: Path) -> None:
    told = text_of(grade_report_pdf(report(), "en"), tmp_path)
    assert "symbol contrast SC" in told
    assert "符号反差" in told


@needs_poppler
def test_a_provisional_grade_is_reported_as_one(tmp_path: Path) -> None:
    fitted = replace(parameter("PrntGrw", 3.6, (9, 9)), note=say("fitted"), provisional=True)
    told = text_of(grade_report_pdf(report("DataMatrix", parameters=(fitted,)), "en"), tmp_path)
    assert "Provisional grade: fitted" in told


@needs_poppler
def test_pages_are_numbered(tmp_path: Path) -> None:
    words = words_of(grade_report_pdf(report(), "en"), tmp_path)
    last = max(word.page for word in words)
    told = " ".join(word.text for word in words)
    assert all(f"Page {number} of {last}" in told for number in range(1, last + 1))


@needs_poppler
def test_control_characters_in_data_are_written_by_name(tmp_path: Path) -> None:
    told = text_of(grade_report_pdf(report(data="10A\x1d21B<b>"), "en"), tmp_path)
    assert "10A<GS>21B<b>" in told


def test_the_same_report_makes_the_same_file() -> None:
    assert grade_report_pdf(report(), "en") == grade_report_pdf(report(), "en")


def test_a_symbol_that_could_not_be_measured_at_all_is_reported() -> None:
    made = report(grade=None, parameters=(), scans=(), modules=None, not_measurable=(say("Not measurable."),))
    assert grade_report_pdf(made, "zh_CN").startswith(b"%PDF")


def test_places_near_each_other_share_a_mark_and_perfect_ones_have_none() -> None:
    _, found = pictured("Code128")
    near = (
        parameter(Name.MOD, 2.0, (100.0, 100.0)),
        parameter(Name.ECMIN, 0.0, (101.0, 101.0)),
        parameter(Name.DEC, 1.0, (400.0, 100.0)),
        parameter(Name.SC, 4.0, (300.0, 100.0)),
        parameter(Name.DEF, None, (200.0, 100.0)),
    )
    marks = marks_of(replace(found, parameters=near))
    assert [(mark.number, mark.names) for mark in marks] == [(1, (Name.MOD, Name.ECMIN)), (2, (Name.DEC,))]


def test_the_worst_scan_is_the_one_with_the_lowest_grade() -> None:
    _, found = pictured("Code128")
    scans = tuple(replace(scan, grade=1.0 if scan.number == 7 else 3.0) for scan in found.scans)
    worst = worst_scan(scans)
    assert worst is not None
    assert worst.number == 7


def test_the_picture_of_a_symbol_holds_all_of_it_and_is_not_larger_than_asked() -> None:
    image, found = pictured("DataMatrix")
    part = crop(image, found, most_pixels=100)
    assert max(part.picture.size) <= 100
    assert all(
        part.left <= x <= part.left + part.width and part.top <= y <= part.top + part.height
        for x, y in found.corners
    )


@pytest.mark.parametrize(
    ("grade", "sign"), [(1.5, Verdict.PASSED), (1.4, Verdict.FAILED), (None, Verdict.NOT_MEASURABLE)]
)
def test_what_is_not_measured_is_neither_good_nor_bad(grade: float | None, sign: Verdict) -> None:
    assert sign_of(grade, 1.5) is sign
