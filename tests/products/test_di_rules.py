"""The rules for device identifiers (codes.md A9) and the dialogue that asks for them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.products.details import Details
from desktop.products.di_rules import (
    QUESTIONS,
    RULES,
    Circumstance,
    Decision,
    DiChange,
    DiDialogue,
    changes_between,
    judge,
    question_text,
)
from desktop.products.version import Master
from desktop.texts import CHINESE
from tests.products.masters import DETAILS, MASTER, POWDER
from tests.refusals import refusal_of


def answered(*answers: str) -> DiDialogue:
    dialogue = DiDialogue()
    for answer in answers:
        dialogue = dialogue.answer(answer)
    return dialogue


def with_yes_to(change: DiChange | Circumstance) -> DiDialogue:
    """The dialogue of a person who says yes to one question and no to all others."""
    dialogue = DiDialogue()
    while dialogue.question is not None:
        dialogue = dialogue.answer("yes" if dialogue.question == change else "no")
    return dialogue


@pytest.mark.parametrize(
    ("change", "decision"),
    [
        *((change, Decision.NEW) for change in ("name", "brand", "kind", "spec", "quantity", "pack_type")),
        ("registration", Decision.NEW),
        ("agency", Decision.NEW),
        ("origin", Decision.ASK),
        ("relaunch", Decision.RELAUNCH),
        ("production", Decision.KEEP),
    ],
)
def test_each_change_has_its_decision_with_reason_and_source(change: str, decision: Decision) -> None:
    verdict = with_yes_to(DiChange(change)).verdict
    assert verdict is not None
    assert verdict.decision is decision
    assert "rule" in str(verdict.source)
    assert verdict.sentence.in_language(CHINESE) != str(verdict.sentence)


def test_a_product_without_changes_keeps_its_identifier() -> None:
    verdict = answered(*["no"] * len(QUESTIONS)).verdict
    assert verdict is not None
    assert str(verdict.sentence) == "Keep the device identifier, because none of its features changed."
    assert str(verdict.source) == "GS1 China, rules for giving device identifiers (UDI-DI), rule 6"


def test_a_new_specification_needs_a_new_identifier_because_each_has_its_own() -> None:
    assert str(judge([DiChange.SPEC]).sentence) == (
        "A new device identifier is needed, because each specification or model has its own identifier."
    )


def test_what_asks_for_a_new_identifier_goes_before_what_does_not() -> None:
    assert judge([DiChange.RELAUNCH, DiChange.SPEC]).decision is Decision.NEW
    assert judge([DiChange.PRODUCTION, DiChange.ORIGIN]).decision is Decision.ASK


def test_a_kit_has_one_identifier_and_its_parts_are_explained() -> None:
    verdict = with_yes_to(Circumstance.KIT).verdict
    assert verdict is not None
    assert [str(note) for note in verdict.notes] == [
        (
            "The kit has one identifier of its own. Devices in it that can be used alone may have theirs; "
            "those that cannot are not reported to the UDI database (rule 9)."
        )
    ]


def test_several_units_of_use_get_an_identifier_of_their_own() -> None:
    verdict = with_yes_to(Circumstance.SEVERAL_UNITS).verdict
    assert verdict is not None
    assert "unit of use gets an identifier of its own" in str(verdict.notes[0])


def test_the_dialogue_ends_as_soon_as_a_new_identifier_is_needed() -> None:
    dialogue = answered("no", "no", "yes")
    assert dialogue.question is None
    assert dialogue.verdict is not None


def test_an_open_dialogue_has_no_verdict() -> None:
    assert DiDialogue().verdict is None


def test_an_answer_can_be_taken_back() -> None:
    dialogue = answered("no", "no", "yes").back()
    assert dialogue.question is DiChange.NAME
    assert DiDialogue().back() == DiDialogue()


@pytest.mark.parametrize("given_answer", ["", "maybe", "Yes"])
def test_another_answer_than_yes_or_no_is_refused(given_answer: str) -> None:
    said = refusal_of(lambda: DiDialogue().answer(given_answer), InputError)
    assert said == f"Answer yes or no to a question that was asked; found “{given_answer}”."


def test_nothing_can_be_answered_when_nothing_is_asked() -> None:
    with pytest.raises(InputError):
        answered("no", "no", "yes").answer("no")


def test_every_question_has_its_words() -> None:
    assert len({str(question_text(question)) for question in QUESTIONS}) == len(QUESTIONS)


def test_every_change_has_just_one_rule() -> None:
    assert sorted(row.change for row in RULES) == sorted(DiChange)


@given(st.lists(st.booleans(), max_size=len(QUESTIONS)))
def test_any_answers_end_in_a_verdict(answers: list[bool]) -> None:
    dialogue = DiDialogue()
    for answer in answers:
        if dialogue.question is None:
            break
        dialogue = dialogue.answer("yes" if answer else "no")
    assert (dialogue.verdict is None) == (dialogue.question is not None)
    assert len(dialogue.answered) <= len(QUESTIONS)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (replace(POWDER, name="另一药"), {DiChange.NAME}),
        (replace(POWDER, form="片剂"), {DiChange.KIND}),
        (replace(POWDER, spec="5g"), {DiChange.SPEC}),
        (replace(POWDER, package_spec="20袋/盒"), {DiChange.QUANTITY}),
        (replace(POWDER, pack_unit="瓶"), {DiChange.PACK_TYPE}),
        (replace(POWDER, authorized_no="国药准字H20000691"), {DiChange.REGISTRATION}),
        (replace(POWDER, shelf_life_months=36), set()),
    ],
)
def test_a_changed_field_is_a_changed_feature(changed: object, expected: set[DiChange]) -> None:
    assert changes_between(MASTER, Master(changed, DETAILS), 1) == expected  # type: ignore[arg-type]


def test_another_brand_is_a_changed_feature() -> None:
    branded = Master(POWDER, Details.build({"brand": "某牌"}))
    assert changes_between(Master(POWDER), branded, 1) == {DiChange.BRAND}


def test_another_case_content_is_no_feature_of_the_smallest_pack() -> None:
    levels = (*POWDER.levels[:2], replace(POWDER.levels[2], children=20))
    larger = Master(replace(POWDER, levels=levels), DETAILS)
    assert changes_between(MASTER, larger, 1) == frozenset()
    assert changes_between(MASTER, larger, 3) == {DiChange.QUANTITY}
