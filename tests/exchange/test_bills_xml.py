"""Bills: what must be filled in when, and the file that the platform takes."""

import csv
from datetime import UTC, datetime
from io import StringIO

import pytest
from defusedxml.ElementTree import fromstring

from desktop.errors import InputError
from desktop.exchange.bills_xml import bill_csv, bill_xml, file_name
from desktop.packing.bills import RULES, Bill, BillKind, BillLine, compare, kind_name
from desktop.texts import CHINESE
from tests.refusals import refusal_of

SALE = {"dispatch_date": "2016-02-03", "purchaser": "示例 <A&B>", "partner_id": "1001"}
LINE = BillLine("81000210157090217447", 3, datetime(2016, 2, 3, 2, tzinfo=UTC), 'O"Hara')


def test_the_file_has_the_structure_of_the_terminal_interface() -> None:
    root = fromstring(bill_xml(Bill.build(BillKind.SALES_OUT, "SO1", SALE), [LINE]))
    event = root.find("Events/Event")
    assert event is not None
    assert (root.get("Version"), event.attrib) == (
        "3.0",
        {"Name": "SalesWareHouseOut", "MainAction": "WareHouseOut"},
    )
    names = [found.text for found in event.findall("ActionMapping/Action/ActionData")]
    assert names == ["CorpOrderID", "Actor", "ActDate", "ToCorpID", "Code"]
    assert [found.get("Name") for found in event.findall("DataMaping/MetaData")] == names
    data = event.find("DataField/Data")
    assert data is not None
    assert data.attrib == {
        "Code": "81000210157090217447",
        "CorpOrderID": "SO1",
        "Actor": 'O"Hara',
        "ActDate": "2016-02-03 10:00:00",
        "WrongCode": "False",
        "ToCorpID": "1001",
    }


def test_a_bill_without_another_company_names_none() -> None:
    written = bill_xml(Bill.build(BillKind.PRODUCE_IN, "P1", {"receipt_date": "2026-01-31"}), [LINE])
    assert b"CorpID" not in written.replace(b"CorpOrderID", b"")
    assert b"\r" not in written
    assert written.endswith(b"</Document>\n")


def test_the_table_has_a_row_for_each_pack_with_the_fields_of_the_bill() -> None:
    text = bill_csv(Bill.build(BillKind.SALES_OUT, "SO1", SALE), [LINE], CHINESE).decode("utf-8-sig")
    heading, row = csv.reader(StringIO(text))
    assert heading[:4] == ["码", "包装级别", "单据", "单据类型"]
    assert row[:5] == ["81000210157090217447", "3", "SO1", "SalesWareHouseOut", "201"]
    assert row[7:] == ["2016-02-03", "示例 <A&B>", "1001"]


def test_its_file_is_named_by_kind_number_and_day() -> None:
    assert file_name(Bill.build(BillKind.SALES_OUT, "SO1", SALE)) == "SalesWareHouseOut_SO1_20160203"


def test_each_kind_has_its_own_event_number_and_name() -> None:
    assert {rule.kind for rule in RULES} == set(BillKind)
    assert len({rule.event for rule in RULES}) == len({rule.type_code for rule in RULES}) == len(RULES)
    assert len({kind_name(kind).template for kind in BillKind}) == len(BillKind)


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        (BillKind.PRODUCE_IN, {"receipt_date"}),
        (BillKind.RETURN_IN, {"receipt_date", "upstream_shipper", "return_reason", "partner_id"}),
        (BillKind.SALES_OUT, {"dispatch_date", "purchaser", "partner_id"}),
        (BillKind.DESTROY_OUT, {"dispatch_date", "destroy_reason"}),
        (BillKind.SAMPLE_OUT, {"dispatch_date"}),
    ],
)
def test_every_required_field_that_is_missing_is_listed(kind: BillKind, missing: set[str]) -> None:
    with pytest.raises(InputError) as caught:
        Bill.build(kind, "1", {})
    assert {dict(detail.values)["key"] for detail in caught.value.details} == missing


def test_transport_must_be_told_of_drugs_under_special_control() -> None:
    refusal = refusal_of(lambda: Bill.build(BillKind.SALES_OUT, "1", SALE, special=True))
    assert all(key in refusal for key in ("carrier", "transport_permit", "transport_time"))


@pytest.mark.parametrize(
    ("number", "values", "fault"),
    [
        ("", SALE, "no number of a bill"),
        ("a/b", SALE, "no number of a bill"),
        ("..", SALE, "no number of a bill"),
        ("1" * 41, SALE, "no number of a bill"),
        ("1", SALE | {"dispatch_date": "3.2.2016"}, "expected a day"),
        ("1", SALE | {"dispatch_date": "20160203"}, "expected a day"),
        ("1", SALE | {"colour": "red"}, "has no field colour"),
        ("1", SALE | {"purchaser": "a\nb"}, "without line breaks"),
        ("1", SALE | {"purchaser": "a" * 201}, "at most 200"),
    ],
)
def test_what_is_filled_in_wrong_is_refused(number: str, values: dict[str, str], fault: str) -> None:
    assert fault in refusal_of(lambda: Bill.build(BillKind.SALES_OUT, number, values))


def test_a_scan_that_agrees_names_nothing() -> None:
    assert compare(("a", "b"), ("b", "a")).agrees
    assert not compare(("a",), ("a", "a")).agrees
