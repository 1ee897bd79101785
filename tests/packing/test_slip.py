"""A slip of labels against packs is found where it happened, and nothing else is called one."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.packing.slip import BUFFER, PATIENCE, Slip, SlipKind, SlipWatch, watch
from desktop.texts import CHINESE
from tests.refusals import refusal_of

LENGTHS = st.integers(min_value=60, max_value=200)


def test_labels_in_order_are_no_slip() -> None:
    assert watch(range(1, 1000)) is None


def test_a_watch_may_begin_anywhere() -> None:
    assert watch(range(500, 900)) is None


def test_a_repeated_label_is_found_with_the_next_one() -> None:
    assert watch([1, 2, 3, 3, 4]) == Slip(at=4, by=1, expected=4, found=3)


def test_a_buffer_of_several_labels_that_is_repeated_is_one_slip() -> None:
    assert watch([1, 2, 3, 2, 3, 4]) == Slip(at=4, by=2, expected=4, found=2)


def test_a_swallowed_label_is_found_once_it_does_not_follow() -> None:
    slip = watch([1, 2, *range(4, 30)])
    assert slip == Slip(at=3, by=-1, expected=3, found=4)


def test_several_swallowed_labels_are_one_slip() -> None:
    assert watch([1, 2, *range(6, 30)]) == Slip(at=3, by=-3, expected=3, found=6)


def test_what_was_rejected_is_missed_by_nobody() -> None:
    assert watch([1, 2, *range(6, 30)], gone=[3, 4, 5]) is None


def test_a_rejection_that_is_told_late_closes_its_gap() -> None:
    follower = SlipWatch()
    for number in (1, 2, 4, 5):
        follower.passed(number)
    follower.gone(3)
    assert [follower.passed(number) for number in range(6, 40)] == [None] * 34


def test_a_pack_that_comes_back_from_long_ago_is_no_slip() -> None:
    assert watch([*range(1, 30), 5, *range(30, 60)]) is None


def test_a_pack_whose_scan_was_taken_back_may_pass_again() -> None:
    follower = SlipWatch()
    for number in (1, 2, 3):
        follower.passed(number)
    assert follower.passed(3, loose=True) is None
    assert [follower.passed(number) for number in (4, 5)] == [None] * 2


def test_a_buffer_repeated_behind_a_pack_that_passed_again_is_found() -> None:
    follower = SlipWatch()
    for number in (1, 2, 3):
        follower.passed(number)
    follower.passed(3, loose=True)
    assert [follower.passed(number) for number in (3, 4)] == [None, Slip(at=5, by=1, expected=4, found=3)]


def test_the_watch_goes_on_behind_a_slip_and_tells_it_once() -> None:
    follower = SlipWatch(patience=2)
    told = [slip for slip in map(follower.passed, [1, 2, 4, 5, 6, 7, 8, 8, 9, 10]) if slip is not None]
    assert told == [Slip(3, -1, 3, 4), Slip(8, 1, 9, 8)]


def test_every_second_label_missing_is_found() -> None:
    assert watch(range(1, 60, 2)) == Slip(at=2, by=-1, expected=2, found=3)


@given(LENGTHS, st.data())
def test_a_repetition_from_the_buffer_is_found_at_its_place(count: int, data: st.DataObject) -> None:
    last = data.draw(st.integers(BUFFER + 1, count - 1))
    back = data.draw(st.integers(1, BUFFER))
    scans = [*range(1, last + 1), *range(last - back + 1, count + 1)]
    assert watch(scans) == Slip(at=last + 1, by=back, expected=last + 1, found=last - back + 1)


@given(LENGTHS, st.data())
def test_a_gap_is_found_at_its_place(count: int, data: st.DataObject) -> None:
    lost = data.draw(st.integers(2, count - PATIENCE - 6))
    many = data.draw(st.integers(1, 5))
    scans = [number for number in range(1, count + 1) if not lost <= number < lost + many]
    assert watch(scans) == Slip(at=lost, by=-many, expected=lost, found=lost + many)


@given(LENGTHS, st.data())
def test_rejects_that_are_recorded_are_never_a_slip(count: int, data: st.DataObject) -> None:
    gone = data.draw(st.sets(st.integers(1, count), max_size=count // 2))
    assert watch([number for number in range(1, count + 1) if number not in gone], gone) is None


@given(LENGTHS, st.data())
def test_packs_put_back_in_time_are_never_a_slip(count: int, data: st.DataObject) -> None:
    scans = list(range(1, count + 1))
    at = data.draw(st.integers(1, count - PATIENCE - 2))
    later = data.draw(st.integers(1, PATIENCE))
    scans.insert(at + later, scans.pop(at))
    assert watch(scans) is None


@given(LENGTHS, st.data())
def test_a_slip_among_rejects_and_rework_is_still_found(count: int, data: st.DataObject) -> None:
    gone = data.draw(st.sets(st.integers(2, count), max_size=count // 3))
    passing = [number for number in range(1, count + 1) if number not in gone]
    assume(len(passing) > 2 * BUFFER)
    at = data.draw(st.integers(BUFFER, len(passing) - 2))
    slip = watch([*passing[:at], passing[at - 1], *passing[at:]], gone)
    assert slip == Slip(at=at + 1, by=1, expected=passing[at], found=passing[at - 1])


@given(LENGTHS, st.data())
def test_packs_taken_out_and_scanned_again_are_never_a_slip_and_hide_none(
    count: int, data: st.DataObject
) -> None:
    again = data.draw(st.dictionaries(st.integers(1, count), st.integers(1, 2 * BUFFER), max_size=8))
    repeated = data.draw(st.none() | st.integers(1, count - 1))
    follower = SlipWatch()
    found: list[tuple[int, Slip]] = []
    for number in range(1, count + 1):
        passing = [(number, False)]
        passing += [(one, True) for one in range(max(1, number + 1 - again.get(number, 0)), number + 1)]
        passing += [(number, False)] if number == repeated else []
        for label, loose in passing:
            slip = follower.passed(label, loose=loose)
            found += [] if slip is None else [(number, slip)]
    if repeated is None:
        assert found == []
    else:
        ((at, slip),) = found
        assert (at, slip.found, slip.by) == (repeated + 1, repeated, 1)


@pytest.mark.parametrize(
    ("slip", "kind", "words"),
    [
        (Slip(4, 1, 4, 3), SlipKind.REPEATED, ("scan 4 label 3 came a second time", "label 4 was due")),
        (Slip(3, -2, 3, 5), SlipKind.SKIPPED, ("scan 3 label 5", "Labels missing: 2")),
    ],
)
def test_a_slip_tells_its_place_in_both_languages(slip: Slip, kind: SlipKind, words: tuple[str, ...]) -> None:
    assert slip.kind is kind
    assert all(word in str(slip.sentence) for word in words)
    assert "请停线" in slip.sentence.in_language(CHINESE)


@pytest.mark.parametrize(("patience", "buffer"), [(0, 5), (10, 0)])
def test_a_watch_without_patience_or_buffer_is_refused(patience: int, buffer: int) -> None:
    assert "1 or more" in refusal_of(lambda: SlipWatch(patience=patience, buffer=buffer), InputError)
