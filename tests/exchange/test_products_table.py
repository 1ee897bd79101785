"""Products as CSV and XLSX tables: written, read again, and read with everything that is wrong."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.codes.gtin import Gtin
from desktop.errors import InputError, Refused
from desktop.exchange.csv_reader import read_csv
from desktop.exchange.products_columns import columns, known_headings
from desktop.exchange.products_table import ProductsTable, read_products_table
from desktop.exchange.products_table_writer import products_csv, products_xlsx
from desktop.exchange.products_xml import read_products
from desktop.exchange.products_xml_writer import products_xml
from desktop.products.details import Details
from desktop.products.packing import Packing, Reading
from desktop.products.product import PackLevel, Product
from desktop.products.version import Master
from desktop.texts import CHINESE, ENGLISH
from tests.exchange.workbooks import workbook
from tests.products.masters import DETAILS, MASTER, POWDER
from tests.refusals import refusal_of

HEADINGS = ("productCode", "typeNo", "药品通用名", "pkgRatio", "Level 1: code prefix", "Level 1: GTIN")
GOOD = ("8021762", "8021762001", "蒙脱石散", "1:10", "8021762", "6932833600109")


def table(folder: Path, *rows: Sequence[str], **how: object) -> ProductsTable:
    path = folder / "products.csv"
    path.write_bytes("\r\n".join(",".join(row) for row in rows).encode("utf-8"))
    return read_products_table(path, **how)  # type: ignore[arg-type]


def read_back(folder: Path, name: str, content: bytes) -> list[Master | None]:
    path = folder / name
    path.write_bytes(content)
    found = read_products_table(path)
    assert found.problems == ()
    return [row.master for row in found.rows]


def with_cell(heading: str, value: str) -> tuple[str, ...]:
    return tuple(value if name == heading else found for name, found in zip(HEADINGS, GOOD, strict=True))


@pytest.mark.parametrize("language", [ENGLISH, CHINESE])
def test_products_come_back_from_csv_as_they_were_written(tmp_path: Path, language: str) -> None:
    assert read_back(tmp_path, "a.csv", products_csv([MASTER], language)) == [MASTER]


@pytest.mark.parametrize("language", [ENGLISH, CHINESE])
def test_products_come_back_from_xlsx_as_they_were_written(tmp_path: Path, language: str) -> None:
    assert read_back(tmp_path, "a.xlsx", products_xlsx([MASTER], language)) == [MASTER]


def test_products_come_back_from_xml_as_the_platform_knows_them() -> None:
    issued = replace(
        POWDER, shelf_life_months=None, levels=tuple(replace(level, gtin=None) for level in POWDER.levels)
    )
    assert read_products(products_xml([POWDER])) == (issued,)


texts = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=15)
children = st.lists(st.integers(1, 500), min_size=1, max_size=4)


@st.composite
def masters(draw: st.DrawFn) -> Master:
    steps = draw(children)
    levels = tuple(
        PackLevel(number, f"80217{number:02}", packs) for number, packs in enumerate((1, *steps), start=1)
    )
    product = replace(
        POWDER, name=draw(texts), spec=draw(texts), form=draw(texts), levels=levels, shelf_life_months=None
    )
    return Master(product, Details.build({"manufacturer": draw(texts), "storage": draw(texts)}))


@settings(deadline=None)
@given(masters())
def test_any_products_come_back_from_csv_and_xlsx(
    tmp_path_factory: pytest.TempPathFactory, master: Master
) -> None:
    folder = tmp_path_factory.mktemp("any")
    for name, content in (
        ("a.csv", products_csv([master], ENGLISH)),
        ("a.xlsx", products_xlsx([master], ENGLISH)),
    ):
        (folder / name).write_bytes(content)
        found = read_products_table(folder / name)
        assert [row.master for row in found.rows] == [master]
        assert not any(problem.blocking for problem in found.problems)


@settings(deadline=None)
@given(masters())
def test_any_products_come_back_from_xml(master: Master) -> None:
    assert read_products(products_xml([master.product])) == (master.product,)


@pytest.mark.parametrize("value", ["=1+1", "+8", "-8", "@SUM(A1)", "'quoted", "=cmd|' /C calc'!A0"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_value_that_excel_would_compute_stays_text(tmp_path: Path, value: str, ending: str) -> None:
    master = Master(replace(POWDER, spec=value), DETAILS)
    write = {"csv": products_csv, "xlsx": products_xlsx}[ending]
    content = write([master], ENGLISH)
    assert read_back(tmp_path, f"a.{ending}", content) == [master]
    if ending == "csv":
        assert f",{value}".encode() not in content


def test_a_csv_file_begins_with_the_mark_that_excel_needs_for_chinese() -> None:
    assert products_csv([MASTER], CHINESE).startswith(b"\xef\xbb\xbf")


def test_each_heading_means_one_column() -> None:
    headings = known_headings()
    for column in columns():
        for language in (ENGLISH, CHINESE):
            assert headings[column.title.in_language(language).casefold()] == column.key


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_chinese_is_read_in_the_encodings_of_china(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "products.csv"
    path.write_bytes("\n".join(map(",".join, (HEADINGS, GOOD))).encode(encoding))
    found = read_products_table(path)
    assert found.encoding == {"gbk": "gb18030"}.get(encoding, encoding)
    assert found.rows[0].master is not None
    assert found.rows[0].master.product.name == "蒙脱石散"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_sign_between_values_is_found(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "products.csv"
    path.write_text("\n".join(map(separator.join, (HEADINGS, GOOD))), encoding="utf-8")
    assert read_products_table(path).rows[0].master is not None


def test_the_line_that_tells_excel_the_sign_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "products.csv"
    path.write_text("sep=;\n" + "\n".join(map(";".join, (HEADINGS, GOOD))), encoding="utf-8")
    (row,) = read_products_table(path).rows
    assert (row.line, row.master is None) == (3, False)


def test_the_ratio_is_read_as_it_is_told_to(tmp_path: Path) -> None:
    row = with_cell("pkgRatio", "1:10:100")
    for reading, wanted in ((Reading.CUMULATIVE, (1, 10, 10)), (Reading.NESTED, (1, 100, 10))):
        master = table(tmp_path, HEADINGS, row, reading=reading).rows[0].master
        assert master is not None
        assert Packing.of(master.product.levels).children == wanted


@pytest.mark.parametrize(
    ("heading", "value", "told"),
    [
        ("药品通用名", "", "Line 2: Product 8021762001: the product name is missing."),
        ("typeNo", "", "Line 2: Product 蒙脱石散: the type number is missing."),
        ("productCode", "", "Line 2: Product 蒙脱石散: the product code is missing."),
        (
            "pkgRatio",
            "1:4:10",
            (
                "Line 2: Pack ratio 1:4:10: 10 packs do not fill 4 packs evenly. If 10 go into each of the "
                "4, choose the nested reading."
            ),
        ),
        ("pkgRatio", "", "Line 2: No pack ratio was given: expected one like 1:10:100."),
        (
            "Level 1: code prefix",
            "802176",
            "Line 2: Pack level 1: code prefix '802176', expected 7 digits.",
        ),
        (
            "Level 1: GTIN",
            "6932833600108",
            "Line 2: GTIN 6932833600108: check digit is 8, must be 9.",
        ),
        (
            "Level 1: GTIN",
            "96932833600102",
            "Line 2: GTIN 96932833600102: indicator 9 means a variable measure, which no drug pack has.",
        ),
        (
            "Level 1: GTIN",
            "6.93E+12",
            (
                "Line 2, Level 1: GTIN: Excel kept 3 of 13 digits; the others are lost. Take the number anew "
                "from its source, into a column that is formatted as text."
            ),
        ),
    ],
)
def test_a_wrong_line_is_told_with_its_place(tmp_path: Path, heading: str, value: str, told: str) -> None:
    found = table(tmp_path, HEADINGS, with_cell(heading, value))
    assert [str(problem.sentence) for problem in found.problems] == [told]
    assert all(problem.sentence.in_language(CHINESE) != told for problem in found.problems)
    assert found.rows[0].master is None


def test_every_wrong_line_is_told_not_just_the_first(tmp_path: Path) -> None:
    wrong = with_cell("药品通用名", "")
    found = table(tmp_path, HEADINGS, wrong, GOOD, with_cell("typeNo", ""))
    assert [problem.line for problem in found.problems] == [2, 4]


@pytest.mark.parametrize(
    ("second", "key"),
    [
        (("1", "8021762001", "甲", "1:2", "8300001", ""), "8021762001"),
        (("1", "2", "甲", "1:2", "8021762", ""), "8021762"),
        (("1", "2", "甲", "1:2", "8300001", "06932833600109"), "06932833600109"),
    ],
)
def test_a_key_that_stands_in_two_lines_is_told(tmp_path: Path, second: tuple[str, ...], key: str) -> None:
    found = table(tmp_path, HEADINGS, GOOD, second)
    assert [str(problem.sentence) for problem in found.problems if problem.blocking] == [
        f"Line 3: {key} stands in line 2 already."
    ]


def test_damage_is_mended_only_where_a_person_accepted_it(tmp_path: Path) -> None:
    row = with_cell("Level 1: GTIN", "6.932833600109E+12")
    found = table(tmp_path, HEADINGS, row)
    (problem,) = found.problems
    assert problem.mend is not None
    assert (problem.mend.found, problem.mend.proposed) == ("6.932833600109E+12", "6932833600109")
    assert found.rows[0].master is None
    mended = table(tmp_path, HEADINGS, row, mends=[problem.mend])
    assert mended.problems == ()
    assert mended.rows[0].master is not None
    assert mended.rows[0].master.product.level(1).gtin == Gtin("6932833600109")


def test_a_mend_of_another_cell_mends_nothing(tmp_path: Path) -> None:
    row = with_cell("Level 1: GTIN", "6.932833600109E+12")
    (problem,) = table(tmp_path, HEADINGS, row).problems
    assert problem.mend is not None
    elsewhere = replace(problem.mend, line=3)
    assert table(tmp_path, HEADINGS, row, mends=[elsewhere]).rows[0].master is None


def test_a_remark_does_not_keep_a_line_out(tmp_path: Path) -> None:
    found = table(tmp_path, HEADINGS, with_cell("药品通用名", "钂欒劚鐭虫暎"))
    assert found.rows[0].master is not None
    assert [problem.blocking for problem in found.problems] == [False]


def test_columns_that_are_not_known_are_named(tmp_path: Path) -> None:
    found = table(tmp_path, (*HEADINGS, "Farbe", "typeNo"), (*GOOD, "rot", "1", "2"))
    assert [str(problem.sentence) for problem in found.problems] == [
        "Line 1, Farbe: this column is not known; it is passed over.",
        "Line 1, typeNo: this column stands here twice; the second is passed over.",
        "Line 2: stands behind the last heading; it is passed over.",
    ]
    assert found.rows[0].master is not None


def test_a_gtin_for_a_level_that_the_ratio_does_not_have_is_told(tmp_path: Path) -> None:
    found = table(tmp_path, (*HEADINGS, "level_3.gtin"), (*GOOD, "16932833600106"))
    assert [str(problem.sentence) for problem in found.problems] == [
        "Line 2: pack ratio 1:10 has 2 levels, but a prefix or GTIN is given for level 3."
    ]


def test_a_table_without_the_needed_columns_is_refused(tmp_path: Path) -> None:
    said = refusal_of(lambda: table(tmp_path, HEADINGS[:2], GOOD[:2]), InputError)
    assert said == (
        "products.csv: no column with the heading Generic name / 药品通用名, Pack ratio / 包装比例 in its "
        "first line. Export a product table here to see all headings."
    )


def test_numbers_of_a_workbook_are_taken_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "products.xlsx"
    values = [8021762, 8021762001, "蒙脱石散", "1:10", 8021762, 6932833600109]
    path.write_bytes(workbook([HEADINGS, values]))
    found = read_products_table(path)
    assert (found.kind, found.problems) == ("xlsx", ())
    assert found.rows[0].master is not None
    assert found.rows[0].master.product.level(1).gtin == Gtin("6932833600109")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "p.csv is empty: expected a table (CSV or XLSX)."),
        (
            b"%PDF-1.7",
            "p.csv is a PDF file, not a table (CSV or XLSX): decrypt or export it in the platform ",
        ),
        (b'a,"b\nc', "p.csv: the quotation marks of line 2 do not match; its values cannot be told apart."),
        (b"a\xff\xff,b", "p.csv: byte 2 is 0xFF, which is neither UTF-8 nor GB18030 text."),
        (b"\n\n", "p.csv holds no product."),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "p.csv"
    path.write_bytes(content)
    assert refusal_of(lambda: read_products_table(path), InputError).startswith(told)


def test_a_table_with_too_many_rows_is_refused() -> None:
    said = refusal_of(lambda: read_csv(b"a\n" * 4, "p.csv", max_rows=3), InputError)
    assert said == "p.csv has more than 3 rows: split it."


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "p.csv"
    path.write_bytes(data)
    try:
        found = read_products_table(path)
    except InputError:
        return
    assert found.rows == ()


def test_products_xml_groups_the_packs_of_one_product() -> None:
    other = replace(
        POWDER,
        type_no="8021762002",
        levels=(PackLevel(1, "8300001", 1), PackLevel(2, "8300002", 20)),
        shelf_life_months=None,
    )
    content = products_xml([POWDER, other])
    assert content.count(b"<product ") == 1
    assert [product.type_no for product in read_products(content)] == ["8021762001", "8021762002"]


def test_products_xml_holds_signs_that_xml_must_escape() -> None:
    odd = replace(POWDER, name='<甲> & "乙"', spec="a'b")
    (found,) = read_products(products_xml([odd]))
    assert (found.name, found.spec) == ('<甲> & "乙"', "a'b")


def test_products_xml_has_no_place_for_a_level_without_prefix() -> None:
    bare: Product = replace(POWDER, levels=(*POWDER.levels[:2], replace(POWDER.levels[2], prefix="")))
    assert refusal_of(lambda: products_xml([bare]), Refused) == (
        "Level 3 of 蒙脱石散 has no code prefix, so products.xml cannot hold it. Export a CSV or XLSX table "
        "instead."
    )


def test_products_xml_has_no_place_for_two_names_of_one_code() -> None:
    said = refusal_of(lambda: products_xml([POWDER, replace(POWDER, name="另一药")]), Refused)
    assert said == (
        "Product code 8021762 has two names, 蒙脱石散 and 另一药; products.xml holds one. Export a CSV or "
        "XLSX table instead."
    )
