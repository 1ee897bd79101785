"""Work orders from files: all or nothing, every faulty row told, whatever a spreadsheet did to it."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.exchange.order_profile import OrderField, OrderProfile, read_profile
from desktop.exchange.order_table import read_orders
from desktop.exchange.problems import Problems
from desktop.operations import batches, order_entry, products, sample_plant, work_orders
from desktop.operations.order_files import OrderTerms, PreviewedAs, import_orders, preview_orders
from desktop.operations.plant import Plant
from tests.operations.orders import a_line
from tests.refusals import refusal_of

MADE = date(2026, 11, 1)
HEADINGS = ["Order", "Product", "Units", "Line", "Lot", "Expiry", "Made"]


@pytest.fixture
def expiry(plant: Plant) -> date:
    product = products.find_product(plant, sample_plant.GTIN)
    return batches.proposed_expiry(plant, product.id, MADE).day_before


def row(number: str, expiry: date, /, **said: object) -> list[object]:
    values = {
        "number": number,
        "product": sample_plant.GTIN,
        "units": "1000",
        "line": "Line 1",
        "lot": "N0001",
        "expiry": expiry.isoformat(),
        "made": MADE.isoformat(),
    }
    return list((values | said).values())


def csv(tmp_path: Path, rows: Sequence[Sequence[object]], headings: Sequence[str] = HEADINGS) -> Path:
    path = tmp_path / "orders.csv"
    path.write_text("\n".join(",".join(map(str, each)) for each in (headings, *rows)), encoding="utf-8-sig")
    return path


def xlsx(tmp_path: Path, rows: Sequence[Sequence[object]]) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for each in (HEADINGS, *rows):
        book.active.append(list(each))
    book.save(tmp_path / "orders.xlsx")
    return tmp_path / "orders.xlsx"


def numbers(plant: Plant) -> list[str]:
    return sorted(one.number for one in work_orders.list_orders(plant))


def test_a_csv_file_plans_its_orders_and_enters_lot_and_expiry_first(
    plant: Plant, tmp_path: Path, expiry: date
) -> None:
    a_line(plant)
    done, _ = import_orders(plant, csv(tmp_path, [row("1", expiry), row("2", expiry, lot="N0002")]))
    assert [one.number for one in done.planned] == ["1", "2"]
    assert all(one.entered_by == plant.actor and one.batch is None for one in done.planned)
    assert done.planned[0].plan.codes == (1020, 102, 11)
    order_entry.enter(plant, done.planned[1].id, "N0002", expiry)
    batch = work_orders.order(plant, done.planned[1].id).batch
    assert batch is not None
    assert (batch.lot, batch.made, batch.expiry) == ("N0002", MADE, expiry)


def test_a_workbook_with_dates_and_numbers_in_its_cells_is_read(
    plant: Plant, tmp_path: Path, expiry: date
) -> None:
    a_line(plant)
    cells = row("A1", expiry, units=1000, expiry=datetime.combine(expiry, datetime.min.time()), made=MADE)
    done, _ = import_orders(plant, xlsx(tmp_path, [cells]))
    order_entry.enter(plant, done.planned[0].id, "N0001", expiry)
    batch = work_orders.order(plant, done.planned[0].id).batch
    assert batch is not None
    assert batch.made == MADE


def test_json_is_read_as_a_list_of_objects(plant: Plant, tmp_path: Path, expiry: date) -> None:
    a_line(plant)
    path = tmp_path / "orders.json"
    path.write_text(json.dumps({"orders": [{"number": "J1", "product": sample_plant.GTIN, "units": 100}]}))
    done, _ = import_orders(plant, path)
    assert (done.planned[0].number, done.planned[0].entered_by) == ("J1", "")


def test_a_profile_names_the_columns_of_an_erp(plant: Plant, tmp_path: Path, expiry: date) -> None:
    a_line(plant)
    profile = tmp_path / "sap.json"
    profile.write_text(
        json.dumps(
            {
                "name": "SAP",
                "columns": {"number": "AUFNR", "product": "MATNR", "units": "GAMNG", "lot": "CHARG",
                            "expiry": "VFDAT", "made": "HSDAT"},
                "days": "DD.MM.YYYY",
            }
        )
    )  # fmt: skip
    headings = ["AUFNR", "WERKS", "MATNR", "GAMNG", "CHARG", "VFDAT", "HSDAT"]
    cells = ["4711", "1000", sample_plant.GTIN, '"1,000"', "N1", f"{expiry:%d.%m.%Y}", f"{MADE:%d.%m.%Y}"]
    path = csv(tmp_path, [cells], headings)
    done, _ = import_orders(plant, path, read_profile(profile), OrderTerms(two_people=True))
    assert (done.planned[0].number, done.planned[0].units) == ("4711", 1000)
    assert done.planned[0].plan.two_people
    assert "AUFNR" in refusal_of(
        lambda: import_orders(plant, csv(tmp_path, [row("1", expiry)]), read_profile(profile)), InputError
    )


def test_every_faulty_row_is_named_and_nothing_is_taken(plant: Plant, tmp_path: Path, expiry: date) -> None:
    a_line(plant)
    rows = [
        row("1", expiry),
        row("2", expiry, units="many"),
        row("3", expiry, product="unknown"),
        row("4", expiry, line="Line 9"),
        row("1", expiry),
        row("5", expiry, expiry="31.12.2029"),
        row("6", expiry, lot="N 1"),
        row("", expiry),
        row("7", expiry, expiry="2026-02-30"),
        row("8", expiry, expiry=MADE.replace(day=9).isoformat()),
    ]
    told = refusal_of(lambda: import_orders(plant, csv(tmp_path, rows)), InputError)
    assert "9 problems" in told
    for line in range(3, 12):
        assert f"Line {line}" in told
    assert numbers(plant) == []


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"product": "6.93283E+12"}, "Line 2, Product"),
        ({"product": 6932833600109000000}, "Line 2, Product"),
        ({"lot": date(2026, 1, 2)}, "Excel made a date"),
        ({"number": "=1+1"}, "holds a formula"),
        ({"expiry": "=TODAY()"}, "holds a formula"),
        ({"lot": True}, "truth value"),
    ],
)
def test_what_a_spreadsheet_damaged_is_told(
    plant: Plant, tmp_path: Path, expiry: date, said: dict[str, object], told: str
) -> None:
    a_line(plant)
    path = xlsx(tmp_path, [row("1", expiry, **said)])
    assert told in refusal_of(lambda: import_orders(plant, path), InputError)


def test_an_order_that_is_known_is_passed_over_and_another_content_is_refused(
    plant: Plant, tmp_path: Path, expiry: date
) -> None:
    a_line(plant)
    import_orders(plant, csv(tmp_path, [row("1", expiry)]))
    done, _ = import_orders(plant, csv(tmp_path, [row("1", expiry), row("2", expiry)]))
    assert ([one.number for one in done.planned], done.known) == (["2"], ("1",))
    changed = csv(tmp_path, [row("1", expiry, units="2000")])
    assert "is known with another" in refusal_of(lambda: import_orders(plant, changed), InputError)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"Order,Product,Units\n", "holds no order"),
        (b"Order,Product\n1,2\n", "Units / "),
        (b"Order,Product,Units,number\n1,2,3,4\n", "two columns hold Order"),
        (b"[1, 2]", "no list of orders"),
        (b"[" * 100_000, "no list of orders"),
        (b'{"a": [], "b": []}', "no list of orders"),
        (b"%PDF-1.7", "PDF"),
    ],
)
def test_a_file_that_is_no_table_of_orders_is_refused(
    plant: Plant, tmp_path: Path, content: bytes, told: str
) -> None:
    path = tmp_path / "orders"
    path.write_bytes(content)
    assert told in refusal_of(lambda: import_orders(plant, path), InputError)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "is no profile"),
        ("[]", "is no profile"),
        ('{"name": "x"}', "is no profile"),
        ('{"name": "x", "columns": {"number": 1}}', "is no profile"),
        ('{"name": "x", "columns": {}, "extra": 1}', "is no profile"),
        ('{"name": "x", "columns": {"weight": "W"}}', "no field 'weight'"),
        ('{"name": "x", "columns": {"number": "A", "lot": "a"}}', "stands once"),
        ('{"name": "x", "columns": {"number": " "}}', "1 to 100 characters"),
        ('{"name": "x", "columns": {}, "days": "MM/DD"}', "DD.MM.YYYY"),
        ('{"name": "x", "columns": {}, "days": "%YYYYMMDD"}', "DD.MM.YYYY"),
    ],
)
def test_a_profile_that_is_none_is_refused(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "profile.json"
    path.write_text(content)
    assert told in refusal_of(lambda: read_profile(path), InputError)


WRITTEN = ["YYYY-MM-DD", "DD.MM.YYYY", "MM/DD/YYYY", "YYYYMMDD"]


@given(day=st.dates(date(1990, 1, 1), date(2099, 12, 31)), written=st.sampled_from(WRITTEN))
def test_a_day_comes_back_however_the_profile_writes_it(
    tmp_path_factory: pytest.TempPathFactory, day: date, written: str
) -> None:
    profile = OrderProfile("x", {OrderField.NUMBER: "N"}, written)
    path = tmp_path_factory.mktemp("days") / "orders.csv"
    path.write_text(f"N;product;units;expiry\n1;2;3;{day.strftime(profile.day_format)}\n")
    problems = Problems("x")
    (order,) = read_orders(path, profile, problems)
    assert not problems
    assert order.expiry == day


def test_a_preview_tells_what_an_import_would_do_and_plans_nothing(
    plant: Plant, tmp_path: Path, expiry: date
) -> None:
    a_line(plant)
    import_orders(plant, csv(tmp_path, [row("1", expiry)]))
    rows = [row("1", expiry), row("2", expiry), row("3", expiry, line="Nowhere")]
    found = preview_orders(plant, csv(tmp_path, rows))
    assert [one.outcome for one in found.rows] == [PreviewedAs.KNOWN, PreviewedAs.NEW, PreviewedAs.FAULTY]
    assert (found.new, found.problem_count) == (1, 1)
    assert "Line 4: there is no line called 'Nowhere'" in str(found.problems[0])
    assert numbers(plant) == ["1"]


def test_a_preview_tells_all_faults_that_the_import_refuses(
    plant: Plant, tmp_path: Path, expiry: date
) -> None:
    a_line(plant)
    path = csv(
        tmp_path, [row("1", expiry, units="many"), row("2", expiry, product="nothing"), row("3", expiry)]
    )
    with pytest.raises(InputError) as refused:
        import_orders(plant, path)
    assert preview_orders(plant, path).problems == refused.value.details


def test_a_preview_does_not_tell_the_lot(plant: Plant, tmp_path: Path, expiry: date) -> None:
    a_line(plant)
    found = preview_orders(plant, csv(tmp_path, [row("1", expiry, lot="HIDDEN9")]))
    assert "HIDDEN9" not in repr(found)
