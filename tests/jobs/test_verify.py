"""What was read against what was to be printed."""

import pytest

from desktop.devices import Picture
from desktop.jobs.verify import LabelVerifier, expected_symbols, formats_of
from desktop.labels.document import LabelDesign, Title
from desktop.labels.elements import SymbolElement
from desktop.labels.image import rows_of
from desktop.labels.layout import plan_labels
from desktop.labels.primitives import Symbology
from desktop.products.job import label_values
from desktop.reading.reader import ReadSymbol, SymbolReader
from desktop.texts import CHINESE
from desktop.units import Resolution
from tests.fakes import FakeReader, code_plan, picture_of
from tests.reading.drawing import CODE, draw_code, label, packed

EXPECTED = (ReadSymbol("]C0", CODE),)


def verdict_on(*symbols: ReadSymbol) -> str | None:
    trouble = LabelVerifier(FakeReader()).verify(picture_of(1, *symbols), 12, EXPECTED).trouble
    return None if trouble is None else str(trouble)


def test_a_label_that_says_what_it_must_is_good() -> None:
    assert verdict_on(*EXPECTED) is None


def test_a_label_with_other_data_is_named_with_both_values() -> None:
    assert verdict_on(ReadSymbol("]C0", "1" * 20)) == (
        f"Label 12 must say {CODE} (]C0), but says {'1' * 20} (]C0)."
    )


def test_a_label_on_which_nothing_is_read_is_not_good() -> None:
    assert verdict_on() == f"Label 12 must say {CODE} (]C0), but nothing on it can be read."


def test_the_same_digits_in_another_symbology_are_not_good() -> None:
    assert verdict_on(ReadSymbol("]C1", CODE)) == f"Label 12 must say {CODE} (]C0), but says {CODE} (]C1)."


@pytest.mark.parametrize("second", [CODE, "1" * 20])
def test_a_second_symbol_is_not_good(second: str) -> None:
    assert verdict_on(*EXPECTED, ReadSymbol("]C0", second)) is not None


def test_the_place_of_symbols_does_not_matter() -> None:
    one, two = ReadSymbol("]C0", "11"), ReadSymbol("]C0", "22")
    assert LabelVerifier(FakeReader()).verify(picture_of(1, two, one), 1, (one, two)).good


def test_what_was_read_cannot_upset_the_sentence() -> None:
    said = verdict_on(ReadSymbol("]C0", "{code}\x1d\x1b[31m" + "9" * 5000))
    assert said is not None
    assert said.isprintable()
    assert "{code}\\x1d\\x1b" in said
    assert len(said) < 300


def test_the_verdict_can_be_said_in_chinese() -> None:
    trouble = LabelVerifier(FakeReader()).verify(picture_of(1), 12, EXPECTED).trouble
    assert trouble is not None
    assert trouble.in_language(CHINESE) == f"第 12 张标签应为 {CODE} (]C0)，但未能读出任何条码。"


def test_a_label_must_say_the_data_of_all_its_symbols() -> None:
    plan = code_plan()
    assert expected_symbols(plan, plan.fill({"code": CODE})) == EXPECTED


LINEAR_AND_MATRIX = (
    (Symbology.CODE_128, "{code}"),
    (Symbology.GS1_128, "(01){gtin}(21){serial}"),
    (Symbology.EAN_13, "6932833600109"),
    (Symbology.EAN_8, "96385074"),
    (Symbology.UPC_A, "036000291452"),
    (Symbology.ITF_14, "{gtin}"),
    (Symbology.DATA_MATRIX, "{code}"),
    (Symbology.GS1_DATA_MATRIX, "(01){gtin}(10)L1(21){serial}"),
    (Symbology.QR, "https://id.gs1.org/01/{gtin}/21/{serial}"),
    (Symbology.GS1_QR, "(01){gtin}(21){serial}"),
)


@pytest.mark.parametrize(("symbology", "data"), LINEAR_AND_MATRIX)
def test_a_symbol_of_any_symbology_is_verified_from_its_dots_and_no_other_is_taken_for_it(
    symbology: Symbology, data: str
) -> None:
    element = SymbolElement("symbol", 10.0, 5.0, symbology, data, 0.5, 10.0)
    design = LabelDesign("d", Title("d", "d"), 200.0, 40.0, (element,))
    plan = plan_labels(design, Resolution(8), {"gtin": "06932833600109"})
    one, other = (plan.fill(label_values(code, 1)) for code in (CODE, CODE[::-1]))
    rows = rows_of(plan.primitives(one), plan.width_dots, plan.height_dots)
    picture = Picture(1, plan.width_dots, plan.height_dots, rows)
    with SymbolReader(formats_of(plan)) as reader:
        verifier = LabelVerifier(reader)
        assert verifier.verify(picture, 12, expected_symbols(plan, one)).trouble is None
        changes = expected_symbols(plan, one) != expected_symbols(plan, other)
        assert verifier.verify(picture, 12, expected_symbols(plan, other)).good is not changes


def test_real_dots_are_verified_by_the_real_reader() -> None:
    picture = label()
    with SymbolReader() as reader:
        verifier = LabelVerifier(reader)
        assert verifier.verify(Picture(1, *packed(picture)), 12, EXPECTED).good
        draw_code(picture, "1" * 20, 60, 220)
        assert not verifier.verify(Picture(1, *packed(picture)), 12, EXPECTED).good
