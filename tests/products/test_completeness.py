"""The meter of how complete a product is counts what this very product needs."""

from dataclasses import replace
from typing import Any

import pytest

from desktop.products.completeness import completeness, schemes_of
from desktop.products.details import NO_DETAILS, Details
from desktop.products.schemes import CodeScheme
from tests.products.masters import DETAILS, POWDER


def test_a_product_with_all_required_fields_is_complete() -> None:
    found = completeness(POWDER, DETAILS)
    assert (found.complete, found.percent, found.done) == (True, 100, found.of)


@pytest.mark.parametrize(
    "key", ["form", "spec", "package_spec", "pack_unit", "authorized_no", "shelf_life_months"]
)
def test_an_empty_required_field_is_named(key: str) -> None:
    nothing: dict[str, Any] = {key: None if key == "shelf_life_months" else ""}
    empty = replace(POWDER, **nothing)
    found = completeness(empty, DETAILS)
    assert found.missing_keys == (key,)
    assert found.percent < 100


def test_the_manufacturer_is_missed() -> None:
    assert [str(text) for text in completeness(POWDER, NO_DETAILS).missing] == ["Manufacturer"]


def test_a_gtin_is_only_needed_where_packs_carry_gs1_or_udi_codes() -> None:
    bare = replace(POWDER, levels=tuple(replace(level, gtin=None) for level in POWDER.levels))
    assert completeness(bare, DETAILS).complete
    chosen = Details.build(DETAILS.as_dict() | {"schemes": "drug_code,gs1"})
    assert completeness(bare, chosen).missing_keys == ("gtin",)


def test_a_device_needs_its_udi_fields() -> None:
    device = Details.build(DETAILS.as_dict() | {"schemes": "udi"})
    assert completeness(POWDER, device).missing_keys == (
        *("udi_lot", "udi_serial", "udi_made", "udi_expiry", "units_of_use"),
    )


@pytest.mark.parametrize(("units", "missing"), [("1", ()), ("6", ("unit_of_use_di",))])
def test_several_units_of_use_need_an_identifier_of_their_own(units: str, missing: tuple[str, ...]) -> None:
    details = Details.build(DETAILS.as_dict() | {"units_of_use": units})
    assert completeness(POWDER, details).missing_keys == missing


def test_the_trace_code_of_2017_needs_its_parts() -> None:
    details = Details.build(DETAILS.as_dict() | {"schemes": "trace_2017"})
    assert completeness(POWDER, details).missing_keys == ("organisation_code", "class_code", "origin_code")


def test_schemes_follow_from_the_numbers_where_none_was_chosen() -> None:
    assert schemes_of(POWDER, NO_DETAILS) == (CodeScheme.DRUG_CODE, CodeScheme.GS1)
    assert schemes_of(POWDER, Details.build({"schemes": "herb"})) == (CodeScheme.HERB,)
