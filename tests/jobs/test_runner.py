"""How a job runs, pauses, stops and ends, against a printer that can fail in every way."""

from collections.abc import Callable

import pytest

from desktop.devices import Condition
from desktop.errors import Refused, StorageError
from desktop.jobs.label_outlet import LabelOutlet
from desktop.jobs.runner import JobRunner
from desktop.jobs.verify import LabelVerifier
from desktop.labels.layout import LabelPlan
from desktop.products.code_pool import CodeState
from desktop.products.job import JobState
from desktop.reading.reader import ReadSymbol
from desktop.texts import CHINESE
from tests.fakes import (
    CameraFaults,
    FakeCamera,
    FakeClock,
    FakePrinter,
    FakeReader,
    Faults,
    MemoryJournal,
    code_plan,
    code_value,
)


class Line:
    """A job, its printer and, if wanted, a camera."""

    def __init__(
        self,
        count: int = 20,
        faults: Faults | None = None,
        *,
        camera: CameraFaults | None = None,
        reader: FakeReader | None = None,
        plan: LabelPlan | None = None,
        window: int = 4,
    ) -> None:
        self.clock = FakeClock()
        self.journal = MemoryJournal(count, camera="demo://zebra" if camera else None)
        self.printer = FakePrinter(self.clock, faults)
        self.camera = FakeCamera(self.printer, camera) if camera is not None else None
        self.reader = reader or FakeReader()
        self.plan = plan or code_plan()
        self.window = window
        self.seen: list[tuple[int, str]] = []
        self.runner = self.new_runner()

    def new_runner(self) -> JobRunner:
        self.runner = JobRunner(
            self.journal,
            LabelOutlet(self.journal, self.printer, self.plan, self.clock, window=self.window),
            self.camera,
            LabelVerifier(self.reader),
            self.clock,
            on_picture=lambda picture, code: self.seen.append((picture.ordinal, code)),
        )
        return self.runner

    def run(self) -> JobState:
        return self.runner.run()

    def run_again(self) -> JobState:
        self.printer.reconnect()
        return self.new_runner().run()

    @property
    def reason(self) -> str:
        assert self.journal.reason is not None
        return str(self.journal.reason)

    def when_sent(self, number: int, act: Callable[[], None]) -> None:
        """Do something at the moment when the printer has received its ``number``-th label."""

        def sent() -> None:
            if self.printer.received == number:
                act()

        self.printer.on_send = sent

    def in_state(self, *states: CodeState) -> list[int]:
        """Ordinals of the codes in one of ``states``."""
        return [int(value[7:]) for value in self.journal.values(*states)]


def ordinals(first: int, last: int) -> list[int]:
    return list(range(first, last + 1))


def test_a_job_prints_every_code_once_in_order() -> None:
    line = Line(20)
    assert line.run() is JobState.DONE
    assert line.printer.physical == [code_value(n) for n in ordinals(1, 20)]
    assert line.in_state(CodeState.PRINTED) == ordinals(1, 20)
    assert line.journal.reason is None


def test_a_code_is_in_the_journal_as_sent_before_its_label_leaves() -> None:
    line = Line(12)
    line.printer.on_send = lambda: in_flight_when_sent.append(
        line.printer.waiting[-1][1] in [code.value for code in line.journal.in_flight()]
    )
    in_flight_when_sent: list[bool] = []
    line.run()
    assert in_flight_when_sent == [True] * 12


@pytest.mark.parametrize("window", [2, 3, 4, 5])
def test_never_more_labels_than_the_window_are_in_flight(window: int) -> None:
    line = Line(30, window=window)
    line.run()
    assert line.printer.most_waiting == window


@pytest.mark.parametrize("window", [0, 1, 6])
def test_a_window_of_less_than_two_or_more_than_five_labels_is_a_mistake(window: int) -> None:
    with pytest.raises(ValueError, match="2 to 5"):
        Line(window=window)


def test_a_label_costs_less_than_one_transaction() -> None:
    line = Line(400, camera=CameraFaults())
    assert line.run() is JobState.DONE
    assert line.journal.transactions < 400


def test_a_label_that_the_printer_does_not_answer_for_is_unknown_and_stops_the_job() -> None:
    line = Line(20, Faults(mute=frozenset({6})))
    assert line.run() is JobState.STOPPED
    assert line.in_state(CodeState.PRINTED) == ordinals(1, 5)
    assert 6 in line.in_state(CodeState.UNKNOWN)


