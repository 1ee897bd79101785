"""Devices for the national UDI database: what the master data say, and what is still missing."""

from dataclasses import replace
from io import BytesIO

import pytest
from defusedxml.ElementTree import fromstring
from openpyxl import load_workbook

from desktop.codes.gtin import Gtin
from desktop.errors import Refused
from desktop.exchange.udid_table import FIELDS, PACKING_FIELDS, Device, device_of, udid_xlsx
from desktop.exchange.udid_xml import udid_xml
from desktop.products.details import Details
from desktop.products.product import PackLevel
from desktop.products.version import Master
from tests.products.masters import POWDER

STENT = replace(POWDER, name="支架 <A&B>", spec="3.0×18 mm", authorized_no="国械注准20263130001")
DETAILS = Details.build(
    {
        "schemes": "udi",
        "organisation_code": "91310000607327827A",
        "licence_holder": "示例器械有限公司",
        "udi_lot": "yes",
        "udi_serial": "no",
        "udi_expiry": "yes",
        "units_of_use": "1",
    }
)


def value(device: Device, name: str) -> str:
    return next(text for row, text in zip(FIELDS, device.values, strict=True) if row.name == name)


def test_a_device_says_what_the_master_data_say() -> None:
    device = device_of(Master(STENT, DETAILS))
    assert device.di == "06932833600109"
    assert value(device, "cpbsbmtxmc") == "GS1"
    assert value(device, "tyshxydm") == "91310000607327827A"
    assert [value(device, f"scbssfbh{part}") for part in ("ph", "xlh", "scrq", "sxrq")] == [
        "是",
        "否",
        "",
        "是",
    ]


def test_what_is_missing_is_named_and_never_made_up() -> None:
    gaps = {row.name for row in device_of(Master(STENT, DETAILS)).gaps}
    assert {"cpbsfbrq", "bszt", "qxlb", "scbssfbhscrq"} <= gaps
    assert "zxxsdycpbs" not in gaps
    assert "spmc" not in gaps


def test_the_packing_list_follows_the_ratio() -> None:
    case = PackLevel(3, "8221762", 10, Gtin("26932833600103"))
    product = replace(STENT, levels=(*STENT.levels[:2], case))
    assert device_of(Master(product, DETAILS)).packing == (
        ("16932833600106", "中包装", "10", "06932833600109"),
        ("26932833600103", "箱", "10", "16932833600106"),
    )


def test_a_pack_without_an_identifier_is_passed_over_and_its_packs_are_counted() -> None:
    bundle = replace(STENT.levels[1], gtin=None)
    case = PackLevel(3, "8221762", 20, Gtin("26932833600103"))
    product = replace(STENT, levels=(STENT.levels[0], bundle, case))
    assert device_of(Master(product, DETAILS)).packing == (("26932833600103", "箱", "200", "06932833600109"),)


def test_a_product_without_udi_or_without_a_gtin_is_refused() -> None:
    with pytest.raises(Refused, match="carries no UDI"):
        device_of(Master(STENT))
    bare = replace(STENT, levels=(replace(STENT.levels[0], gtin=None), *STENT.levels[1:]))
    with pytest.raises(Refused, match="no GTIN on its smallest pack"):
        device_of(Master(bare, DETAILS))


def test_the_xml_is_read_back_field_by_field() -> None:
    device = device_of(Master(STENT, DETAILS))
    root = fromstring(udid_xml([device, device]))
    assert (root.tag, root.get("version"), len(root.findall("devices/device"))) == ("udid", "1.0", 2)
    found = root.find("devices/device")
    assert found is not None
    assert tuple(found.findtext(row.name) for row in FIELDS) == device.values
    packing = found.find("packingList/packing")
    assert packing is not None
    assert tuple(packing.findtext(row.name) for row in PACKING_FIELDS) == device.packing[0]


def test_the_workbook_has_devices_and_their_packing_list() -> None:
    device = device_of(Master(STENT, DETAILS))
    book = load_workbook(BytesIO(udid_xlsx([device])))
    first, second = book.worksheets
    rows = list(first.iter_rows(values_only=True))
    assert rows[0] == tuple(row.title for row in FIELDS)
    assert tuple(cell or "" for cell in rows[1]) == device.values
    assert list(second.iter_rows(values_only=True))[1] == (device.di, *device.packing[0])
