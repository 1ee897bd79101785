"""Coders whose records are numbered, and coders with a counter: whatever fails, and whenever we are killed.

No code is on two packs, none is called printed that is on none, each is accounted for; and where numbers
settle things, next to nothing is left for a person to look at.
"""

import contextlib
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.coders import Ability, CoderState, CoderStatus
from desktop.errors import InputError, Refused
from desktop.jobs.coder_outlet import CoderOutlet
from desktop.jobs.records import Records
from desktop.jobs.runner import JobRunner
from desktop.products.code_pool import CodeState
from desktop.products.job import CoderOrder, JobState
from desktop.texts import say
from tests.fake_coders import CODE, JOB, CoderFaults, FakeCoder
from tests.fakes import Crash, FakeClock, MemoryJournal

COUNT = 30
NUMBERED = frozenset({Ability.INDEXED_BUFFER})
COUNTER = frozenset({Ability.SINGLE_SLOT, Ability.COUNTER_ONLY})
RECORDS = Records.build(CoderOrder(JOB, ((CODE, "{code}"),)), {})

perhaps = st.none() | st.integers(1, COUNT)
faults = st.builds(
    CoderFaults,
    half_print_at=perhaps,
    stopped_at=perhaps,
    power_cut_at=perhaps,
    link_breaks_at_put=perhaps,
    link_breaks_after_put=perhaps,
)
paces = st.lists(st.integers(0, 3), max_size=60)


PERIOD_S = 0.06


class Station:
    """One journal and one coder; programs come and go."""

    def __init__(
        self,
        abilities: frozenset[Ability] = NUMBERED,
        coder_faults: CoderFaults | None = None,
        pace: list[int] | None = None,
    ) -> None:
        self.clock = FakeClock()
        self.journal = MemoryJournal(COUNT)
        self.coder = FakeCoder(self.clock, abilities, coder_faults, pace or ())

    def program(self, burns_at: int | None = None) -> JobRunner:
        """Start the program anew; it is killed at its ``burns_at``-th step."""
        self.journal.fuse.burns_at = None
        self.coder.reconnect()
        self.coder.fuse = self.journal.fuse = type(self.coder.fuse)(burns_at)
        outlet = CoderOutlet(self.journal, self.coder, RECORDS, None, self.clock)
        return JobRunner(self.journal, outlet, None, None, self.clock)

    def check(self) -> None:
        """Compare the journal with the packs."""
        packs = self.coder.physical
        assert len(packs) == len(set(packs)), "a code is on two packs"
        assert set(self.journal.values(CodeState.PRINTED)) <= set(packs), "a code is good without a pack"
        gone = self.journal.values(CodeState.PRINTED, CodeState.SENT, CodeState.UNKNOWN)
        assert {*packs, *self.coder.halves} <= set(gone), "a pack is not accounted for"
        assert len(self.journal.values(*CodeState)) == COUNT

    def finish(self) -> None:
        """Run what is left; stops because of what happened before may come first."""
        for _ in range(6):
            if self.journal.job.state is not JobState.DONE:
                self.coder.repair()
                self.program().run()
                self.check()
        assert self.journal.job.state is JobState.DONE, str(self.journal.reason)
        assert self.journal.values(CodeState.ALLOCATED, CodeState.SENT) == []


@settings(max_examples=300, deadline=None)
@given(faults, paces, st.sampled_from([NUMBERED, COUNTER]), st.none() | st.integers(1, 120))
def test_no_fault_and_no_kill_doubles_or_loses_a_code(
    coder_faults: CoderFaults, pace: list[int], abilities: frozenset[Ability], burns_at: int | None
) -> None:
    station = Station(abilities, coder_faults, pace)
    with contextlib.suppress(Crash):
        station.program(burns_at).run()
    station.check()
    station.finish()
    missing = set(station.journal.values(*CodeState)) - set(station.coder.physical)
    assert missing <= set(station.journal.values(CodeState.UNKNOWN)), "a pack is missing and not unknown"


@settings(max_examples=100, deadline=None)
@given(paces, st.integers(30, 120))
def test_after_a_kill_the_numbers_of_the_records_settle_everything(pace: list[int], burns_at: int) -> None:
    station = Station(NUMBERED, pace=pace)
    with contextlib.suppress(Crash):
        station.program(burns_at).run()
    if not station.coder.last:
        return  # before the first print its memory proves nothing, and a pack may be under its head
    station.finish()
    assert station.journal.values(CodeState.UNKNOWN) == []
    assert sorted(station.coder.physical) == station.journal.values(CodeState.PRINTED)


