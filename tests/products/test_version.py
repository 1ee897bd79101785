"""Versions are written down exactly, and what changed between them is named field by field."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.codes.gtin import Gtin
from desktop.products.details import Details
from desktop.products.merging import merged
from desktop.products.version import Master, differences, from_document, to_document
from tests.products.masters import DETAILS, MASTER, POWDER


def test_a_master_is_read_back_as_it_was_written() -> None:
    assert from_document(to_document(MASTER)) == MASTER


def test_the_same_master_is_the_same_document() -> None:
    assert to_document(MASTER) == to_document(Master(replace(POWDER), Details.build(DETAILS.as_dict())))


names = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=20)


@given(name=names, spec=names, months=st.none() | st.integers(1, 120), brand=names)
def test_any_master_is_read_back_as_it_was_written(
    name: str, spec: str, months: int | None, brand: str
) -> None:
    product = replace(POWDER, name=name, spec=spec, shelf_life_months=months)
    master = Master(product, Details.build({"brand": brand}))
    assert from_document(to_document(master)) == master


@pytest.mark.parametrize("text", ["{}", "[]", '{"product": {}, "levels": [], "details": {}}'])
def test_another_json_is_no_master(text: str) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        from_document(text)


def test_equal_masters_do_not_differ() -> None:
    assert differences(MASTER, MASTER) == ()


def test_each_field_that_differs_is_named_with_both_values() -> None:
    levels = (*POWDER.levels[:2], replace(POWDER.levels[2], children=20, gtin=Gtin("26932833600103")))
    new = Master(
        replace(POWDER, spec="5g", shelf_life_months=None, levels=levels),
        Details.build({"manufacturer": "示例制药有限公司", "brand": "某牌"}),
    )
    assert [(row.field, str(row.title), row.old, row.new) for row in differences(MASTER, new)] == [
        ("spec", "Preparation strength", "3g", "5g"),
        ("shelf_life_months", "Shelf life in months", "48", ""),
        ("standard_code", "National drug code", "86904879000126", ""),
        ("level_3.children", "Level 3: packs in one", "10", "20"),
        ("level_3.gtin", "Level 3: GTIN", "", "26932833600103"),
        ("brand", "Brand name", "", "某牌"),
    ]


def test_a_level_that_is_added_differs_in_all_its_fields() -> None:
    shorter = Master(replace(POWDER, levels=POWDER.levels[:2]), DETAILS)
    found = {row.field: (row.old, row.new) for row in differences(shorter, MASTER)}
    assert found == {"level_3.prefix": ("", "8221762"), "level_3.children": ("", "10")}


def test_what_a_file_leaves_empty_erases_nothing() -> None:
    bare = replace(
        POWDER,
        spec="",
        shelf_life_months=None,
        levels=tuple(replace(level, gtin=None) for level in POWDER.levels),
    )
    assert merged(MASTER, Master(bare)) == MASTER


def test_what_a_file_says_goes_before_what_was_known() -> None:
    assert merged(MASTER, Master(replace(POWDER, spec="5g"))).product.spec == "5g"
