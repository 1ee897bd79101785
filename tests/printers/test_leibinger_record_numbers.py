"""The numbers of the records in a Leibinger's FIFO, whatever the printer answers."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import DeviceError, Refused
from printers.leibinger.protocol import Queue
from printers.leibinger.record_numbers import RecordNumbers
from tests.refusals import refusal_of


def queue(started: int, *, finished: bool = True) -> Queue:
    return Queue(depth=100, entries=0, started=started, finished=finished)


def emptied(started: int = 0) -> RecordNumbers:
    made = RecordNumbers("jet")
    made.empty(started)
    made.go_on()
    return made


def test_nothing_is_given_before_the_fifo_was_emptied() -> None:
    assert "empty its buffer" in refusal_of(lambda: RecordNumbers("jet").check_next(1), Refused)


def test_nothing_is_given_behind_the_last_of_all() -> None:
    numbers = emptied()
    numbers.give(1)
    numbers.end = 1
    assert "empty its buffer" in refusal_of(lambda: numbers.check_next(2), Refused)


def test_a_number_that_stood_before_the_fifo_was_emptied_says_nothing() -> None:
    numbers = emptied(7)
    numbers.empty(9)
    numbers.learn(queue(9))
    assert numbers.printed == 7
    numbers.check_next(8)


def test_a_print_that_was_begun_and_not_finished_is_neither_printed_nor_waiting() -> None:
    numbers = emptied()
    for index in (1, 2, 3):
        numbers.give(index)
    numbers.learn(queue(2, finished=False))
    assert (numbers.printed, numbers.waiting) == (1, 1)


def test_after_a_number_of_somebody_else_nothing_is_given_before_the_fifo_was_emptied() -> None:
    numbers = emptied()
    numbers.give(1)
    assert "somebody else feeds it" in refusal_of(lambda: numbers.learn(queue(5)), DeviceError)
    assert "empty its buffer" in refusal_of(lambda: numbers.check_next(2), Refused)


@given(
    st.lists(
        st.tuples(st.sampled_from(["give", "learn", "empty", "doubt"]), st.integers(0, 12), st.booleans())
    )
)
def test_no_number_is_given_twice_and_printed_never_falls_nor_runs_ahead(
    acts: list[tuple[str, int, bool]],
) -> None:
    numbers, given_numbers, printed = emptied(), [0], 0
    for act, number, flag in acts:
        try:
            if act == "give":
                numbers.check_next(number)
                numbers.give(number)
                assert number > printed
                given_numbers.append(number)
            elif act == "learn":
                numbers.learn(queue(number, finished=flag))
            elif act == "empty":
                numbers.empty(number)
            else:
                numbers.doubt()
        except (Refused, DeviceError):
            pass
        assert printed <= numbers.printed
        if numbers.given:
            assert numbers.printed <= max(printed, *given_numbers)
        printed = numbers.printed
        assert numbers.waiting >= 0