def test_a_paused_coder_stops_at_once_and_what_it_holds_goes_out_again() -> None:
    station = Station(pace=[0, 0, 0, 0, 1, 1, *[0] * 100])
    runner = station.program()
    station.coder.fuse.step = lambda: runner.pause() if len(station.coder.physical) == 2 else None  # type: ignore[method-assign]
    assert runner.run() is JobState.PAUSED
    assert 2 <= len(station.coder.physical) < COUNT
    assert station.journal.values(CodeState.SENT, CodeState.UNKNOWN) == []
    assert not station.coder.running
    assert station.coder.records == type(station.coder.records)()
    station.finish()
    assert station.journal.values(CodeState.PRINTED) == station.coder.physical


def test_the_record_that_was_under_the_head_at_a_fault_is_unknown_and_no_other() -> None:
    station = Station(coder_faults=CoderFaults(half_print_at=5), pace=[1] * 40)
    assert station.program().run() is JobState.STOPPED
    assert station.journal.values(CodeState.UNKNOWN) == station.coder.halves
    assert "ribbon broken" in str(station.journal.reason)
    assert "half there" in str(station.journal.reason)
    station.finish()
    assert len(station.coder.physical) == COUNT - 1


def test_a_coder_whose_number_passes_a_half_print_is_stopped_by_its_counter() -> None:
    station = Station(coder_faults=CoderFaults(half_print_at=12), pace=[1] * 400)
    station.coder.counts = station.coder.skips_halves = True
    assert station.program().run() is JobState.STOPPED
    assert "one is half there" in str(station.journal.reason)
    station.check()
    assert set(station.coder.halves) <= set(station.journal.values(CodeState.UNKNOWN))
    station.finish()


def test_a_counter_that_does_not_count_stops_nothing() -> None:
    station = Station(pace=[1] * 400)
    station.coder.counts = True
    station.coder.counted = -(10**6)
    station.coder.status = lambda: CoderStatus(  # type: ignore[method-assign]
        CoderState.RUNNING if station.coder.running else CoderState.STOPPED, station.coder.job, (), 7
    )
    assert station.program().run() is JobState.DONE
    assert station.coder.physical == station.journal.values(CodeState.PRINTED)


def test_a_coder_out_of_reach_keeps_its_codes_until_it_can_be_asked() -> None:
    station = Station(coder_faults=CoderFaults(link_breaks_after_put=20), pace=[1] * 200)
    assert station.program().run() is JobState.STOPPED
    assert station.journal.values(CodeState.SENT)
    assert station.journal.values(CodeState.UNKNOWN) == []
    assert "When the job is resumed" in str(station.journal.reason)
    station.finish()
    assert station.journal.values(CodeState.UNKNOWN) == []
    assert len(station.coder.physical) == COUNT


def test_a_coder_that_lost_its_memory_is_not_believed() -> None:
    station = Station(coder_faults=CoderFaults(power_cut_at=20), pace=[1] * 200)
    assert station.program().run() is JobState.STOPPED
    station.coder.repair()
    station.program().run()
    assert len(station.journal.values(CodeState.UNKNOWN)) >= 1
    station.check()


def test_a_counter_settles_a_pause_but_not_a_lost_connection() -> None:
    station = Station(COUNTER, pace=[1] * 400)
    runner = station.program()
    station.coder.fuse.step = lambda: runner.pause() if len(station.coder.physical) == 4 else None  # type: ignore[method-assign]
    assert runner.run() is JobState.PAUSED
    assert station.journal.values(CodeState.UNKNOWN, CodeState.SENT) == []
    station.coder.faults = CoderFaults(link_breaks_after_put=station.coder.put_count + 3)
    assert station.program().run() is JobState.STOPPED
    assert len(station.journal.values(CodeState.UNKNOWN)) == 1


class Conveyed(FakeCoder):
    """A pack comes ``PERIOD_S`` after the one before; it waits until there is a record for it."""

    came = 0.0

    def _work(self) -> None:
        if self.records and self.clock.passed >= self.came:
            self._pass()
            self.came = self.clock.passed + PERIOD_S


