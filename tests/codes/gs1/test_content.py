"""The content checks, by the values with which GS1 tests its own."""

import pytest

from desktop.codes.gs1 import explain
from desktop.codes.gs1.checks import value_problems
from desktop.codes.gs1.content import check_pair, checks
from desktop.codes.gs1.faults import Severity
from desktop.codes.gs1.table import identifiers
from desktop.texts import CHINESE

RIGHT = [
    (
        "csumalpha",
        ["22", "!22", "1987654Ad4X4bL5ttr2310c2K", "12345_ABCDEFGHIJKLMCP", "99999zzzzzzzzzzzzzzzzzzT2"],
    ),
    ("yymmd0", ["000606", "750606", "200131", "200229", "210228", "960229", "200600"]),
    ("yymmdd", ["000606", "240229"]),
    ("yyyymmdd", ["20240229", "19000228"]),
    ("pcenc", ["A", "%00", "%fF", "ABC%20XYZ", "A%00+1"]),
    ("pieceoftotal", ["0101", "0203", "9899", "9999"]),
    ("posinseqslash", ["1/1", "8/9"]),
    ("iban", ["MU43BOMM0101123456789101000MUR", "GB98MIDL07009312345678", "CH5604835012345678009"]),
    ("latitude", ["0279085848", "1800000000"]),
    ("longitude", ["3600000000"]),
    ("base64", ["1", "123", "12=", "1=="]),
    ("gcppos1", ["0123A"]),
    ("gcppos2", ["A0123"]),
    ("hasnondigit", ["1a1"]),
    ("mediatype", ["01", "10", "80", "99"]),
]

WRONG = [
    ("csumalpha", "33", "check characters are 33, must be 22."),
    ("csumalpha", "2", "too short for the two check characters at the end."),
    ("yymmd0", "200010", "month 00 does not exist; expected 01 to 12."),
    ("yymmd0", "210229", "day 29 does not exist in 2021-02, which has 28 days."),
    ("yymmdd", "200600", "day 00 does not exist in 2020-06, which has 30 days."),
    ("yyyymmdd", "19000229", "day 29 does not exist in 1900-02, which has 28 days."),
    ("yyyymmdd", "00000101", "year 0000 does not exist."),
    ("hhmi", "2400", "hour 24 does not exist; expected 00 to 23."),
    ("hhmi", "2360", "60 does not exist; expected 00 to 59."),
    ("ss", "60", "60 does not exist; expected 00 to 59."),
    ("pcenc", "ABC%fgX", "after % two hexadecimal digits must follow; found “fg”."),
    ("pcenc", "ABC%", "after % two hexadecimal digits must follow; found “”."),
    ("pieceoftotal", "0001", "piece 00 of 01 does not exist."),
    ("pieceoftotal", "0201", "piece 02 of 01 does not exist."),
    ("pieceoftotal", "0100", "piece 01 of 00 does not exist."),
    ("posinseqslash", "2/1", "found 2/1, expected a place in a sequence, such as 1/2."),
    ("posinseqslash", "0/1", "found 0/1, expected a place in a sequence, such as 1/2."),
    ("posinseqslash", "1//", "found 1//, expected a place in a sequence, such as 1/2."),
    ("iban", "BE71096123456760", "IBAN check digits are 71, must be 23."),
    ("iban", "XX361234567890", "no IBAN: XX is no country code (ISO 3166-1)."),
    ("iban", "BE71", "no IBAN: expected more than 10 capital letters and digits."),
    ("latitude", "1800000001", "1800000001 is more than 1800000000."),
    ("iso3166", "999", "999 is no country code of three digits (ISO 3166-1)."),
    ("iso3166alpha2", "EU", "EU is no country code of two letters (ISO 3166-1)."),
    ("iso4217", "000", "000 is no currency code of three digits (ISO 4217)."),
    ("iso5218", "3", "found 3, expected one of: 0, 1, 2, 9."),
    ("packagetype", "_9", "_9 is no package type code (UN/ECE Recommendation 21, GS1)."),
    ("mediatype", "11", "media type 11 is not assigned; expected 01-10 or 80-99."),
    ("winding", "2", "found 2, expected one of: 0, 1, 9."),
    ("hyphen", "+", "found +, expected one of: -."),
    ("zero", "1", "found 1, expected one of: 0."),
    ("nonzero", "0000", "must not be zero."),
    ("nozeroprefix", "01", "must not start with 0."),
    ("hasnondigit", "123", "must hold a character that is no digit."),
    ("importeridx", "!", "! is no importer index; expected a letter, a digit, - or _."),
    ("gcppos1", "012A", "must start with a GS1 company prefix, which is at least 4 digits; found 012A."),
    ("gcppos2", "A12", "must start with a GS1 company prefix, which is at least 4 digits; found 12."),
    ("base64", "=", "= stands at the end only, once or twice, to fill up to a multiple of 3."),
    ("base64", "1=34", "= stands at the end only, once or twice, to fill up to a multiple of 3."),
    ("couponcode", "1A", "a coupon code holds digits only."),
]


