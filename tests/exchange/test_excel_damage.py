"""What spreadsheets do to values is found; what it was is offered only where nothing was lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.codes.gtin import check_digit
from desktop.exchange.cells import EMPTY, Cell, CellKind
from desktop.exchange.excel_damage import damage_of
from desktop.products.fields import Kind
from desktop.texts import CHINESE

LOST = (
    "Excel kept 3 of 13 digits; the others are lost. Take the number anew from its source, into a column "
    "that is formatted as text."
)
ROUNDED = (
    "numbers of {} digits were rounded by Excel, which keeps 15; take them anew from their source and save "
    "the column as text."
)


def text(value: str) -> Cell:
    return Cell(CellKind.TEXT, value)


def number(value: str) -> Cell:
    return Cell(CellKind.NUMBER, value)


@pytest.mark.parametrize(
    ("cell", "kind", "told", "mended"),
    [
        (
            text("6.93E+12"),
            Kind.GTIN,
            LOST,
            None,
        ),
        (text("6.932833600109E+12"), Kind.GTIN, "Excel wrote the number with an exponent.", "6932833600109"),
        (text("6932833600109.0"), Kind.GTIN, "a decimal point with zeros was added to it.", "6932833600109"),
        (
            text("'6932833600109"),
            Kind.GTIN,
            "an apostrophe stands before it, which Excel uses to mark text.",
            "6932833600109",
        ),
        (
            text("６９３２８３３６００１０９"),
            Kind.GTIN,
            "full-width digits, spaces, hyphens or invisible characters stand in it.",
            "6932833600109",
        ),
        (
            text("693-2833-600109"),
            Kind.GTIN,
            "full-width digits, spaces, hyphens or invisible characters stand in it.",
            "6932833600109",
        ),
        (
            text("6932833600109\u00a0"),
            Kind.GTIN,
            "full-width digits, spaces, hyphens or invisible characters stand in it.",
            "6932833600109",
        ),
        (
            number("36000291452"),
            Kind.GTIN,
            "11 digits: zeros at its beginning seem to be lost.",
            "036000291452",
        ),
        (
            number("1111010"),
            Kind.CLASS,
            "7 digits: zeros at its beginning seem to be lost.",
            "01111010",
        ),
        (
            number("81000210157090209000"),
            Kind.GTIN,
            ROUNDED.format(20),
            None,
        ),
        (
            text("81000210157090200000"),
            Kind.PREFIX,
            ROUNDED.format(20),
            None,
        ),
        (
            number("911100006000373410"),
            Kind.ORGANISATION,
            ROUNDED.format(18),
            None,
        ),
        (
            Cell(CellKind.FORMULA, "=A1"),
            Kind.TEXT,
            "holds a formula; formulas are not computed here. Paste its result as a value.",
            None,
        ),
        (Cell(CellKind.OTHER, "#N/A"), Kind.TEXT, "holds an error or a truth value of Excel (#N/A).", None),
        (
            Cell(CellKind.MOMENT, "2026-01-02 00:00:00"),
            Kind.TEXT,
            "Excel made a date or a time of it (2026-01-02 00:00:00); write it as text.",
            None,
        ),
        (
            Cell(CellKind.MOMENT, "01:10:00"),
            Kind.RATIO,
            "Excel took the ratio for a time of day (01:10:00).",
            "1:10",
        ),
        (
            Cell(CellKind.MOMENT, "01:10:50"),
            Kind.RATIO,
            "Excel took the ratio for a time of day (01:10:50).",
            "1:10:50",
        ),
        (text("\ufeff蒙脱石散"), Kind.TEXT, "invisible characters stand in it.", "蒙脱石散"),
        (
            text("钂欒劚鐭虫暎"),
            Kind.TEXT,
            "looks like UTF-8 text that was read as GBK; it would be “蒙脱石散”.",
            "蒙脱石散",
        ),
    ],
)
def test_damage_is_told_with_what_it_was(cell: Cell, kind: Kind, told: str, mended: str | None) -> None:
    found = damage_of(cell, kind)
    assert found is not None
    assert (str(found.why), found.mended) == (told, mended)
    assert found.why.in_language(CHINESE) != told


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("6932833600109", Kind.GTIN),
        ("06932833600109", Kind.GTIN),
        ("12345670", Kind.GTIN),
        ("614141007349", Kind.GTIN),
        ("8021762", Kind.PREFIX),
        ("86904879000126", Kind.STANDARD_CODE),
        ("蒙脱石散", Kind.TEXT),
        ("联通", Kind.TEXT),
        ("1:10:100", Kind.RATIO),
        ("1-2", Kind.TEXT),
        ("91110000600037341L", Kind.ORGANISATION),
        ("9990001001", Kind.TYPE_NO),
        ("A-12", Kind.PRODUCT_CODE),
        ("48", Kind.NUMBER),
    ],
)
def test_a_sound_value_is_no_damage(value: str, kind: Kind) -> None:
    assert damage_of(text(value), kind) is None


def test_a_number_that_excel_kept_whole_is_no_damage() -> None:
    assert damage_of(number("6932833600109"), Kind.GTIN) is None
    assert damage_of(EMPTY, Kind.GTIN) is None


def test_no_zero_is_offered_where_the_check_digit_is_wrong_with_it() -> None:
    assert damage_of(number("36000291453"), Kind.GTIN) is None


def test_a_short_product_code_may_be_right_and_is_only_remarked() -> None:
    found = damage_of(number("21762"), Kind.PRODUCT_CODE)
    assert found is not None
    assert (found.mended, found.blocking) == ("0021762", False)


@given(st.text("0123456789", min_size=11, max_size=11))
def test_zeros_that_a_gtin_lost_are_offered_back(body: str) -> None:
    whole = f"0{body[1:]}".zfill(11) + str(check_digit(f"0{body[1:]}"))
    lost = whole.lstrip("0")
    if len(lost) in {8, 12} or len(lost) < 9:
        return
    found = damage_of(number(lost), Kind.GTIN)
    assert found is not None
    assert found.mended == whole


@given(st.text("0123456789", min_size=12, max_size=12).filter(lambda body: body[0] != "0"))
def test_a_gtin_with_all_its_digits_before_the_exponent_is_offered_back(body: str) -> None:
    whole = body + str(check_digit(body))
    found = damage_of(text(f"{whole[0]}.{whole[1:]}E+12"), Kind.GTIN)
    assert found is not None
    assert found.mended == whole


@given(st.text(max_size=30), st.sampled_from(Kind), st.sampled_from(CellKind))
def test_anything_can_be_looked_at(value: str, kind: Kind, cell_kind: CellKind) -> None:
    found = damage_of(Cell(cell_kind, value), kind)
    assert found is None or str(found.why)
