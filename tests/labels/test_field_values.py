"""Values of fields, judged by the kind of the field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.labels import field_titles
from desktop.labels.document import LabelDesign, Title
from desktop.labels.field_values import check_value, longest_value, rules_of
from desktop.labels.fields import FIELDS, FieldKind, OwnField
from desktop.texts import LANGUAGES

RULES = {rule.name: rule for rule in FIELDS}
KINDS = [
    OwnField("own_" + "x" * number, kind, longest)
    for number, kind in enumerate(FieldKind)
    for longest in (1, 20, 60)
]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", "81234561234567891234"),
        ("serial", "AbC-1/2.3"),
        ("lot", "L02707"),
        ("gtin", "06932833600109"),
        ("gtin", "6932833600109"),
        ("gtin", "96385074"),
        ("sscc", "106141411234567897"),
        ("expiry", "2028-02-29"),
        ("number", "17"),
        ("product", "蒙脱石散"),
        ("crypto_sign", "aGVsbG8+/w=="),
        ("gtin", ""),
        ("expiry", ""),
    ],
)
def test_a_right_value_is_taken(field: str, value: str) -> None:
    assert check_value(RULES[field], value) is None


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("code", "8123456123456789123", "20"),
        ("code", "8123456123456789123X", "'X'"),
        ("serial", "A B", "character 2 is a space, which no GS1 symbol takes"),
        ("lot", "批1", "character 1 is '批'"),
        ("lot", "x" * 21, "at most 20 characters, found 21"),
        ("gtin", "06932833600108", "check digit"),
        ("gtin", "0693283360010", "check digit"),
        ("gtin", "123", "123"),
        ("sscc", "106141411234567890", "check digit is 0, must be 7"),
        ("expiry", "2027-02-29", "expected a date such as 2026-01-31"),
        ("expiry", "20270228", "expected a date"),
        ("expiry", "2026-W05-6", "expected a date"),
        ("number", "1.5", "digits 0-9"),
        ("number", "１７", "digits 0-9"),
        ("product", "a\tb", "character 2 is a tab, which cannot be printed"),
        ("product", "x" * 101, "at most 100 characters"),
    ],
)
def test_a_wrong_value_is_told(field: str, value: str, why: str) -> None:
    fault = check_value(RULES[field], value)
    assert fault is not None
    assert why in str(fault)
    assert fault.in_language("zh_CN") != str(fault)


@given(st.sampled_from([*FIELDS, *KINDS]), st.text())
def test_any_value_of_any_kind_is_judged(rule: OwnField, value: str) -> None:
    fault = check_value(rule, value)
    assert fault is None or str(fault)


@pytest.mark.parametrize("rule", [*FIELDS, *KINDS], ids=lambda rule: f"{rule.name}-{rule.longest}")
def test_the_longest_value_of_a_field_is_a_value_of_it(rule: OwnField) -> None:
    longest = longest_value(rule)
    assert check_value(rule, longest) is None
    if rule.kind in {FieldKind.TEXT, FieldKind.NUMBER, FieldKind.GS1_TEXT}:
        assert len(longest) == rule.longest


def test_a_design_has_rules_for_its_own_fields_too() -> None:
    own = OwnField("shift", FieldKind.NUMBER, 2)
    design = LabelDesign("test", Title("a", "b"), 50.0, 30.0, (), own_fields=(own,))
    assert rules_of(design)["shift"] is own
    assert rules_of(design)["lot"] is RULES["lot"]


def test_every_field_has_a_title_of_its_own_in_both_languages() -> None:
    for language in LANGUAGES:
        titles = [field_titles.field_title(rule.name).in_language(language) for rule in FIELDS]
        assert len(set(titles)) == len(FIELDS)
        assert not set(titles) & set(RULES)


def test_headings_lead_to_fields() -> None:
    headings = field_titles.headings()
    assert set(headings.values()) == set(RULES)
    assert headings["生产批号"] == headings["lot"] == headings["批号"] == "lot"
    assert headings["expiry date"] == headings["有效期至"] == "expiry"
