"""Single characters, named."""

import pytest

from desktop.codes.characters import CSET_82, are_digits, first_foreign, is_full_width, name_of
from desktop.texts import CHINESE


def test_set_82_has_82_characters_and_no_space() -> None:
    assert len(CSET_82) == 82
    assert all(character.isascii() and character.isprintable() and character != " " for character in CSET_82)


@pytest.mark.parametrize("absent", ["#", "$", "@", "[", "]", "^", "`", "{", "|", "}", "~", "\\", "批"])
def test_set_82_lacks_what_keyboards_write_differently(absent: str) -> None:
    assert absent not in CSET_82


@pytest.mark.parametrize("text", ["", "６", "²", "٣", "1 2", "-1", "1.0", "x"])
def test_only_ascii_digits_are_digits(text: str) -> None:
    assert not are_digits(text)


def test_the_first_foreign_character_is_found() -> None:
    assert first_foreign("12a4b", frozenset("0123456789")) == 2
    assert first_foreign("124", frozenset("0123456789")) is None


@pytest.mark.parametrize(
    ("character", "wide"), [("６", True), ("：", True), ("\u3000", True), ("6", False), ("批", False)]
)
def test_full_width_twins_of_ascii_are_told_from_other_signs(character: str, wide: bool) -> None:
    assert is_full_width(character) is wide


@pytest.mark.parametrize(
    ("character", "english", "chinese"),
    [
        ("X", "'X'", "“X”"),
        ("６", "'６' (full width)", "“６”（全角）"),
        (" ", "a space", "空格"),
        ("\t", "a tab", "制表符"),
        (",", "a comma", "逗号"),
        ('"', "a quotation mark", "引号"),
        ("\r", "a line break", "换行符"),
        ("\0", "a NUL byte", "空字节（NUL）"),
        ("\ufeff", "a byte order mark (U+FEFF)", "字节顺序标记（U+FEFF）"),
        ("\u00a0", "a no-break space (U+00A0)", "不间断空格（U+00A0）"),
        ("\u3000", "a space (full width)", "全角空格"),
        ("\x1d", "the character U+001D", "字符 U+001D"),
    ],
)
def test_a_character_is_named_so_that_it_can_be_seen(character: str, english: str, chinese: str) -> None:
    assert str(name_of(character)) == english
    assert name_of(character).in_language(CHINESE) == chinese
