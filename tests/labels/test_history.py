"""The history of a design: undone, redone, merged, written out, and read though it may be hostile."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.labels import edits
from desktop.labels.document import LabelDesign, Layer, Title
from desktop.labels.elements import PictureElement, TextElement
from desktop.labels.fields import OwnField
from desktop.labels.history import MOST_STEPS, History
from desktop.texts import say
from tests.labels.documents import drawings, png

MOVE = say("Move")


def design(count: int = 3) -> LabelDesign:
    texts = tuple(TextElement(f"t{n}", float(n), 1.0, 10.0, 4.0, "LOT {lot}", 2.0) for n in range(count))
    return LabelDesign("test", Title("Test", "测试"), 50.0, 30.0, texts)


def worked(steps: int = 3) -> History:
    history = History(design())
    for number in range(steps):
        history.do(say("Move {n}", n=number), edits.moved(history.current, [f"t{number % 3}"], 1, 0))
    return history


def changed(kind: int, now: LabelDesign, name: str) -> LabelDesign:
    match kind:
        case 0:
            return edits.moved(now, [name], 1.5, -2)
        case 1:
            return edits.duplicated(now, [name], 1, 1)[0]
        case 2:
            return edits.removed(now, [name])
        case 3:
            return edits.raised(now, [name], edits.Order.FRONT)
        case 4:
            return edits.to_layer(now, [name], "codes")
        case 5:
            return replace(now, width_mm=70.0, sample=(("lot", "X1"),))
        case 6:
            return edits.layer_added(now, Layer("more"))
        case 7:
            return replace(now, own_fields=(*now.own_fields, OwnField("x" * len(now.own_fields))))
    return edits.pasted(now, edits.copied(now, [name]), (3, 3))[0]


@st.composite
def histories(draw: st.DrawFn) -> History:
    history = History(draw(drawings(least=1, most=5)))
    for number in range(draw(st.integers(0, 6))):
        now = history.current
        name = draw(st.sampled_from([one.name for one in now.elements] or [""]))
        if not name:
            break
        history.do(say("Step {n}", n=number), changed(draw(st.integers(0, 8)), now, name))
        if draw(st.integers(0, 3)) == 0:
            history.undo()
    return history


@given(histories())
def test_undoing_all_gives_the_design_as_it_was_and_redoing_all_the_last(history: History) -> None:
    first, last = history.steps[0].design, history.steps[-1].design
    while history.can_undo:
        before = history.place
        history.undo()
        assert history.place == before - 1
    assert history.current is first
    while history.can_redo:
        history.redo()
    assert history.current is last


@given(histories())
def test_a_history_survives_a_restart(history: History) -> None:
    again = History.load(history.dump())
    assert again.place == history.place
    assert [step.design for step in again.steps] == [step.design for step in history.steps]
    assert [str(step.title) for step in again.steps] == [str(step.title) for step in history.steps]
    assert again.dump() == history.dump()


@given(histories(), st.data())
def test_a_history_is_written_the_same_whether_it_was_written_before_or_not(
    history: History, data: st.DataObject
) -> None:
    history.dump()
    history.go_to(data.draw(st.integers(0, len(history.steps) - 1)))
    history.do(MOVE, replace(history.current, height_mm=77.0))
    assert history.dump() == History.load(history.dump()).dump()


def test_what_was_undone_is_forgotten_by_the_next_step() -> None:
    history = worked(3)
    history.undo()
    history.undo()
    other = edits.moved(history.current, ["t2"], 0, 9)
    history.do(MOVE, other)
    assert [str(step.title) for step in history.steps] == ["Opened", "Move 0", "Move"]
    assert not history.can_redo
    assert history.redo() is other


def test_steps_of_one_key_become_one() -> None:
    history = worked(1)
    for letter in ("L", "LO", "LOT"):
        now = edits.with_attribute(history.current, ["t0"], "text", letter)
        history.do(say("Text"), now, merge="text t0")
    assert [str(step.title) for step in history.steps] == ["Opened", "Move 0", "Text"]
    history.do(say("Text"), edits.moved(history.current, ["t0"], 1, 1), merge="text t1")
    history.do(MOVE, edits.moved(history.current, ["t0"], 1, 1))
    history.do(MOVE, edits.moved(history.current, ["t0"], 1, 1))
    assert len(history.steps) == 6
    history.go_to(1)
    assert history.current == worked(1).current


def test_the_beginning_is_never_merged_away() -> None:
    history = History(design())
    history.do(MOVE, edits.moved(history.current, ["t0"], 1, 1), merge="a")
    history.undo()
    history.do(MOVE, edits.moved(history.current, ["t0"], 2, 1), merge="a")
    assert history.steps[0].design == design()
    assert len(history.steps) == 2


def test_what_changes_nothing_is_no_step() -> None:
    history = worked(2)
    history.undo()
    history.do(MOVE, replace(history.current))
    assert len(history.steps) == 3
    assert history.can_redo


def test_only_the_last_thousand_steps_are_kept() -> None:
    history = worked(MOST_STEPS + 5)
    assert len(history.steps) == MOST_STEPS + 1
    assert str(history.steps[0].title) == "Move 4"
    assert history.place == MOST_STEPS
    assert len(History.load(history.dump()).steps) == MOST_STEPS + 1


def test_a_step_that_there_is_not_is_an_error_of_the_caller() -> None:
    history = worked(1)
    for index in (-1, 2):
        with pytest.raises(IndexError):
            history.go_to(index)
    assert worked(0).undo() == design()


def test_a_step_knows_when_it_was_taken_where_there_is_a_clock() -> None:
    moment = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
    history = History(design(), now=lambda: moment)
    history.do(MOVE, edits.moved(history.current, ["t0"], 1, 0))
    assert [step.at for step in History.load(history.dump()).steps] == [moment, moment]
    assert worked(1).steps[1].at is None


def test_elements_that_did_not_change_are_shared_after_a_restart() -> None:
    again = History.load(worked(3).dump())
    first, second = again.steps[0].design, again.steps[1].design
    assert first.elements[1] is second.elements[1]
    assert first.elements[0] is not second.elements[0]


def test_a_picture_is_written_once_however_often_it_moves() -> None:
    content = png(400, 300)
    history = History(replace(design(), elements=(PictureElement("p", 0, 0, 5, 5, content),)))
    for _ in range(5):
        history.do(MOVE, edits.moved(history.current, ["p"], 1, 0))
    text = history.dump()
    assert text.count(content) == 1
    assert History.load(text).current == history.current


def test_a_history_that_grows_too_large_loses_its_oldest_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    history = worked(40)
    monkeypatch.setattr("desktop.labels.history.MOST_BYTES", 6_000)
    again = History.load(history.dump())
    assert 1 < len(again.steps) < 41
    assert again.current == history.current
    kept = history.steps[-len(again.steps) :]
    assert [step.design for step in again.steps] == [step.design for step in kept]


def stored(**changes: Any) -> str:
    content: dict[str, Any] = json.loads(worked(2).dump())
    return json.dumps(content | changes)


def stored_step(number: int, **changes: Any) -> str:
    content: dict[str, Any] = json.loads(worked(2).dump())
    content["steps"][number] |= changes
    return json.dumps(content)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "[" * 100_000,
        stored(history=2),
        stored(place=3),
        stored(place=-1),
        stored(place=True),
        stored(place="1"),
        stored(steps=[]),
        stored(steps={}),
        stored(steps=[1]),
        stored(steps=[{}]),
        stored(pictures=[]),
        stored(steps=json.loads(worked(1).dump())["steps"] * 600),
        stored_step(0, title="no JSON"),
        stored_step(0, title='{"template": "{missing}", "values": {}}'),
        stored_step(0, title='{"template": "{a.b}", "values": {"a": 1}}'),
        stored_step(0, title='{"template": "{0}", "values": {}}'),
        stored_step(0, title='{"template": "{n:>99999999999}", "values": {"n": 1}}'),
        stored_step(0, title='{"template": "{n!r}", "values": {"n": 1}}'),
        stored_step(0, title='{"template": "{n}", "values": {"n": {"n": 1}}}'),
        stored_step(0, title='{"template": "%s", "values": {}}' % ("x" * 5_000)),
        stored_step(0, title='{"template": "{n}", "values": {"n": ' * 5 + "1" + "}}" * 5),
        stored_step(0, title="5"),
        stored_step(0, title="[" * 50_000),
        stored_step(0, at="yesterday"),
        stored_step(0, at=5),
        stored_step(0, design=[]),
        stored_step(0, design={}),
        stored_step(0, design={"elements": 5}),
        stored_step(1, design={"elements": 5}),
        stored_step(1, design={"elements": [[0, 9]]}),
        stored_step(1, design={"elements": [[2, 1]]}),
        stored_step(1, design={"elements": [[-1, 1]]}),
        stored_step(1, design={"elements": [[0, 1], [0, 1]]}),
        stored_step(1, design={"elements": [[0, 3]] * 300}),
        stored_step(1, design={"elements": ["x"]}),
        stored_step(1, design={"elements": [{"type": "photo"}]}),
        stored_step(1, design={"script": "rm"}),
        stored_step(1, design={"width_mm": "wide"}),
        stored_step(1, design={"width_mm": 1}),
        stored_step(1, design={"__class__": 1}),
        stored_step(1, design={"sample": [["lot", "1"]]}),
    ],
)
def test_a_damaged_or_hostile_history_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        History.load(text)
