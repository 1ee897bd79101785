"""Whatever fails, and whenever the program is killed: no code twice, none lost, nothing unknown called good.

The program is killed at any step that something outside of it takes (a transaction before and after it is
on the disk, a label before and after it has arrived, a question to the printer), over and over again, on
printers with every fault. What is left is one journal and one heap of paper, and they must agree.
"""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.errors import StorageError
from desktop.jobs.label_outlet import LabelOutlet
from desktop.jobs.runner import JobRunner
from desktop.jobs.verify import LabelVerifier
from desktop.labels.layout import LabelPlan
from desktop.products.code_pool import CodeState
from desktop.products.job import JobState
from tests.fakes import (
    CameraFaults,
    Crash,
    FakeCamera,
    FakeClock,
    FakePrinter,
    FakeReader,
    Faults,
    Fuse,
    MemoryJournal,
    code_plan,
)

COUNT = 14
LEFT_FOR_THE_PRINTER = (
    CodeState.SENT,
    CodeState.PRINTED,
    CodeState.VERIFIED,
    CodeState.SPOILED,
    CodeState.UNKNOWN,
)
GOOD = (CodeState.PRINTED, CodeState.VERIFIED)
PLAN = code_plan()

numbers = st.integers(1, COUNT)
some = st.frozensets(numbers, max_size=2)
perhaps = st.none() | numbers
faults = st.builds(
    Faults,
    link_breaks_at_send=perhaps,
    link_breaks_after_send=perhaps,
    swallows=some,
    mute=some,
    swaps=some,
    out_of_media_after=perhaps,
    power_cut_after=perhaps,
)
camera_faults = st.none() | st.builds(
    CameraFaults,
    misses=some,
    doubles=some,
    says=st.dictionaries(numbers, st.just(()), max_size=1),
    dies_after=perhaps,
)
paces = st.lists(st.integers(0, 4), max_size=25)


class Plant:
    """One journal and one printer; programs come and go."""

    def __init__(self, faults: Faults, pace: list[int], camera: CameraFaults | None, window: int) -> None:
        self.clock = FakeClock()
        self.journal = MemoryJournal(COUNT, camera=None if camera is None else "demo://zebra")
        self.printer = FakePrinter(self.clock, faults, pace=pace)
        self.camera_faults = camera
        self.camera = None if camera is None else FakeCamera(self.printer, camera)
        self.window = window

    def program(self, burns_at: int | None = None, plan: LabelPlan = PLAN) -> JobRunner:
        """Start the program anew. It is killed at its ``burns_at``-th step."""
        fuse = Fuse(burns_at)
        self.journal.fuse = fuse
        self.printer.fuse = fuse
        self.printer.reconnect()
        if self.camera is not None:
            self.camera.close()
        verifier = LabelVerifier(FakeReader())
        outlet = LabelOutlet(self.journal, self.printer, plan, self.clock, window=self.window)
        return JobRunner(self.journal, outlet, self.camera, verifier, self.clock)

    def repair(self) -> None:
        """A person puts everything right."""
        self.printer.repair()
        if self.camera is not None:
            self.camera.faults = CameraFaults()

    def finish(self) -> None:
        """Run what is left; a stop because of what happened before may come first."""
        for _ in range(3):
            if self.journal.job.state is not JobState.DONE:
                self.program().run()
                self.check()

    def check(self) -> None:
        """Compare the journal with the paper."""
        on_paper = self.printer.physical
        assert len(on_paper) == len(set(on_paper)), "a code was printed twice"
        assert set(self.journal.values(*GOOD)) <= set(on_paper), "a code is called good without a label"
        assert set(on_paper) <= set(self.journal.values(*LEFT_FOR_THE_PRINTER)), (
            "a label is not accounted for"
        )
        assert len(self.journal.values(*CodeState)) == COUNT

    def check_end(self) -> None:
        """A job that is over has nothing open."""
        self.check()
        assert self.journal.job.state is JobState.DONE
        assert self.journal.values(CodeState.ALLOCATED, CodeState.SENT) == []
        missing = set(self.journal.values(*CodeState)) - set(self.printer.physical)
        assert missing <= set(self.journal.values(CodeState.UNKNOWN)), "a label is missing and not unknown"


@settings(max_examples=400, deadline=None)
@given(
    faults,
    paces,
    camera_faults,
    st.integers(2, 5),
    st.lists(st.integers(1, 90), max_size=6),
    st.lists(st.booleans(), max_size=6),
)
def test_no_code_is_printed_twice_lost_or_wrongly_called_good(
    wrong: Faults,
    pace: list[int],
    camera: CameraFaults | None,
    window: int,
    kills: list[int],
    power_is_cut: list[bool],
) -> None:
    plant = Plant(wrong, pace, camera, window)
    for kill, cut in zip(kills, power_is_cut, strict=False):
        if plant.journal.job.state is JobState.DONE:
            break
        try:
            plant.program(burns_at=kill).run()
        except Crash:
            plant.check()
        if cut:
            plant.printer.power_cycle()
        plant.printer.work_on()
        plant.check()
    plant.repair()
    plant.finish()
    plant.check_end()


@settings(max_examples=100, deadline=None)
@given(paces, st.integers(1, 300), st.integers(2, 5))
def test_a_healthy_job_killed_once_leaves_at_most_a_window_of_codes_unknown(
    pace: list[int], kill: int, window: int
) -> None:
    plant = Plant(Faults(), pace, CameraFaults(), window)
    try:
        plant.program(burns_at=kill).run()
    except Crash:
        plant.printer.work_on()
        plant.check()
    plant.finish()
    plant.check_end()
    assert len(plant.journal.values(CodeState.UNKNOWN)) <= window


@settings(max_examples=100, deadline=None)
@given(paces, st.integers(1, 40))
def test_a_full_disk_at_any_transaction_loses_nothing(pace: list[int], fails_at: int) -> None:
    plant = Plant(Faults(), pace, None, 4)
    plant.journal.fails_at = fails_at
    try:
        plant.program().run()
    except StorageError:
        plant.printer.work_on()
        plant.check()
    plant.finish()
    plant.check_end()


@settings(max_examples=60, deadline=None)
@given(faults, paces, st.integers(2, 5))
def test_a_fault_alone_leaves_nothing_in_flight(wrong: Faults, pace: list[int], window: int) -> None:
    plant = Plant(replace(wrong), pace, None, window)
    state = plant.program().run()
    assert state in (JobState.DONE, JobState.STOPPED)
    assert plant.journal.in_flight() == []
    plant.check()
