"""``packmark gs1``."""

import json

import pytest

from desktop.app import main
from tests.codes.gs1.samples import GTIN

Capture = pytest.CaptureFixture[str]


def run(capsys: Capture, *arguments: str, language: str = "en") -> tuple[int, str, str]:
    status = main(["--lang", language, "gs1", *arguments])
    out, err = capsys.readouterr()
    return status, out, err


def test_a_valid_string_is_answered_as_json(capsys: Capture) -> None:
    status, out, _ = run(capsys, f"01{GTIN}1720013110L02707\x1d21A1", "--json")
    assert status == 0
    assert json.loads(out) == {
        "valid": True,
        "elements": [
            {"ai": "01", "value": GTIN, "title": "GTIN"},
            {"ai": "17", "value": "200131", "title": "USE BY or EXPIRY"},
            {"ai": "10", "value": "L02707", "title": "BATCH/LOT"},
            {"ai": "21", "value": "A1", "title": "SERIAL"},
        ],
        "faults": [],
        "raw": f"01{GTIN}1720013110L02707\x1d21A1",
        "hri": f"(01){GTIN}(17)200131(10)L02707(21)A1",
        "digital_link": f"https://id.gs1.org/01/{GTIN}/10/L02707/21/A1?17=200131",
    }


def test_a_fault_is_answered_as_json_with_status_1(capsys: Capture) -> None:
    status, out, _ = run(capsys, f"(01){GTIN}(17)20200131", "--json")
    assert status == 1
    answer = json.loads(out)
    assert answer["valid"] is False
    assert (answer["raw"], answer["digital_link"]) == (None, None)
    assert answer["faults"] == [
        {
            "code": "date_has_century",
            "message": "(17) USE BY or EXPIRY: 20200131 has 8 digits, needs YYMMDD: 200131.",
            "start": 22,
            "end": 30,
            "offer": "200131",
            "severity": "error",
        }
    ]


def test_what_is_no_element_string_has_status_2(capsys: Capture) -> None:
    status, out, err = run(capsys, "hello", "--json")
    assert (status, out) == (2, "")
    assert err.startswith("Not a GS1 element string: “hello”")


def test_a_person_sees_the_wrong_part_underlined_and_what_would_be_right(capsys: Capture) -> None:
    status, out, _ = run(capsys, "(01)06932833600108")
    assert status == 1
    assert out.splitlines() == [
        "(01) 06932833600108  GTIN",
        "(01)06932833600108",
        "                 ^",
        "(01) GTIN: check digit is 8, must be 9.",
        "Right would be: (01)06932833600109",
    ]


def test_a_person_sees_a_valid_string_in_their_language(capsys: Capture) -> None:
    status, out, _ = run(capsys, f"]d201{GTIN}", language="zh")
    assert status == 0
    assert out.splitlines() == [
        f"(01) {GTIN}  GTIN",
        "有效。",
        f"供人识读字符：(01){GTIN}",
        f"GS1 数字链接：https://id.gs1.org/01/{GTIN}",
    ]