def test_a_printed_label_without_an_answer_is_never_called_printed_because_of_the_odometer() -> None:
    line = Line(4, Faults(mute=frozenset({1, 2, 3, 4})))
    assert line.run() is JobState.STOPPED
    assert line.in_state(CodeState.UNKNOWN) == ordinals(1, 4)
    assert "counter 4 of 4 labels in flight came out" in line.reason


def test_a_job_stops_when_the_connection_breaks_and_goes_on_with_codes_that_never_left() -> None:
    line = Line(20, Faults(link_breaks_at_send=10))
    assert line.run() is JobState.STOPPED
    unknown = line.in_state(CodeState.UNKNOWN)
    assert 10 in unknown
    assert line.run_again() is JobState.DONE
    assert len(line.printer.physical) == len(set(line.printer.physical))
    assert line.in_state(CodeState.UNKNOWN) == unknown
    assert line.in_state(CodeState.PRINTED) == [n for n in ordinals(1, 20) if n not in unknown]


def test_a_job_stops_when_the_media_runs_out() -> None:
    line = Line(20, Faults(out_of_media_after=7))
    assert line.run() is JobState.STOPPED
    assert line.reason.startswith("The printer has run out of labels. Load a roll, then resume the job.")
    assert line.in_state(CodeState.PRINTED) == ordinals(1, 7)


def test_labels_that_still_wait_in_the_printer_are_thrown_away_when_the_job_stops() -> None:
    line = Line(20, Faults(out_of_media_after=7))
    line.run()
    line.printer.repair()
    line.printer.work_on()
    assert line.printer.physical == [code_value(n) for n in ordinals(1, 7)]


def test_a_stopped_job_resumes_when_the_fault_is_put_right() -> None:
    line = Line(20, Faults(out_of_media_after=7))
    line.run()
    line.printer.repair()
    assert line.run_again() is JobState.DONE
    assert len(line.printer.physical) == len(set(line.printer.physical))
    assert line.in_state(CodeState.ALLOCATED, CodeState.SENT) == []


def test_a_job_does_not_start_on_a_printer_that_is_not_ready() -> None:
    line = Line()
    line.printer.conditions = frozenset({Condition.PAUSED, Condition.HEAD_OPEN})
    assert line.run() is JobState.STOPPED
    assert line.reason == "The printer's head is open. Close it, then resume the job."
    assert line.printer.received == 0
    assert line.in_state(CodeState.ALLOCATED) == ordinals(1, 20)


def test_a_silent_printer_is_waited_for_until_the_time_limit() -> None:
    line = Line()

    def falls_silent() -> None:
        line.printer.conditions = frozenset({Condition.SILENT})

    line.when_sent(5, falls_silent)
    assert line.run() is JobState.STOPPED
    assert line.clock.passed >= 10
    assert "does not answer" in line.reason


def test_a_pause_at_the_printer_is_no_fault_if_it_ends_in_time() -> None:
    line = Line()
    line.when_sent(5, lambda: setattr(line.printer, "conditions", frozenset({Condition.PAUSED})))
    asked = line.printer.status

    def status_and_then_go_on() -> object:
        found = asked()
        line.printer.conditions = frozenset()
        return found

    line.printer.status = status_and_then_go_on  # type: ignore[method-assign,assignment]
    assert line.run() is JobState.DONE


def test_an_answer_out_of_turn_stops_the_job_and_settles_nothing() -> None:
    line = Line(20, Faults(swaps=frozenset({6})))
    assert line.run() is JobState.STOPPED
    assert line.in_state(CodeState.PRINTED) == ordinals(1, 5)
    assert line.in_state(CodeState.UNKNOWN)[:2] == [6, 7]
    assert f"label 6 with code {code_value(6)} next, but says that it printed {code_value(7)}" in line.reason


def test_a_label_that_comes_out_twice_stops_the_job() -> None:
    line = Line(20, Faults(prints_twice=frozenset({9})))
    assert line.run() is JobState.STOPPED
    assert "1 more than this job sent" in line.reason or "twice" in line.reason


def test_labels_of_somebody_else_on_the_same_printer_stop_the_job_at_its_end() -> None:
    line = Line()
    line.when_sent(8, lambda: line.printer.print_for_others(3))
    assert line.run() is JobState.STOPPED
    assert "3 more than this job sent" in line.reason
    assert line.run_again() is JobState.DONE


def test_a_power_cut_loses_no_code_and_prints_none_twice() -> None:
    line = Line(20, Faults(power_cut_after=9))
    assert line.run() is JobState.STOPPED
    line.printer.repair()
    assert line.run_again() is JobState.DONE
    assert len(line.printer.physical) == len(set(line.printer.physical))
    assert set(line.journal.values(CodeState.PRINTED)) <= set(line.printer.physical)