@pytest.mark.parametrize(("name", "values"), RIGHT)
def test_a_right_content_passes(name: str, values: list[str]) -> None:
    assert [value for value in values if checks()[name](value) is not None] == []


@pytest.mark.parametrize(("name", "value", "sentence"), WRONG)
def test_a_wrong_content_is_told(name: str, value: str, sentence: str) -> None:
    problem = checks()[name](value)
    assert problem is not None
    assert str(problem.text) == sentence
    assert problem.text.in_language(CHINESE) != sentence
    assert 0 <= problem.start < problem.end <= len(value)


@pytest.mark.parametrize("body", ["12345_nopqrstuvwxyz", "12345_!\"%&'()*+,-./", "00000!"])
def test_the_check_characters_of_a_gmn_are_computed(body: str) -> None:
    expected = {"12345_nopqrstuvwxyz": "P2", "12345_!\"%&'()*+,-./": "LC", "00000!": "HV"}
    assert check_pair(body) == expected[body]


@pytest.mark.parametrize(("name", "value"), [("iban", "BE71096123456760"), ("csumalpha", "7907665Bm8v2AC")])
def test_what_is_offered_instead_is_right(name: str, value: str) -> None:
    problem = checks()[name](value)
    assert problem is not None
    assert problem.offer is not None
    assert checks()[name](value[: problem.start] + problem.offer + value[problem.end :]) is None


def test_what_is_not_checked_is_said_and_is_no_error() -> None:
    found = explain("(8110)106141416543213150110120")
    assert found.valid
    assert [str(fault.message) for fault in found.faults] == [
        "(8110) : the structure of coupon codes of North America is not checked here."
    ]
    assert found.faults[0].severity is Severity.WARNING


@pytest.mark.parametrize(
    ("ai", "value", "sentence"),
    [
        ("423", "1562", "1562 has 4 characters; expected 3, 6, 9, 12, 15 characters."),
        ("253", "069328336001", "069328336001 has 12 characters; expected 13 to 30 characters."),
        ("7007", "2802292", "2802292 has 7 characters; expected 6, 12 characters."),
        ("8043", "1", "1 has 1 characters; expected 18 to 20 digits."),
        ("4307", "C", "C has 1 characters; expected 2 characters."),
        ("8010", "6932a", "character 5 is 'a'; allowed are digits, capital letters and # - /."),
        ("8030", "a+b", "character 2 is '+'; allowed are digits, letters, - and _."),
        ("3103", "00A195", "character 3 is 'A'; allowed are the digits 0-9."),
        ("421", "1A6ABC", "character 2 is 'A'; allowed are the digits 0-9."),
    ],
)
def test_a_value_of_another_shape_is_told(ai: str, value: str, sentence: str) -> None:
    problems = value_problems(identifiers()[ai], value)
    assert [str(problem.text) for problem in problems] == [sentence]
    assert problems[0].text.in_language(CHINESE) != sentence
