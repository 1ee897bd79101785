"""The life of a code: what may follow on what."""

from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as st

from desktop.products.code_pool import LIFE, MOVES, TAKE_BACKS, CodeCounts, CodeState, moves_from, state_name
from desktop.texts import CHINESE, ENGLISH

PRINTABLE = {CodeState.AVAILABLE, CodeState.ALLOCATED}
"""States from which a code will be printed."""


def reachable(start: CodeState) -> set[CodeState]:
    """Return every state that a code may come to from ``start``."""
    found: set[CodeState] = set()
    waiting = [start]
    while waiting:
        state = waiting.pop()
        following = {after for before, after in MOVES if before is state} - found
        found |= following
        waiting += following
    return found


def test_no_code_that_may_be_on_paper_is_ever_printed_again() -> None:
    for state in set(CodeState) - {*PRINTABLE, CodeState.SENT}:
        assert not reachable(state) & {*PRINTABLE, CodeState.SENT}, state


def test_a_code_that_was_sent_comes_back_only_by_a_coders_word_that_it_is_not_on_paper() -> None:
    back = [move for move in moves_from(CodeState.SENT) if move.to in PRINTABLE]
    assert [move.to for move in back] == [CodeState.ALLOCATED]
    assert "was not printed" in back[0].by.in_language("en")


def test_only_a_code_that_a_job_holds_goes_back_to_the_pool() -> None:
    back = {before for before, after in MOVES if after is CodeState.AVAILABLE}
    assert back == {CodeState.ALLOCATED}


def test_a_code_is_sent_from_a_job_only() -> None:
    assert {before for before, after in MOVES if after is CodeState.SENT} == {CodeState.ALLOCATED}


def test_what_is_unknown_is_never_called_good_without_being_called_printed_first() -> None:
    assert (CodeState.UNKNOWN, CodeState.VERIFIED) not in MOVES
    assert (CodeState.SENT, CodeState.VERIFIED) not in MOVES


def test_what_was_read_back_was_printed_or_taken_out_of_a_larger_pack() -> None:
    assert {before for before, after in MOVES if after is CodeState.VERIFIED} == {
        CodeState.PRINTED,
        CodeState.PACKED,
    }


def test_spoiled_sampled_void_and_returned_are_the_end() -> None:
    ends = {state for state in CodeState if not reachable(state)}
    assert ends == {CodeState.SPOILED, CodeState.SAMPLED, CodeState.VOID, CodeState.RETURNED}


def test_no_code_moves_to_where_it_is() -> None:
    assert all(before is not after for before, after in MOVES)


def test_every_state_is_reached_from_the_pool() -> None:
    assert reachable(CodeState.AVAILABLE) == set(CodeState)


def test_the_counts_have_a_place_for_each_state_and_sent_counts_as_unknown() -> None:
    assert {field.name for field in fields(CodeCounts)} == {state.value for state in CodeState} - {"sent"}


@given(st.lists(st.integers(0, 10**7), min_size=10, max_size=10))
def test_issued_is_the_sum_of_all_states(counts: list[int]) -> None:
    assert CodeCounts(*counts).issued == sum(counts)


def test_only_an_unused_code_is_returned() -> None:
    assert {before for before, after in MOVES if after is CodeState.RETURNED} == {CodeState.AVAILABLE}


def test_the_table_of_life_has_a_row_for_each_state_in_both_languages() -> None:
    assert [row.state for row in LIFE] == list(CodeState)
    for row in LIFE:
        assert moves_from(row.state) == row.moves
        for text in (state_name(row.state), row.meaning, *(move.by for move in row.moves)):
            assert text.in_language(CHINESE) != text.in_language(ENGLISH)


def test_taking_back_what_was_packed_never_leads_to_where_a_code_is_printed() -> None:
    assert not TAKE_BACKS & MOVES - {
        (CodeState.PACKED, CodeState.VERIFIED),
        (CodeState.VERIFIED, CodeState.PACKED),
    }
    assert {after for _, after in TAKE_BACKS} <= {CodeState.PRINTED, CodeState.VERIFIED, CodeState.PACKED}