def test_a_pack_waits_only_a_fraction_of_its_time_for_the_record_of_a_coder_with_one_place() -> None:
    station = Station()
    station.coder = Conveyed(station.clock, COUNTER)
    assert station.program().run() is JobState.DONE
    assert station.clock.passed < 1.5 * PERIOD_S * COUNT


def test_a_pause_just_after_a_half_print_does_not_take_its_code_back() -> None:
    station = Station(COUNTER, coder_faults=CoderFaults(half_print_at=30), pace=[1] * 400)
    runner = station.program()
    station.coder.fuse.step = lambda: runner.pause() if station.coder.halves else None  # type: ignore[method-assign]
    assert runner.run() is JobState.STOPPED
    assert station.journal.values(CodeState.UNKNOWN) == station.coder.halves != []
    station.check()


def test_a_coder_is_given_no_more_than_its_buffer_takes() -> None:
    station = Station(pace=[1] * 400)
    assert station.program().run() is JobState.DONE
    assert station.coder.physical == station.journal.values(CodeState.PRINTED)


def test_a_job_pauses_behind_the_label_that_was_asked_for() -> None:
    station = Station(pace=[1] * 400)
    runner = station.program()
    runner.pause_at(7)
    assert runner.run() is JobState.PAUSED
    assert len(station.coder.physical) == 7
    assert "behind label 7" in str(station.journal.reason)
    station.finish()


def test_a_job_that_was_given_up_is_never_run_again() -> None:
    station = Station(pace=[0] * 50)
    runner = station.program()
    runner.abort()
    assert runner.run() is JobState.ABORTED
    assert station.journal.values(CodeState.SENT) == []
    with pytest.raises(Refused, match="cannot be run again"):
        station.program().run()


def test_a_coder_that_was_replaced_is_not_asked_what_the_other_one_printed() -> None:
    station = Station(coder_faults=CoderFaults(link_breaks_after_put=20), pace=[1] * 400)
    assert station.program().run() is JobState.STOPPED
    open_codes = station.journal.values(CodeState.SENT)
    station.coder.identify = lambda: "another coder"  # type: ignore[method-assign]
    station.finish()
    assert station.journal.values(CodeState.UNKNOWN) == open_codes
    assert any("another one" in str(reason) for reason in station.journal.reasons)


def test_a_coder_that_is_stopped_at_its_display_stops_the_job_and_says_so() -> None:
    station = Station(coder_faults=CoderFaults(stopped_at=12), pace=[1] * 30 + [0] * 400)
    assert station.program().run() is JobState.STOPPED
    assert "was stopped at its display" in str(station.journal.reason)
    assert len(station.journal.values(CodeState.UNKNOWN)) <= 1
    station.finish()


def test_a_coder_with_another_job_selected_stops_the_job_and_names_both() -> None:
    station = Station(pace=[1] * 12 + [0] * 400)
    runner = station.program()
    changed = iter([True])

    def somebody_selects_another() -> None:
        if len(station.coder.physical) == 3 and next(changed, False):
            station.coder.job = "OTHER"

    station.coder.fuse.step = somebody_selects_another  # type: ignore[method-assign]
    assert runner.run() is JobState.STOPPED
    assert "'OTHER' selected instead of 'PACK'" in str(station.journal.reason)
    station.check()


def test_a_line_that_stands_still_is_no_fault_of_the_coder() -> None:
    station = Station(pace=[0] * 2000)
    runner = station.program()
    station.coder.fuse.step = lambda: runner.pause() if station.clock.monotonic() > 60 else None  # type: ignore[method-assign]
    assert runner.run() is JobState.PAUSED
    assert station.coder.physical == station.journal.values(CodeState.UNKNOWN) == []


def test_a_record_that_a_coder_cannot_carry_stops_the_job_before_anything_is_handed_over() -> None:
    station = Station()
    station.coder.check = refuse  # type: ignore[method-assign]
    assert station.program().run() is JobState.STOPPED
    assert "cannot be sent" in str(station.journal.reason)
    assert station.coder.put_count == 0
    assert len(station.journal.values(CodeState.ALLOCATED)) == COUNT


def refuse(fields: Mapping[str, str]) -> None:
    raise InputError(say("{name} cannot be sent.", name=repr(fields)))
