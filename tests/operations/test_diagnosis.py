"""Why is it not printing: each fault has its answer, and a device at work is left in peace."""

import socket
from collections.abc import Callable, Iterator

import pytest

from desktop.errors import Cancelled, InputError
from desktop.operations import jobs
from desktop.operations.answers import Answer, Sheet, State
from desktop.operations.diagnosis import diagnose
from desktop.operations.plant import Plant
from desktop.storage.claims import Claimed, claim
from desktop.texts import say
from printers.emulators.zebra import ZebraEmulator
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


def test_what_a_printer_does_not_say_in_a_fault_is_unknown(plant: Plant, printer: ZebraEmulator) -> None:
    printer.faults.head_open = printer.faults.silent_in_fault = True
    answers = asked(plant, printer.address)
    assert "Is the print head closed?" in bad(answers) or (
        answers["Is the print head closed?"].state is State.UNKNOWN
    )
    assert State.GOOD not in {answers[question].state for question in ("Is it without other faults?",)} or bad(
        answers
    )


def test_a_job_begun_at_another_resolution_names_both(plant: Plant, printer: ZebraEmulator) -> None:
    row, _ = jobs.create_job(plant, an_order(plant, printer.address, 1))
    with plant.store.change(plant.actor, "test", "job") as change:
        from desktop.operations.running import RESOLUTION_MARK  # noqa: PLC0415
        from desktop.storage.tables import job_mark  # noqa: PLC0415

        change.connection.execute(
            job_mark.insert().values(job_id=row.job.id, name=RESOLUTION_MARK, value=8)
        )
    answer = asked(plant, printer.address, row.job.id)["Has it the right resolution?"]
    assert answer.state is State.BAD
    assert "12 dots/mm" in str(answer.found)
    assert "8 dots/mm" in str(answer.found)


def test_a_job_that_was_never_started_says_so(plant: Plant, printer: ZebraEmulator) -> None:
    row, _ = jobs.create_job(plant, an_order(plant, printer.address, 1))
    answers = asked(plant, printer.address, row.job.id)
    assert bad(answers) == ["Does the job want to print?"]
    assert "Start" in str(answers["Does the job want to print?"].what_to_do)


def test_a_job_of_another_printer_is_told_where_it_prints(plant: Plant, printer: ZebraEmulator) -> None:
    row, _ = jobs.create_job(plant, an_order(plant, "tcp://192.0.2.7:9100", 1))
    answer = asked(plant, printer.address, row.job.id)["Does the job want to print?"]
    assert "tcp://192.0.2.7:9100" in str(answer.found)


def test_a_printer_that_packmark_works_with_is_left_in_peace(plant: Plant, printer: ZebraEmulator) -> None:
    printer.faults.head_open = True
    with claim(plant.store, Claimed.printer(printer.address)):
        answers = asked(plant, printer.address)
    assert bad(answers) == ["Is it free for Packmark?"]
    assert answers["Can it be reached?"].state is State.NOT_ASKED
    assert answers["Is the print head closed?"].state is State.NOT_ASKED


def test_a_camera_that_is_not_there_is_bad(plant: Plant, printer: ZebraEmulator, closed_port: int) -> None:
    order = an_order(plant, printer.address, 1)
    order = jobs.JobOrder(
        order.product_id,
        order.batch_id,
        order.level,
        order.count,
        order.label,
        order.printer,
        f"tcp://127.0.0.1:{closed_port}",
    )
    row, _ = jobs.create_job(plant, order)
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