def test_the_format_is_stored_again_at_each_start() -> None:
    line = Line()
    line.when_sent(3, line.runner.pause)
    assert line.run() is JobState.PAUSED
    line.printer.power_cycle()
    assert line.run_again() is JobState.DONE


def test_a_pause_waits_for_what_is_in_flight_and_resumes_with_the_next_code() -> None:
    line = Line(20)
    line.when_sent(10, line.runner.pause)
    assert line.run() is JobState.PAUSED
    printed = line.in_state(CodeState.PRINTED)
    assert line.in_state(CodeState.SENT, CodeState.UNKNOWN) == []
    assert len(printed) < 20
    assert line.run_again() is JobState.DONE
    assert line.printer.physical == [code_value(n) for n in ordinals(1, 20)]


def test_a_pause_at_the_last_label_ends_the_job_as_done() -> None:
    line = Line(10)
    line.when_sent(10, line.runner.pause)
    assert line.run() is JobState.DONE


def test_a_pause_ends_in_a_stop_if_the_printer_never_answers() -> None:
    line = Line(20, Faults(mute=frozenset({9, 10, 11, 12})))
    line.when_sent(10, line.runner.pause)
    assert line.run() is JobState.STOPPED
    assert line.in_state(CodeState.UNKNOWN) == [9, 10, 11, 12]


def test_a_stop_waits_about_a_second_and_no_longer() -> None:
    line = Line(20, Faults(mute=frozenset({9, 10, 11, 12})))
    line.when_sent(10, line.runner.stop)
    assert line.run() is JobState.STOPPED
    assert line.reason.startswith("A person stopped the job. 4 codes are unknown")
    assert line.clock.passed < 3


def test_a_stop_leaves_nothing_unknown_if_the_printer_answers() -> None:
    line = Line(20)
    line.when_sent(10, line.runner.stop)
    assert line.run() is JobState.STOPPED
    assert line.in_state(CodeState.UNKNOWN) == []
    assert line.reason == "A person stopped the job."


def test_a_finished_job_is_refused() -> None:
    line = Line(3)
    line.run()
    with pytest.raises(Refused, match="finished"):
        line.run_again()


def test_a_label_that_cannot_be_drawn_stops_the_job_before_it_is_sent() -> None:
    line = Line(20, plan=code_plan(refuses=code_value(7)))
    assert line.run() is JobState.STOPPED
    assert line.reason == "This label cannot be drawn."
    assert line.in_state(CodeState.ALLOCATED) == ordinals(7, 20)
    assert line.in_state(CodeState.PRINTED) == ordinals(1, 6)


@pytest.mark.parametrize("transaction", [6, 7, 9])
def test_nothing_leaves_after_the_journal_has_failed(transaction: int) -> None:
    line = Line(40)
    line.journal.fails_at = transaction
    with pytest.raises(StorageError):
        line.run()
    sent = line.in_state(CodeState.SENT, CodeState.PRINTED)
    assert line.printer.received == len(sent)


def test_a_printer_that_keeps_its_labels_is_not_used() -> None:
    line = Line()
    line.printer.waiting.append((99, code_value(99)))
    line.printer.obeys_cancel = False
    assert line.run() is JobState.STOPPED
    assert "still holds 1 labels" in line.reason
    assert line.printer.received == 0


def test_what_an_earlier_program_left_in_the_printer_is_thrown_away_before_the_start() -> None:
    line = Line(5)
    line.printer.waiting.append((99, code_value(99)))
    assert line.run() is JobState.DONE
    assert code_value(99) not in line.printer.physical


def test_a_resumed_job_says_when_the_printer_is_another_one() -> None:
    line = Line(20)
    line.journal.note("printer", 1)
    line.journal.note("odometer", 1)
    line.journal.note("first", 1)
    line.journal.change_state(JobState.RUNNING)
    line.journal.record(sent=line.journal.codes[:2])
    assert line.run() is JobState.DONE
    assert str(line.journal.reasons[0]) == (
        "The program ended while the job was running. 2 codes are unknown and will not be printed again: "
        f"{code_value(1)} to {code_value(2)}. Scan the last good label to settle them. "
        "The printer is another one than before."
    )


def test_codes_in_flight_of_a_dead_program_are_unknown_even_if_the_odometer_moved_by_as_many() -> None:
    """The labels were lost with the power, and somebody printed as many test labels."""
    line = Line(8)
    line.when_sent(2, line.runner.pause)
    line.run()
    line.journal.note("odometer", line.printer.count)
    line.journal.note("first", line.in_state(CodeState.ALLOCATED)[0])
    line.journal.record(sent=line.journal.next_codes(2))
    line.printer.print_for_others(2)
    line.run_again()
    assert len(line.in_state(CodeState.UNKNOWN)) == 2
    assert "2 of 2 labels in flight came out" in str(line.journal.reasons[0])


