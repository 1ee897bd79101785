"""Every sentence of the program can be said in both languages."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import desktop
from desktop import texts
from desktop.texts import CHINESE, ENGLISH, Text, from_json, joined, say, say_count, to_json
from tests.sentences import Sentence, Wording, placeholders, sentences, wordings

ROOT = Path(desktop.__file__).resolve().parent.parent
SPOKEN_IN = ("desktop", "ui", "printers")
CATALOGUES = ROOT / "resources" / "i18n" / "zh_CN"


@pytest.fixture(scope="module")
def source() -> tuple[list[Sentence], list[str]]:
    """All sentences of the program, and all places where one cannot be read."""
    found: list[Sentence] = []
    faults: list[str] = []
    for folder in SPOKEN_IN:
        for path in sorted((ROOT / folder).rglob("*.py")):
            more, wrong = sentences(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix())
            found += more
            faults += wrong
    return found, faults


@pytest.fixture(scope="module")
def said(source: tuple[list[Sentence], list[str]]) -> list[Sentence]:
    return source[0]


@pytest.fixture(scope="module")
def catalogue() -> list[Wording]:
    """All entries of all catalogues."""
    return [entry for path in sorted(CATALOGUES.glob("*.json")) for entry in wordings(path)]


def lines(places: list[str]) -> str:
    """Show every place, each on a line of its own."""
    return "\n" + "\n".join(places)


def test_every_sentence_is_a_literal(source: tuple[list[Sentence], list[str]]) -> None:
    assert not source[1], lines(source[1])


def test_every_sentence_has_a_chinese_wording(said: list[Sentence], catalogue: list[Wording]) -> None:
    known = {entry.template for entry in catalogue}
    missing = [f"{one.place} {one.template}" for one in said if one.template not in known]
    assert not missing, lines(missing)


def test_every_sentence_is_given_the_values_it_names(said: list[Sentence]) -> None:
    wrong = [
        f"{one.place} {one.template}"
        for one in said
        if one.values is not None and not placeholders(one.template) <= one.values
    ]
    assert not wrong, lines(wrong)


def test_the_chinese_names_the_same_values_as_the_english(catalogue: list[Wording]) -> None:
    wrong = [
        f"{entry.place}: {entry.template}"
        for entry in catalogue
        if placeholders(entry.template) != placeholders(entry.chinese)
    ]
    assert not wrong, lines(wrong)


def test_no_chinese_wording_is_empty(catalogue: list[Wording]) -> None:
    assert [entry.template for entry in catalogue if not entry.chinese.strip()] == []


def test_no_catalogue_keeps_what_nobody_says(said: list[Sentence], catalogue: list[Wording]) -> None:
    alive = {one.template for one in said}
    stale = [f"{entry.place}: {entry.template}" for entry in catalogue if entry.template not in alive]
    assert not stale, lines(stale)


def test_each_sentence_stands_in_one_catalogue_once(catalogue: list[Wording]) -> None:
    times = Counter(entry.template for entry in catalogue)
    double = sorted(f"{entry.template} ({entry.place})" for entry in catalogue if times[entry.template] > 1)
    assert not double, lines(double)


@pytest.mark.parametrize(
    "source",
    [
        'say(f"Label {n}")',
        'say("Label " + name)',
        "say(name)",
        'say_count("one label", name, n=1)',
        "from desktop.texts import say as tell",
    ],
)
def test_a_sentence_that_cannot_be_read_from_the_source_is_found(source: str) -> None:
    assert sentences(source, "x.py")[1] != []


def test_both_forms_of_a_count_are_found() -> None:
    found, faults = sentences('say_count("{n} label", "{n} labels of {lot}", n=2, lot="L1")', "x.py")
    assert [one.template for one in found] == ["{n} label", "{n} labels of {lot}"]
    assert faults == []
    assert {one.values for one in found} == {frozenset({"n", "lot"})}


def test_what_a_console_or_a_window_says_is_not_taken_for_a_new_sentence() -> None:
    assert sentences("console.say(error.text)", "x.py") == ([], [])


@pytest.mark.parametrize("template", ["{}", "{0}", "{job.name}", "{values[0]}"])
def test_a_placeholder_must_be_a_plain_name(template: str) -> None:
    with pytest.raises(ValueError, match="not a plain name"):
        placeholders(template)


@pytest.fixture
def two_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalogue of two words in the place of ours."""
    words = {"{n} label": "{n} 个标签", "{n} labels": "{n} 个标签", "Found {what}.": "发现{what}。"}
    monkeypatch.setattr(texts, "chinese_catalogue", lambda: words)


@pytest.mark.usefixtures("two_words")
def test_a_sentence_is_worded_in_either_language() -> None:
    text = say("Found {what}.", what="X")
    assert (text.in_language(ENGLISH), text.in_language(CHINESE)) == ("Found X.", "发现X。")


@pytest.mark.usefixtures("two_words")
def test_a_sentence_inside_a_sentence_is_worded_in_the_same_language() -> None:
    text = say("Found {what}.", what=say_count("{n} label", "{n} labels", n=2))
    assert (text.in_language(ENGLISH), text.in_language(CHINESE)) == ("Found 2 labels.", "发现2 个标签。")


def test_one_and_many_are_worded_differently_in_english() -> None:
    assert [str(say_count("{n} label", "{n} labels", n=n)) for n in (0, 1, 2)] == [
        "0 labels",
        "1 label",
        "2 labels",
    ]


def test_a_value_with_braces_is_shown_as_it_is() -> None:
    assert str(say("Found {what}.", what="{lot}")) == "Found {lot}."


def test_sentences_are_joined_as_their_language_does() -> None:
    parts = (Text("A."), Text("B."))
    assert (joined(parts, ENGLISH), joined(parts, CHINESE)) == ("A. B.", "A.B.")


@given(st.text(), st.integers(), st.text())
def test_a_stored_sentence_says_the_same_when_it_is_read(what: str, n: int, inner: str) -> None:
    text = say("Found {what} {n} {inner}.", what=what, n=n, inner=say("{name}", name=inner))
    assert str(from_json(to_json(text))) == str(text)


@pytest.mark.parametrize("stored", ["", "{}", "[]", '"text"', '{"template": 1, "values": {}}'])
def test_what_is_no_stored_sentence_is_refused(stored: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_json(stored)
