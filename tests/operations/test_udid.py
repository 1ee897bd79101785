"""A label's production data against the UDID record of its product (codes.md C45)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.app import open_plant
from desktop.operations import product_versions
from desktop.operations.explain import explain
from desktop.operations.plant import Plant
from desktop.products.details import Details
from desktop.products.schemes import CodeScheme
from desktop.products.udid import label_faults
from desktop.texts import CHINESE
from tests.products.masters import MASTER

DEVICE = {
    "schemes": CodeScheme.UDI.value,
    "udi_lot": "yes",
    "udi_serial": "yes",
    "udi_made": "no",
    "udi_expiry": "yes",
}
GTIN = "(01)06932833600109"


@pytest.fixture
def device_plant(tmp_path: Path) -> Iterator[Plant]:
    """A plant whose only product is a device that needs lot, serial number and expiry on its label."""
    with open_plant(f"sqlite:///{tmp_path / 'plant.db'}", tmp_path) as opened:
        product_versions.add_product(opened, replace(MASTER, details=Details.build(DEVICE)))
        yield opened


def faults_of(plant: Plant, text: str, *beside: str) -> list[str]:
    (verdict,) = explain(plant, text, beside).against_udid
    return [str(fault) for fault in verdict.faults]


def test_a_label_without_the_serial_number_that_udid_promises_is_faulty(device_plant: Plant) -> None:
    assert faults_of(device_plant, f"{GTIN}(17)280101(10)L1") == [
        (
            "The serial number (21) is missing on the label: UDID says that the label carries it "
            "(scbssfbhxlh = 是). Add it, or correct UDID."
        )
    ]


def test_a_label_with_a_date_that_udid_denies_is_faulty(device_plant: Plant) -> None:
    assert faults_of(device_plant, f"{GTIN}(11)260101(17)280101(10)L1(21)S1") == [
        (
            "The production date (11) stands on the label: UDID says that the label does not carry it "
            "(scbssfbhscrq = 否). Take it off, or correct UDID."
        )
    ]


def test_what_stands_in_another_symbol_of_the_label_counts(device_plant: Plant) -> None:
    assert faults_of(device_plant, GTIN, "(17)280101(10)L1", "(21)S1") == []


def test_a_product_without_udi_and_a_stranger_are_not_judged(device_plant: Plant) -> None:
    assert label_faults(Details.build({"schemes": "gs1"}), ["10"]) == ()
    assert explain(device_plant, "(01)06901234567892(10)L1").against_udid == ()


def test_a_flag_that_nobody_filled_in_is_no_agreement() -> None:
    details = Details.build({key: value for key, value in DEVICE.items() if key != "udi_lot"})
    (fault,) = label_faults(details, ["17", "21"])
    assert str(fault) == (
        "“UDI carries the lot” is not filled in for this product, so nobody can say whether its labels "
        "agree with UDID. Fill it in under Products."
    )
    assert "未填写" in fault.in_language(CHINESE)
