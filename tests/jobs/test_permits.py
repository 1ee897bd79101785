"""A job whose labels are asked for one by one."""

import threading

import pytest

from desktop.jobs.label_outlet import LabelOutlet
from desktop.jobs.permits import Permits
from desktop.jobs.runner import JobRunner
from desktop.products.code_pool import CodeState
from desktop.products.job import JobState
from tests.fakes import FakeClock, FakePrinter, Faults, MemoryJournal, code_plan, code_value


class OnDemand:
    """A job that waits to be asked, and its printer."""

    def __init__(self, count: int = 10, faults: Faults | None = None) -> None:
        clock = FakeClock()
        self.permits = Permits()
        self.journal = MemoryJournal(count)
        self.printer = FakePrinter(clock, faults)
        outlet = LabelOutlet(self.journal, self.printer, code_plan(), clock)
        self.runner = JobRunner(self.journal, outlet, None, None, clock, permits=self.permits)

    def printed(self) -> list[str]:
        return list(self.printer.physical)

    def after(self, labels: int, act: object) -> None:
        """Do something when the printer has received so many labels."""

        def sent() -> None:
            if self.printer.received == labels:
                act()  # type: ignore[operator]

        self.printer.on_send = sent


def test_no_more_labels_leave_than_were_asked_for() -> None:
    line = OnDemand()
    line.permits.give(3)
    line.after(3, line.runner.pause)
    assert line.runner.run() is JobState.PAUSED
    assert line.printed() == [code_value(n) for n in (1, 2, 3)]
    assert line.journal.values(CodeState.SENT, CodeState.UNKNOWN) == []
    assert line.permits.left == 0


def test_a_job_that_nobody_asks_waits_and_hears_a_pause() -> None:
    line = OnDemand()
    threading.Timer(0.05, line.runner.pause).start()
    assert line.runner.run() is JobState.PAUSED
    assert line.printed() == []


def test_a_job_whose_labels_were_all_asked_for_is_done() -> None:
    line = OnDemand(4)
    line.after(2, lambda: line.permits.give(2))
    line.permits.give(2)
    assert line.runner.run() is JobState.DONE
    assert line.printed() == [code_value(n) for n in (1, 2, 3, 4)]


def test_a_label_asked_for_from_another_thread_leaves() -> None:
    line = OnDemand(1)
    threading.Timer(0.05, line.permits.give).start()
    assert line.runner.run() is JobState.DONE
    assert line.printed() == [code_value(1)]


def test_a_fault_while_labels_are_asked_for_leaves_none_of_them_uncertain() -> None:
    line = OnDemand(6, Faults(mute=frozenset({2})))
    line.permits.give(2)
    assert line.runner.run() is JobState.STOPPED
    assert line.journal.values(CodeState.PRINTED) == [code_value(1)]
    assert line.journal.values(CodeState.UNKNOWN) == [code_value(2)]


@pytest.mark.parametrize("count", [0, -1])
def test_asking_for_no_label_is_a_mistake(count: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        Permits().give(count)


def test_more_labels_than_were_asked_for_never_leave() -> None:
    permits = Permits()
    permits.give()
    with pytest.raises(ValueError, match="were asked for"):
        permits.take(2)
