"""Products and pack levels are right as soon as they exist."""

from dataclasses import replace

import pytest

from desktop.codes.gtin import Gtin
from desktop.errors import InputError
from desktop.products.product import MAX_CHILDREN, PackLevel, Product
from tests.refusals import refusal_of

UNIT = PackLevel(1, "8999901", 1, Gtin("06932833600109"))
BUNDLE = PackLevel(2, "8999902", 10, Gtin("16932833600106"))
CASE = PackLevel(3, "8999903", 10)
PRODUCT = Product(
    code="9990001",
    type_no="9990001001",
    name="蒙脱石散",
    authorized_no="样张 SPECIMEN",
    form="散剂",
    spec="3g",
    package_spec="10袋/盒",
    pack_unit="盒",
    levels=(UNIT, BUNDLE, CASE),
    shelf_life_months=48,
)


def test_a_level_is_found_by_its_number() -> None:
    assert PRODUCT.level(2) is BUNDLE


def test_a_level_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        PRODUCT.level(4)


def test_two_to_five_levels_are_a_product() -> None:
    levels = (*PRODUCT.levels, PackLevel(4, "8999904", 40), PackLevel(5, "8999905", 2))
    for count in range(2, 6):
        assert len(replace(PRODUCT, levels=levels[:count]).levels) == count


@pytest.mark.parametrize(
    ("levels", "found"),
    [
        ((), "-"),
        ((UNIT,), "1"),
        ((UNIT, CASE), "1, 3"),
        ((BUNDLE, CASE), "2, 3"),
        ((BUNDLE, UNIT), "2, 1"),
        ((UNIT, BUNDLE, BUNDLE), "1, 2, 2"),
    ],
)
def test_levels_with_a_gap_are_refused(levels: tuple[PackLevel, ...], found: str) -> None:
    assert refusal_of(lambda: replace(PRODUCT, levels=levels), InputError) == (
        f"Product 蒙脱石散: pack levels {found}, expected 2 to 5 of them, from 1 upwards without a gap."
    )


@pytest.mark.parametrize(
    ("level", "told"),
    [
        ((0, "8999901", 1), "Pack level 0: expected 1 (smallest pack) to 5."),
        ((6, "8999901", 1), "Pack level 6: expected 1 (smallest pack) to 5."),
        ((1, "899990", 1), "Pack level 1: code prefix '899990', expected 7 digits."),
        ((1, "89999011", 1), "Pack level 1: code prefix '89999011', expected 7 digits."),
        ((1, "899990X", 1), "Pack level 1: code prefix '899990X', expected 7 digits."),
        ((1, "899990１", 1), "Pack level 1: code prefix '899990１', expected 7 digits."),
        ((1, "8999901", 2), "Pack level 1 is the smallest pack and holds itself: expected 1, found 2."),
        ((2, "8999901", 0), "Pack level 2: 0 packs in one pack, expected 1 to 12500."),
        ((2, "8999901", -1), "Pack level 2: -1 packs in one pack, expected 1 to 12500."),
        (
            (2, "8999901", MAX_CHILDREN + 1),
            "Pack level 2: 12501 packs in one pack, expected 1 to 12500.",
        ),
    ],
)
def test_a_wrong_level_is_refused(level: tuple[int, str, int], told: str) -> None:
    assert refusal_of(lambda: PackLevel(*level), InputError) == told


def test_a_gtin_that_no_pack_can_have_is_refused_on_a_level() -> None:
    assert refusal_of(lambda: PackLevel(2, "8999902", 10, Gtin("96932833600102")), InputError) == (
        "GTIN 96932833600102: indicator 9 means a variable measure, which no drug pack has."
    )


def test_the_same_prefix_on_two_levels_is_refused() -> None:
    twin = replace(CASE, prefix=UNIT.prefix)
    assert refusal_of(lambda: replace(PRODUCT, levels=(UNIT, BUNDLE, twin)), InputError) == (
        "Product 蒙脱石散: pack levels 1 and 3 have the same code prefix 8999901; each level needs its own."
    )


def test_the_same_gtin_on_two_levels_is_refused_however_many_digits_it_has() -> None:
    twin = replace(CASE, gtin=Gtin("6932833600109"))
    assert refusal_of(lambda: replace(PRODUCT, levels=(UNIT, BUNDLE, twin)), InputError) == (
        "Product 蒙脱石散: pack levels 1 and 3 have the same GTIN 06932833600109; each level needs its own."
    )


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("code", "Product 蒙脱石散: the product code is missing."),
        ("type_no", "Product 蒙脱石散: the type number is missing."),
        ("name", "Product 9990001001: the product name is missing."),
    ],
)
def test_a_product_without_code_type_or_name_is_refused(field: str, told: str) -> None:
    blank = {field: " " if field != "name" else ""}
    assert refusal_of(lambda: replace(PRODUCT, **blank), InputError) == told  # type: ignore[arg-type]


@pytest.mark.parametrize("field", ["name", "authorized_no", "form", "spec", "package_spec", "pack_unit"])
def test_a_line_break_in_a_field_is_refused(field: str) -> None:
    broken = {field: "a\nb"}
    assert refusal_of(lambda: replace(PRODUCT, **broken), InputError) == (  # type: ignore[arg-type]
        "Product 9990001001: 'a\\nb' holds a line break or a control character."
    )


@pytest.mark.parametrize("months", [0, -1, 121])
def test_a_shelf_life_beyond_ten_years_or_below_a_month_is_refused(months: int) -> None:
    assert refusal_of(lambda: replace(PRODUCT, shelf_life_months=months), InputError) == (
        f"Shelf life of {months} months: expected 1 to 120 months."
    )


def test_a_shelf_life_may_be_unknown() -> None:
    assert replace(PRODUCT, shelf_life_months=None).shelf_life_months is None


def test_a_specimen_is_marked_where_the_approval_number_stands() -> None:
    assert PRODUCT.specimen
    assert not replace(PRODUCT, authorized_no="国药准字Z44023408").specimen
