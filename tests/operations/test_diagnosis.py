"""Why is it not printing: each fault has its answer, and a device at work is left in peace."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from desktop.devices import Condition, DeviceKind, PrinterIdentity, PrinterStatus
from desktop.errors import Cancelled, DeviceError, InputError, InUse
from desktop.operations import jobs, lines, printers
from desktop.operations.answers import Answer, Sheet, State
from desktop.operations.diagnosis import diagnose
from desktop.operations.plant import Plant
from desktop.operations.running import RESOLUTION_MARK
from desktop.products.job import CoderOrder
from desktop.storage.claims import Claimed, claim
from desktop.storage.journal import open_journal
from desktop.texts import Text, say
from printers.emulators.zebra import ZebraEmulator
from printers.emulators.zipher import ZipherEmulator
from tests.operations.conftest import an_order


def asked(plant: Plant, address: str, job_id: int | None = None) -> dict[str, Answer]:
    answers = diagnose(plant, address, job_id=job_id, report=lambda _done: True)
    return {str(answer.question): answer for answer in answers}


def bad(answers: dict[str, Answer]) -> list[str]:
    return [question for question, answer in answers.items() if answer.state is State.BAD]


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port on which nothing listens, kept from others."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]


def test_a_printer_without_faults_has_no_bad_answer(plant: Plant, printer: ZebraEmulator) -> None:
    answers = asked(plant, printer.address)
    assert bad(answers) == []
    assert answers["Does it speak our language?"].state is State.GOOD
    assert "12 dots/mm" in str(answers["Has it the right resolution?"].found)


@pytest.mark.parametrize(
    ("fault", "question"),
    [
        ("head_open", "Is the print head closed?"),
        ("media_out", "Has it labels?"),
        ("ribbon_out", "Has it ribbon?"),
        ("over_temperature", "Is it cool enough?"),
        ("pause", "Is it out of pause?"),
    ],
)
def test_a_fault_is_the_answer_to_its_question(
    plant: Plant, printer: ZebraEmulator, fault: str, question: str
) -> None:
    setattr(printer.faults, fault, True)
    answers = asked(plant, printer.address)
    assert question in bad(answers)
    assert answers[question].what_to_do is not None
    assert set(bad(answers)) <= {question, "Is it out of pause?"}


def test_after_an_address_that_nobody_has_nothing_more_is_asked(plant: Plant) -> None:
    answers = asked(plant, "tcp://no-such-printer.invalid:9100")
    assert bad(answers) == ["Can it be reached?"]
    others = [answer for answer in answers.values() if answer.state is not State.BAD]
    assert {answer.state for answer in others} == {State.NOT_ASKED}


def test_a_refused_connection_is_a_question_of_who_holds_the_port(plant: Plant, closed_port: int) -> None:
    answers = asked(plant, f"tcp://127.0.0.1:{closed_port}")
    assert bad(answers) == ["Is it free for Packmark?"]
    assert answers["Can it be reached?"].state is State.GOOD


def test_a_device_that_answers_something_else_does_not_speak_our_language(
    plant: Plant, printer: ZebraEmulator
) -> None:
    printer.faults.garbage = True
    assert bad(asked(plant, printer.address)) == ["Does it speak our language?"]


def test_a_coder_at_a_label_printers_address_does_not_speak_our_language(
    plant: Plant, printer: ZebraEmulator
) -> None:
    answers = asked(plant, f"leibinger://127.0.0.1:{printer.port}")
    assert bad(answers) == ["Does it speak our language?"]
    assert answers["Is it without faults?"].state is State.NOT_ASKED


class OnePrinter:
    """Devices of which one is asked: what a printer says is given."""

    def __init__(self, identity: PrinterIdentity, status: PrinterStatus | DeviceError) -> None:
        self._identity, self._status = identity, status

    def kind(self, _address: str) -> DeviceKind:
        return DeviceKind.LABEL_PRINTER

    def device(self, address: str) -> str:
        return address

    def printer(self, _address: str) -> "OnePrinter":
        return self

    def identify(self) -> PrinterIdentity:
        return self._identity

    def status(self) -> PrinterStatus:
        if isinstance(self._status, DeviceError):
            raise self._status
        return self._status

    def close(self) -> None:
        pass


READY = PrinterStatus(frozenset({Condition.READY}), 0)
STATES = (
    "Is the print head closed?",
    "Has it labels?",
    "Has its memory room?",
    "Is it without other faults?",
)


def asked_of(
    plant: Plant, identity: PrinterIdentity, status: PrinterStatus | DeviceError
) -> dict[str, Answer]:
    devices: Any = OnePrinter(identity, status)
    return asked(replace(plant, devices=devices), "tcp://192.0.2.7:9100")


def test_what_a_printer_does_not_say_in_a_fault_is_unknown(plant: Plant) -> None:
    status = PrinterStatus(frozenset({Condition.SILENT, Condition.HEAD_OPEN}), None)
    answers = asked_of(plant, PrinterIdentity("ZT411", "V1", "", 12), status)
    assert bad(answers) == ["Is the print head closed?"]
    assert {answers[question].state for question in STATES[1:]} == {State.UNKNOWN}


def test_a_printer_that_is_lost_while_it_is_asked_leaves_its_state_unknown(plant: Plant) -> None:
    lost = DeviceError(Text("It is gone."))
    answers = asked_of(plant, PrinterIdentity("ZT411", "V1", "", 12), lost)
    assert {answers[question].state for question in STATES} == {State.UNKNOWN}
    assert str(answers["Has it labels?"].found) == "It is gone."


@pytest.mark.parametrize(
    ("condition", "question"),
    [
        (Condition.BUFFER_FULL, "Has its memory room?"),
        (Condition.OTHER_FAULT, "Is it without other faults?"),
    ],
)
def test_a_full_memory_and_an_unnamed_fault_are_told(
    plant: Plant, condition: Condition, question: str
) -> None:
    answers = asked_of(
        plant, PrinterIdentity("ZT411", "V1", "", 12), PrinterStatus(frozenset({condition}), 3)
    )
    assert bad(answers) == [question]


def test_a_printer_set_to_another_language_is_told(plant: Plant) -> None:
    answers = asked_of(plant, PrinterIdentity("ZT411", "V1", "", 12, languages="epl"), READY)
    assert bad(answers) == ["Does it speak our language?"]
    assert "epl" in str(answers["Does it speak our language?"].found)


def test_a_width_that_is_not_known_is_no_fault(plant: Plant) -> None:
    answers = asked_of(plant, PrinterIdentity("X", "V1", "", 12), READY)
    assert answers["Is it wide enough?"].state is State.UNKNOWN
    assert bad(answers) == []


def test_a_label_wider_than_the_printer_is_told(plant: Plant) -> None:
    row, _ = jobs.create_job(plant, an_order(plant, "tcp://192.0.2.7:9100", 1))
    devices: Any = OnePrinter(PrinterIdentity("X", "V1", "", 12, width_mm=20.0), READY)
    answers = asked(replace(plant, devices=devices), "tcp://192.0.2.7:9100", row.job.id)
    assert answers["Is it wide enough?"].state is State.BAD
    assert "drug_code_b" in str(answers["Is it wide enough?"].found)


def test_a_printer_that_serves_another_computer_is_told(plant: Plant) -> None:
    class Busy(OnePrinter):
        def identify(self) -> PrinterIdentity:
            raise InUse(Text("It serves somebody else."))

    devices: Any = Busy(PrinterIdentity("X", "V1", "", 12), READY)
    answers = asked(replace(plant, devices=devices), "tcp://192.0.2.7:9100")
    assert bad(answers) == ["Is it free for Packmark?"]


def test_a_job_begun_at_another_resolution_names_both(plant: Plant, printer: ZebraEmulator) -> None:
    row, _ = jobs.create_job(plant, an_order(plant, printer.address, 1))
    with open_journal(plant.store, row.job.id, plant.actor, printer.address) as journal:
        journal.note(RESOLUTION_MARK, 8)
    answer = asked(plant, printer.address, row.job.id)["Has it the right resolution?"]
    assert answer.state is State.BAD
    assert "12 dots/mm" in str(answer.found)
    assert "8 dots/mm" in str(answer.found)


@pytest.fixture
def coder() -> Iterator[ZipherEmulator]:
    with ZipherEmulator({"CARTON": ("CODE", "LOT")}) as emulator:
        yield emulator


def test_a_coder_without_faults_has_no_bad_answer(plant: Plant, coder: ZipherEmulator) -> None:
    answers = asked(plant, coder.address)
    assert bad(answers) == []
    assert "Does it hold the job that it is to print?" not in answers


def test_a_coders_fault_is_told_in_its_own_words(plant: Plant, coder: ZipherEmulator) -> None:
    coder.faults.out_of_media = True
    answers = asked(plant, coder.address)
    assert bad(answers) == ["Is it without faults?"]
    assert coder.machine is not None
    assert str(answers["Is it without faults?"].found).startswith("It says: ")


def test_a_silent_coder_does_not_speak_our_language(plant: Plant, coder: ZipherEmulator) -> None:
    coder.faults.silent = True
    answers = asked(plant, coder.address)
    assert bad(answers) == ["Does it speak our language?"]


@pytest.mark.parametrize(
    ("order", "question"),
    [
        (CoderOrder("CARTON", (("CODE", "{code}"), ("LOT", "{lot}"))), None),
        (CoderOrder("BOTTLE", (("CODE", "{code}"),)), "Does it hold the job that it is to print?"),
        (CoderOrder("CARTON", (("CODE", "{code}"), ("EXP", "{lot}"))), "Has that job the right fields?"),
    ],
)
def test_what_a_station_tells_its_coder_is_compared_with_what_the_coder_holds(
    plant: Plant, coder: ZipherEmulator, order: CoderOrder, question: str | None
) -> None:
    row, _ = printers.add_printer(plant, "laser", coder.address)
    line, _ = lines.add_line(plant, "Line 1")
    draft = lines.StationDraft(
        id=None,
        line_id=line.line.id,
        label="drug_code_b",
        name="Laser",
        level=1,
        printer_id=row.id,
        coder=order,
    )
    lines.save_station(plant, draft)
    answers = asked(plant, coder.address)
    assert bad(answers) == ([] if question is None else [question])


def test_a_queue_that_this_computer_does_not_have_is_told(plant: Plant) -> None:
    answers = asked(plant, "queue://no-such-queue-here")
    assert bad(answers) == ["Can it be reached?"]


def test_a_job_that_was_never_started_says_so(plant: Plant, printer: ZebraEmulator) -> None:
    row, _ = jobs.create_job(plant, an_order(plant, printer.address, 1))
    answers = asked(plant, printer.address, row.job.id)
    assert bad(answers) == ["Does the job want to print?"]
    assert "Start" in str(answers["Does the job want to print?"].what_to_do)


def test_a_job_whose_first_label_waits_for_a_person_says_so(plant: Plant, printer: ZebraEmulator) -> None:
    order = replace(an_order(plant, printer.address, 3), first_article=True)
    row, _ = jobs.create_job(plant, order)
    jobs.open_job(plant, row.job.id).run()
    answer = asked(plant, printer.address, row.job.id)["Does the job want to print?"]
    assert answer.state is State.BAD
    assert "first label" in str(answer.found)


def test_a_job_of_another_printer_is_told_where_it_prints(plant: Plant, printer: ZebraEmulator) -> None:
    row, _ = jobs.create_job(plant, an_order(plant, "tcp://192.0.2.7:9100", 1))
    answer = asked(plant, printer.address, row.job.id)["Does the job want to print?"]
    assert "tcp://192.0.2.7:9100" in str(answer.found)


def test_a_printer_that_packmark_works_with_is_left_in_peace(plant: Plant, printer: ZebraEmulator) -> None:
    printer.faults.head_open = True
    with claim(plant.store, Claimed.printer(plant.devices.device(printer.address))):
        answers = asked(plant, printer.address)
    assert bad(answers) == ["Is it free for Packmark?"]
    assert answers["Can it be reached?"].state is State.NOT_ASKED
    assert answers["Is the print head closed?"].state is State.NOT_ASKED


def test_a_running_job_is_told_with_its_progress_and_its_printer_is_not_touched(plant: Plant) -> None:
    with ZebraEmulator(print_ms=150.0) as slow, ThreadPoolExecutor(1) as thread:
        row, _ = jobs.create_job(plant, an_order(plant, slow.address, 20))
        job = jobs.open_job(plant, row.job.id)
        ended = thread.submit(job.run)
        assert slow.wait_printed(2)
        of_the_job = asked(plant, slow.address, row.job.id)
        of_the_printer = asked(plant, slow.address)
        other, _ = jobs.create_job(plant, an_order(plant, slow.address, 1))
        of_another = asked(plant, slow.address, other.job.id)
        job.stop()
        ended.result(20)
    assert bad(of_the_job) == bad(of_the_printer) == []
    assert f"Job {row.job.id} " in str(of_the_printer["Is it free for Packmark?"].found)
    assert of_the_job["Does the job want to print?"].state is State.GOOD
    assert of_the_job["Can it be reached?"].state is State.NOT_ASKED
    assert bad(of_another) == ["Does the job want to print?", "Is it free for Packmark?"]


def test_a_camera_that_is_not_there_is_bad(plant: Plant, printer: ZebraEmulator, closed_port: int) -> None:
    order = an_order(plant, printer.address, 1)
    row, _ = jobs.create_job(plant, replace(order, camera=f"tcp://127.0.0.1:{closed_port}"))
    assert "Can the camera be reached?" in bad(asked(plant, printer.address, row.job.id))


def test_answers_are_told_as_they_come_and_returned_in_the_order_of_the_questions(
    plant: Plant, printer: ZebraEmulator
) -> None:
    told: list[Answer] = []
    answers = diagnose(plant, printer.address, report=lambda _done: True, told=told.append)
    assert tuple(told) == answers


def test_an_address_that_is_none_is_refused(plant: Plant) -> None:
    with pytest.raises(InputError):
        asked(plant, "nonsense")


def test_an_examination_ends_when_it_is_cancelled(plant: Plant, printer: ZebraEmulator) -> None:
    with pytest.raises(Cancelled):
        diagnose(plant, printer.address, report=lambda done: done < 0.3)


def test_each_question_is_answered_once() -> None:
    sheet = Sheet((say("One?"), say("Two?")), lambda _done: True, None)
    sheet.good(say("One?"), say("Yes."))
    with pytest.raises(ValueError, match="One"):
        sheet.good(say("One?"), say("Yes."))
    assert [answer.state for answer in sheet.close()] == [State.GOOD, State.NOT_ASKED]
