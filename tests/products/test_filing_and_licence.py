"""A product is coded only after its filing has passed, and only with numbers that the site may use."""

from dataclasses import replace
from datetime import date

import pytest

from desktop.codes.gtin import Gtin
from desktop.errors import InputError
from desktop.products.details import NO_DETAILS
from desktop.products.filing import Filing, FilingStatus, gate
from desktop.products.licence import LicensedPrefix, fault_of_licence
from desktop.texts import CHINESE
from tests.products.masters import DETAILS, POWDER
from tests.refusals import refusal_of

DAY = date(2026, 3, 1)
PASSED = Filing(FilingStatus.PASSED, "BA-1", DAY)
GTIN = Gtin("06932833600109")
OURS = LicensedPrefix("69328336", "示例制药")
CUSTOMERS = LicensedPrefix("6948710", "委托企业", customer=True)


@pytest.mark.parametrize(
    ("filing", "status"),
    [(Filing(), "not filed"), (Filing(FilingStatus.SUBMITTED, "", DAY), "submitted")],
)
def test_a_product_whose_filing_has_not_passed_is_not_printed(filing: Filing, status: str) -> None:
    told = gate(POWDER, DETAILS, filing)
    assert told is not None
    assert str(told) == (
        f"蒙脱石散 (8021762001) cannot be printed yet: its filing at the traceability platform is {status}, "
        "and only a filing that has passed allows codes on packs. Enter its number and date on the product's "
        "page once it has passed."
    )
    assert "备案" in told.in_language(CHINESE)


def test_a_product_whose_filing_has_passed_may_be_printed() -> None:
    assert gate(POWDER, DETAILS, PASSED) is None


def test_a_product_with_required_data_missing_is_not_printed() -> None:
    told = gate(replace(POWDER, form="", spec=""), NO_DETAILS, PASSED)
    assert told is not None
    assert str(told) == (
        "蒙脱石散 (8021762001) cannot be printed yet: required data is missing (Dosage form, Preparation "
        "strength, Manufacturer). Fill it in on the product's page."
    )
    assert told.in_language(CHINESE) == (
        "蒙脱石散（8021762001）尚不能打印：缺少必填资料（剂型、制剂规格、生产企业名称）。请在产品页面补全。"
    )


def test_a_specimen_needs_no_filing() -> None:
    assert gate(replace(POWDER, authorized_no="样张 SPECIMEN"), NO_DETAILS, Filing()) is None


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (
            (FilingStatus.PASSED, "", DAY),
            "A filing that has passed has a number: give the one that the platform shows.",
        ),
        ((FilingStatus.PASSED, "BA-1", None), "Give the day on which the filing was passed."),
        ((FilingStatus.SUBMITTED, "", None), "Give the day on which the filing was submitted."),
        (
            (FilingStatus.NONE, "BA-1", None),
            "A product that was not filed has neither filing number nor date.",
        ),
        (
            (FilingStatus.PASSED, "BA\n1", DAY),
            "Filing number 'BA\\n1': expected up to 100 characters without spaces around them.",
        ),
    ],
)
def test_a_filing_that_cannot_be_is_refused(make: tuple[FilingStatus, str, date | None], told: str) -> None:
    assert refusal_of(lambda: Filing(*make), InputError) == told


def test_a_gtin_with_a_licensed_company_prefix_is_taken() -> None:
    assert fault_of_licence(GTIN, [OURS, CUSTOMERS], "") is None


def test_a_higher_pack_has_the_same_company_prefix_behind_its_indicator() -> None:
    assert fault_of_licence(Gtin("16932833600106"), [OURS], "") is None


def test_a_gtin_of_a_customer_is_refused_unless_the_customer_is_chosen() -> None:
    customers = Gtin("6948710400014")
    told = fault_of_licence(customers, [OURS, CUSTOMERS], "")
    assert str(told) == (
        "GTIN 6948710400014: its company prefix is none of those licensed to this plant (69328336). If it is "
        "a customer's, choose the customer; otherwise check the GTIN."
    )
    assert fault_of_licence(customers, [OURS, CUSTOMERS], "委托企业") is None


def test_a_customers_product_carries_the_customers_number() -> None:
    told = fault_of_licence(GTIN, [OURS, CUSTOMERS], "委托企业")
    assert str(told) == (
        "GTIN 06932833600109: its company prefix is none of those of the customer 委托企业 (6948710). "
        "Correct the GTIN, or enter the customer's prefix."
    )


def test_without_any_known_prefix_none_is_compared() -> None:
    assert fault_of_licence(GTIN, [], "") is None


def test_a_gtin_8_holds_no_company_prefix() -> None:
    assert fault_of_licence(Gtin("12345670"), [OURS], "") is None


def test_a_prefix_without_its_holder_is_refused() -> None:
    assert refusal_of(lambda: LicensedPrefix("69328336", " "), InputError) == (
        "Company prefix 69328336: name the company that holds it."
    )


def test_what_is_no_company_prefix_is_refused() -> None:
    with pytest.raises(InputError):
        LicensedPrefix("693", "示例制药")
