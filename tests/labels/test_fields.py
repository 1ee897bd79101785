"""The grammar of texts with fields."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.labels.fields import FIELD_NAMES, GRAMMAR, parse_fields


def test_a_field_is_replaced_by_its_value() -> None:
    assert parse_fields("批号 {lot}/{level}").word({"lot": "L02707", "level": "1"}) == "批号 L02707/1"


def test_doubled_braces_are_braces() -> None:
    assert parse_fields("{{{lot}}} {{lot}}").word({"lot": "A"}) == "{A} {lot}"


@given(st.text())
def test_any_text_can_be_written_by_doubling_its_braces(text: str) -> None:
    assert parse_fields(text.replace("{", "{{").replace("}", "}}")).word({}) == text


@given(st.text(alphabet="{}:%Ymdlot x", max_size=30))
def test_every_text_is_read_or_refused(text: str) -> None:
    with suppress(InputError):
        parse_fields(text)


@given(st.sampled_from(FIELD_NAMES), st.text())
def test_a_value_is_never_read_as_a_template(name: str, value: str) -> None:
    assert parse_fields(f"{{{name}}}").word({name: value}) == value


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("{expiry:%Y.%m}", "2030.01"),
        ("{expiry:%Y年%m月%d日}", "2030年01月31日"),
        ("{expiry:%y%m%d}", "300131"),
        ("{expiry:100%% %d}", "100% 31"),
    ],
)
def test_a_date_is_printed_in_its_format(text: str, wording: str) -> None:
    assert parse_fields(text).word({"expiry": "2030-01-31"}) == wording


def test_an_empty_date_stays_empty() -> None:
    assert parse_fields("{expiry:%Y}").word({"expiry": ""}) == ""


@pytest.mark.parametrize("value", ["2030.01.31", "2030-02-30", "31/01/2030", "L02707"])
def test_a_date_format_for_what_is_no_date_is_refused(value: str) -> None:
    with pytest.raises(InputError, match="2026-01-31"):
        parse_fields("{expiry:%Y}").word({"expiry": value})


@pytest.mark.parametrize(
    "text", ["{lot", "lot}", "{Lot}", "{ lot}", "{}", "{lot:{made}}", "{lot!r}", "{lot.x}", "{__class__}"]
)
def test_a_brace_without_partner_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="no partner"):
        parse_fields(text)


@pytest.mark.parametrize(
    "text",
    [
        "{expiry:}",
        "{expiry:%H}",
        "{expiry:Y-m}",
        "{expiry:%Y%}",
        "{expiry:%-d}",
        "{number:5}",
        "{number:0}",
        "{number:021}",
        "{number:0x}",
    ],
)
def test_an_unknown_format_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="The format"):
        parse_fields(text)


def test_a_field_without_value_is_refused_by_name() -> None:
    with pytest.raises(InputError, match=r"\{lot\}"):
        parse_fields("{lot}").word({"code": "1"})


def test_bound_fields_are_words_and_the_others_stay() -> None:
    bound = parse_fields("{lot} {code}").bound({"lot": "A"})
    assert bound.names == {"code"}
    assert bound.word({"code": "1", "lot": "B"}) == "A 1"


@pytest.mark.parametrize(
    ("value", "wording"), [("17", "00017"), ("123456", "123456"), ("", ""), ("0", "00000")]
)
def test_a_number_gets_zeros_in_front(value: str, wording: str) -> None:
    assert parse_fields("{number:05}").word({"number": value}) == wording


@pytest.mark.parametrize("value", ["-1", "1.5", "L1", "１７", " 1"])
def test_a_number_format_for_what_is_no_number_is_refused(value: str) -> None:
    with pytest.raises(InputError, match="expected digits"):
        parse_fields("{number:05}").word({"number": value})


@pytest.mark.parametrize("value", ["20300131", "2030-W05-4", "2030-1-31", "２０３０-01-31"])
def test_only_one_way_to_write_a_date_is_taken(value: str) -> None:
    with pytest.raises(InputError, match="2026-01-31"):
        parse_fields("{expiry:%Y}").word({"expiry": value})


@given(st.sampled_from(["{expiry:%Y.%m}", "{number:020}", "{lot}"]), st.text() | st.none())
def test_what_cannot_be_worded_is_shown_as_it_is_written(use: str, value: str | None) -> None:
    name = use[1:].partition(":")[0].rstrip("}")
    values = {} if value is None else {name: value}
    try:
        wanted = parse_fields(use).word(values)
    except InputError:
        wanted = use
    assert parse_fields(use).shown(values) == wanted


def test_the_grammar_that_people_read_is_the_grammar() -> None:
    values = {"lot": "L1", "expiry": "2030-01-31", "number": "17"}
    worded = [parse_fields(example).word(values) for example, _ in GRAMMAR]
    assert worded == ["L1", "2030.01.31", "300131", "00017", "{ }"]
    assert all(meaning.in_language("zh_CN") != str(meaning) for _, meaning in GRAMMAR)
