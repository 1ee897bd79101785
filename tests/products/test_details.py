"""What is known of a product beyond the platform's data is checked field by field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.products.details import NO_DETAILS, Details
from desktop.products.field_titles import choice_title, condition, group_title, need_title, title
from desktop.products.fields import DETAIL_FIELDS, FIELDS, GROUPS, Holder, Need, field
from desktop.products.schemes import CodeScheme, scheme_title
from desktop.texts import CHINESE
from tests.refusals import refusal_of

A6_PRODUCTION_REQUIRED = (
    *("药品通用名", "剂型", "制剂规格", "包装规格", "包装单位", "生产企业名称", "批准文号", "生产批号"),
    *("生产日期", "有效期至", "生产数量", "药品采购商名称", "出库单号", "出库类型", "出库日期"),
)
"""S001 2.2.2.2, production; 药品有效期 stands here as the shelf life in months."""

A6_PRODUCTION_OPTIONAL = (
    *("外包装照片", "质量检验报告单", "上游药品发货商名称", "入库单号", "入库类型", "入库日期"),
    *("运输及仓储要求", "退货原因", "销毁原因", "销售价格", "承运方", "运输证明号", "预计运输时间"),
    *("商品条码（GTIN）", "药品本位码"),
)


def titles(*needs: Need) -> set[str]:
    return {title(row).in_language(CHINESE) for row in FIELDS if row.need in needs}


@pytest.mark.parametrize("wanted", A6_PRODUCTION_REQUIRED)
def test_every_required_field_of_the_production_list_is_asked_for(wanted: str) -> None:
    assert wanted in titles(Need.REQUIRED)


@pytest.mark.parametrize("wanted", A6_PRODUCTION_OPTIONAL)
def test_every_optional_field_of_the_production_list_is_known(wanted: str) -> None:
    assert wanted in titles(Need.OPTIONAL, Need.CONDITIONAL)


def test_every_field_has_a_title_a_group_and_a_chinese_name() -> None:
    for row in FIELDS:
        assert title(row).in_language(CHINESE) != str(title(row)) or row.kind.value == "gtin"
        assert row.group in GROUPS
    assert all(str(group_title(group)) for group in GROUPS)
    assert all(str(need_title(need)) for need in Need)


def test_just_conditional_fields_say_when_they_are_required() -> None:
    for row in FIELDS:
        assert (condition(row) is not None) == (row.need is Need.CONDITIONAL)


def test_no_field_is_there_twice() -> None:
    assert len({row.key for row in FIELDS}) == len(FIELDS)
    with pytest.raises(KeyError):
        field("colour")


def test_spaces_around_a_value_and_empty_values_are_left_out() -> None:
    assert Details.build({"manufacturer": " 示例制药 ", "brand": "  "}).as_dict() == {
        "manufacturer": "示例制药"
    }


def test_the_order_of_values_does_not_matter() -> None:
    forth = {"manufacturer": "示例制药", "brand": "某牌"}
    assert Details.build(forth) == Details.build(dict(reversed(forth.items())))


def test_a_field_without_a_value_reads_as_empty() -> None:
    assert NO_DETAILS.get("brand") == ""


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("colour", "red", "A product has no field “colour”."),
        (
            "least_grade",
            "1.0",
            "Least print grade, if stricter than the rule: found “1.0”, expected one of 2.0, 2.5, 3.0, 3.5.",
        ),
        ("brand", "a\nb", "Brand name: 'a\\nb' holds a line break, a control character or only spaces."),
        ("brand", "x" * 501, "Brand name: 501 characters, expected at most 500."),
        ("special_drug", "maybe", "Under special control: found “maybe”, expected yes or no."),
        (
            "units_of_use",
            "０",
            "Units of use in the smallest sales unit: found “０”, expected a whole number from 1 to 999999.",
        ),
        (
            "units_of_use",
            "0",
            "Units of use in the smallest sales unit: found “0”, expected a whole number from 1 to 999999.",
        ),
        (
            "unit_of_use_di",
            "6932833600108",
            "Identifier of the unit of use: GTIN 6932833600108: check digit is 8, must be 9.",
        ),
        (
            "class_code",
            "3520",
            "Product class (GB/T 7635.1): found “3520”, expected 8 digits without the dot.",
        ),
        (
            "schemes",
            "gs1,ean",
            (
                "Code schemes: found “ean”, expected some of drug_code, gs1, udi, trace_2017, sb_t_10680, "
                "herb, with commas between them."
            ),
        ),
    ],
)
def test_a_wrong_value_is_refused_with_its_field(key: str, value: str, told: str) -> None:
    assert refusal_of(lambda: Details.build({key: value}), InputError) == told


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("86900001000013", "check digit is 3, must be 9."),
        ("87904879000126", "869"),
        ("8690487900012", "14"),
        ("8690487900012６", "６"),
    ],
)
def test_a_wrong_national_drug_code_is_refused(value: str, told: str) -> None:
    assert told in refusal_of(lambda: Details.build({"standard_code": value}), InputError)


@pytest.mark.parametrize("value", ["86904879000126", "86901234500017"])
def test_a_right_national_drug_code_is_taken(value: str) -> None:
    assert Details.build({"standard_code": value}).get("standard_code") == value


def test_a_persons_identity_number_is_no_organisation() -> None:
    said = refusal_of(lambda: Details.build({"organisation_code": "11010519491231002X"}), InputError)
    assert "person" in said


def test_what_one_file_leaves_empty_is_filled_from_what_was_known() -> None:
    known = Details.build({"manufacturer": "示例制药", "brand": "甲"})
    assert Details.build({"brand": "乙"}).filled_from(known).as_dict() == {
        "brand": "乙",
        "manufacturer": "示例制药",
    }


def test_chosen_schemes_are_read_back() -> None:
    chosen = Details.build({"schemes": "drug_code, udi"})
    assert chosen.schemes == (CodeScheme.DRUG_CODE, CodeScheme.UDI)
    assert all(str(scheme_title(scheme)) for scheme in CodeScheme)
    assert [choice_title(choice).in_language(CHINESE) for choice in ("yes", "no")] == ["是", "否"]


@given(st.dictionaries(st.sampled_from([row.key for row in DETAIL_FIELDS]), st.text(max_size=30)))
def test_details_are_either_refused_or_the_same_when_made_again(values: dict[str, str]) -> None:
    try:
        made = Details.build(values)
    except InputError:
        return
    assert Details.build(made.as_dict()) == made


def test_details_belong_to_versions_only() -> None:
    assert all(row.holder is Holder.DETAILS for row in DETAIL_FIELDS)