def test_a_done_job_with_unknown_codes_says_so() -> None:
    line = Line(20, Faults(link_breaks_at_send=20))
    line.run()
    line.run_again()
    assert line.journal.job.state is JobState.DONE
    unknown = len(line.in_state(CodeState.UNKNOWN))
    assert f"{unknown} are unknown" in line.reason


def test_every_label_is_read_back_and_shown() -> None:
    line = Line(30, camera=CameraFaults())
    assert line.run() is JobState.DONE
    assert line.in_state(CodeState.VERIFIED) == ordinals(1, 30)
    assert line.seen == [(5000 + n, code_value(n)) for n in ordinals(1, 30)]


def test_a_label_that_reads_wrong_stops_the_job_and_is_spoiled() -> None:
    wrong = ReadSymbol("]C0", code_value(999))
    line = Line(30, camera=CameraFaults(says={12: (wrong,)}))
    assert line.run() is JobState.STOPPED
    assert line.in_state(CodeState.SPOILED) == [12]
    assert line.in_state(CodeState.UNKNOWN) == []
    assert line.reason == (
        f"Label 12 must say {code_value(12)} (]C0), but says {code_value(999)} (]C0). "
        "Take label 12 out and destroy it, then resume."
    )
    assert line.in_state(CodeState.VERIFIED) == [n for n in ordinals(1, len(line.seen)) if n != 12]
    assert line.run_again() is JobState.DONE
    assert "1 are spoiled" in line.reason


def test_two_bad_labels_are_both_named() -> None:
    line = Line(30, camera=CameraFaults(says={12: (), 13: ()}))
    assert line.run() is JobState.STOPPED
    assert line.in_state(CodeState.SPOILED) == [12, 13]
    assert "Take label 12 out" in line.reason
    assert "Take label 13 out" in line.reason


def test_a_lost_picture_stops_the_job_and_names_its_label() -> None:
    line = Line(30, camera=CameraFaults(misses=frozenset({12})))
    assert line.run() is JobState.STOPPED
    assert f"did not see label 12 with code {code_value(12)}" in line.reason
    assert line.in_state(CodeState.VERIFIED) == ordinals(1, 11)
    assert 12 in line.in_state(CodeState.PRINTED)


def test_a_picture_too_many_stops_the_job_before_a_label_is_taken_for_another() -> None:
    line = Line(30, camera=CameraFaults(doubles=frozenset({12})))
    assert line.run() is JobState.STOPPED
    assert "a picture too many" in line.reason
    assert line.in_state(CodeState.SPOILED) == []


def test_a_camera_that_sees_nothing_more_stops_the_job_soon() -> None:
    line = Line(60, camera=CameraFaults(misses=frozenset(range(12, 100))))
    assert line.run() is JobState.STOPPED
    assert f"no picture of label 12 with code {code_value(12)}" in line.reason
    assert line.printer.received <= 11 + 8


def test_a_camera_that_is_gone_stops_the_job_and_leaves_nothing_unknown() -> None:
    line = Line(60, camera=CameraFaults(dies_after=12))
    assert line.run() is JobState.STOPPED
    assert line.in_state(CodeState.UNKNOWN, CodeState.SENT) == []


def test_a_label_whose_reading_ended_in_a_fault_is_named_and_not_called_verified() -> None:
    line = Line(30, camera=CameraFaults(), reader=FakeReader(dies_at=12))
    assert line.run() is JobState.STOPPED
    assert line.reason.startswith(f"Label 12 with code {code_value(12)} was not read back.")
    assert 12 in line.in_state(CodeState.PRINTED)


def test_pictures_taken_before_the_printer_failed_are_still_read() -> None:
    line = Line(30, Faults(out_of_media_after=9), camera=CameraFaults())
    assert line.run() is JobState.STOPPED
    assert line.in_state(CodeState.VERIFIED) == ordinals(1, 9)


def test_pictures_of_labels_before_the_start_are_passed_over() -> None:
    line = Line(10, camera=CameraFaults())
    line.printer.print_for_others(3)
    assert line.run() is JobState.DONE
    assert line.in_state(CodeState.VERIFIED) == ordinals(1, 10)


def test_every_reason_can_be_said_in_chinese() -> None:
    line = Line(20, Faults(mute=frozenset({6})))
    line.run()
    assert line.journal.reason is not None
    assert "未知" in line.journal.reason.in_language(CHINESE)
