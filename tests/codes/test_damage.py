"""What keyboards, input methods and scanners do to a scan, and what it would be without."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.codes.damage import DamageKind, damage_of
from desktop.codes.drug_code import DrugCode
from desktop.codes.keyboards import LAYOUTS, US, Layout
from desktop.errors import InputError
from desktop.texts import CHINESE

CODE = "81000210157090217447"
UPPER_ROW = dict(zip("1234567890", "&é\"'(-è_çà", strict=True))


def is_drug_code(text: str) -> bool:
    try:
        DrugCode.parse(text)
    except InputError:
        return text == "MA.156.M0.100001.10000001"
    return True


def typed_on(layout: Layout, text: str) -> str:
    """What comes out when a scanner types ``text`` and the computer expects ``layout``."""
    return text.translate({ord(key): typed for key, typed in zip(US, layout.typed, strict=True)})


@pytest.mark.parametrize(
    ("text", "kind", "told", "mended"),
    [
        (
            "８１０００２１０１５７０９０２１７４４７",
            DamageKind.FULL_WIDTH,
            (
                "Character 1 is '８' (full width): the input method was on full width. "
                "Switch the input method to English."
            ),
            CODE,
        ),
        (
            "8100021\u200b0157090217447",
            DamageKind.INVISIBLE,
            "Character 8 is the character U+200B: it came along from a document or a web page.",
            CODE,
        ),
        (
            f"{CODE}\u00a0",
            DamageKind.INVISIBLE,
            ("Character 21 is a no-break space (U+00A0): it came along from a document or a web page."),
            CODE,
        ),
        (
            f"]C0{CODE}",
            DamageKind.SYMBOLOGY_IDENTIFIER,
            (
                "The symbology identifier ]C0 (Code 128) stands before the code. "
                "Set the scanner not to send it, or leave it out."
            ),
            CODE,
        ),
        (
            "ma.156.m0.100001.10000001",
            DamageKind.LETTER_CASE,
            "Capital and small letters are exchanged: caps lock is on at the keyboard.",
            "MA.156.M0.100001.10000001",
        ),
        (
            f"{CODE}{CODE}",
            DamageKind.READ_TWICE,
            f"The same code was read twice: {CODE}.",
            CODE,
        ),
        (
            "8100021015709021744781250531278265838370",
            DamageKind.TWO_CODES,
            (
                "Two codes in one scan, 81000210157090217447 and 81250531278265838370: "
                "scan one code at a time."
            ),
            None,
        ),
        (
            "81000210157090217447\t81250531278265838370",
            DamageKind.TWO_CODES,
            (
                "Two codes in one scan, 81000210157090217447 and 81250531278265838370: "
                "scan one code at a time."
            ),
            None,
        ),
        (
            "]C081000210157090217447]E06932833600109",
            DamageKind.TWO_CODES,
            ("Two codes in one scan, ]C081000210157090217447 and ]E06932833600109: scan one code at a time."),
            None,
        ),
        (
            "8.10002E+19",
            DamageKind.ROUNDED,
            (
                "8.10002E+19 is a number that Excel has rounded: its last digits are lost. "
                "Save the column as text and copy it again."
            ),
            None,
        ),
        (
            "8100饿021",
            DamageKind.INPUT_METHOD,
            ("Chinese characters stand in the scan: switch the input method to English and scan again."),
            None,
        ),
        (
            "MA。156.M0.100001.10000001",
            DamageKind.INPUT_METHOD,
            ("Character 3 is '。', as a Chinese input method writes it. Switch the input method to English."),
            "MA.156.M0.100001.10000001",
        ),
        (
            "10L02707<GS>21A1",
            DamageKind.VISIBLE_GS,
            (
                "At character 9 stands <GS> in place of the separator GS: the scanner or a program wrote "
                "it as "
                "text. Set the scanner to send control characters."
            ),
            "10L02707\x1d21A1",
        ),
    ],
)
def test_damage_is_named_with_what_would_be_right(
    text: str, kind: DamageKind, told: str, mended: str | None
) -> None:
    (found,) = damage_of(text, is_drug_code)
    assert (found.kind, str(found.message), found.mended) == (kind, told, mended)
    assert found.message.in_language(CHINESE) != told


@pytest.mark.parametrize(
    "written", ["<GS>", "{GS}", "[GS]", "<FNC1>", "\\x1d", "\\u001D", "^]", "␝", "<0x1D>"]
)
def test_a_separator_is_known_however_it_was_written(written: str) -> None:
    (found,) = damage_of(f"10L02707{written}21A1", is_drug_code)
    assert found.mended == "10L02707\x1d21A1"


@pytest.mark.parametrize("layout", [layout for layout in LAYOUTS if layout.key == "fr"])
def test_digits_typed_on_a_french_keyboard_are_read_back(layout: Layout) -> None:
    typed = "".join(UPPER_ROW[digit] for digit in CODE)
    assert typed == typed_on(layout, CODE)
    (found,) = damage_of(typed, is_drug_code)
    assert (found.kind, found.mended) == (DamageKind.KEYBOARD_LAYOUT, CODE)
    assert str(found.message) == (
        "The keyboard layout is French (AZERTY), but the scanner types as on a US keyboard. "
        "Set one of them to the other's layout."
    )


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.key)
def test_an_ma_code_survives_every_layout(layout: Layout) -> None:
    code = "MA.156.M0.100001.10000001"
    typed = typed_on(layout, code)
    found = damage_of(typed, is_drug_code)
    if typed == code:
        assert found == ()
    else:
        assert found[-1].mended == code


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.key)
@given(text=st.text([chr(code) for code in range(0x21, 0x7F)]))
def test_what_a_layout_did_is_undone(layout: Layout, text: str) -> None:
    assert layout.undo(typed_on(layout, text)) == text


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.key)
def test_each_key_of_a_layout_yields_another_character(layout: Layout) -> None:
    assert len(layout.typed) == len(set(layout.typed)) == 94


def test_two_damages_are_mended_one_after_the_other() -> None:
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in CODE)
    found = damage_of(f"]C0{wide}", is_drug_code)
    assert [damage.kind for damage in found] == [
        DamageKind.FULL_WIDTH,
        DamageKind.SYMBOLOGY_IDENTIFIER,
    ]
    assert found[-1].mended == CODE


@pytest.mark.parametrize("text", [CODE, f" {CODE}\r\n", "hello", "", "zz", "8021762-9000000001003"])
def test_nothing_is_offered_without_need_or_use(text: str) -> None:
    assert damage_of(text, is_drug_code) == ()


@given(st.text())
def test_every_text_is_judged(text: str) -> None:
    for damage in damage_of(text, is_drug_code):
        assert damage.mended is None or damage.mended != text
