"""A label is printed once more: rarely, by whom may, on the printer's word; else its code is given up."""

import pytest

from desktop.errors import DeviceError, Refused
from desktop.operations import audit, jobs, label_events, reprints, rights, trace
from desktop.operations.plant import Plant
from desktop.operations.reprints import MOST_REPRINTS
from desktop.operations.rights import Right
from desktop.products.code_pool import CodeState
from desktop.products.job import JobState
from desktop.storage import codes as stored_codes
from desktop.storage import reprints as stored
from desktop.storage.claims import Claimed, claim
from desktop.storage.journal import open_journal
from printers.emulators.zebra import ZebraEmulator
from tests.operations.conftest import an_order
from tests.refusals import refusal_of


@pytest.fixture
def lead(plant: Plant) -> Plant:
    """A plant whose person may reprint."""
    rights.grant(plant, plant.actor, Right.ADMINISTER)
    rights.grant(plant, plant.actor, Right.REPRINT)
    return plant


def printed(plant: Plant, address: str, count: int = 3, *, verified: bool = False) -> tuple[int, list[str]]:
    """A job whose labels are printed as far as its journal knows."""
    job_id = jobs.create_job(plant, an_order(plant, address, 5))[0].job.id
    with open_journal(plant.store, job_id, "lead", address) as journal:
        labels = journal.next_codes(count)
        journal.record(sent=labels, printed=labels, verified=labels if verified else ())
        journal.change_state(JobState.PAUSED)
    return job_id, [label.value for label in labels]


def state_of(plant: Plant, code: str) -> CodeState:
    return trace.trace(plant, code).state


@pytest.mark.parametrize("verified", [False, True])
def test_one_label_with_the_same_code_comes_out_and_is_marked_as_a_reprint(
    lead: Plant, printer: ZebraEmulator, verified: bool
) -> None:
    job_id, codes = printed(lead, printer.address, verified=verified)
    row, _ = reprints.reprint(lead, job_id, codes[1], "torn by the gripper", destroyed=True)
    assert (row.label, row.number, row.outcome) == (2, 1, stored.PRINTED)
    assert [codes[1] in label.field_data for label in printer.physical] == [True]
    assert state_of(lead, codes[1]) is CodeState.PRINTED
    assert "Reprint 1 of 3: torn by the gripper" in str(
        [str(event.what) for event in trace.trace(lead, codes[1]).events]
    )
    assert [record.action for record in audit.list_audit(lead, 2)] == ["reprint.printed", "reprint"]
    assert reprints.of_job(lead, job_id) == (row,)
    assert audit.verify_audit(lead).sound


def test_who_does_not_hold_the_right_is_told_who_grants_it(plant: Plant, printer: ZebraEmulator) -> None:
    job_id, codes = printed(plant, printer.address)
    refusal_of(lambda: reprints.reprint(plant, job_id, codes[0], "torn", destroyed=True), Refused)
    assert printer.physical == []


def test_the_old_label_must_be_destroyed_first(lead: Plant, printer: ZebraEmulator) -> None:
    job_id, codes = printed(lead, printer.address)
    told = refusal_of(lambda: reprints.reprint(lead, job_id, codes[0], "torn", destroyed=False), Refused)
    assert "Destroy the old label first" in told
    assert printer.physical == []


def test_a_code_is_reprinted_three_times_and_never_more(lead: Plant, printer: ZebraEmulator) -> None:
    job_id, codes = printed(lead, printer.address)
    for number in range(1, MOST_REPRINTS + 1):
        assert reprints.reprint(lead, job_id, codes[0], "torn", destroyed=True)[0].number == number
    told = refusal_of(lambda: reprints.reprint(lead, job_id, codes[0], "torn", destroyed=True), Refused)
    assert "3 times already" in told
    assert len(printer.physical) == MOST_REPRINTS


def test_only_a_printed_label_is_reprinted(lead: Plant, printer: ZebraEmulator) -> None:
    job_id, codes = printed(lead, printer.address)
    label_events.spoil(lead, job_id, codes[0], "torn")
    told = refusal_of(lambda: reprints.reprint(lead, job_id, codes[0], "torn", destroyed=True), Refused)
    assert "is spoiled" in told
    with open_journal(lead.store, job_id, "lead", printer.address) as journal:
        unsent = journal.next_codes(1)[0].value
    refusal_of(lambda: reprints.reprint(lead, job_id, unsent, "torn", destroyed=True), Refused)
    assert printer.physical == []


def test_nothing_is_reprinted_while_the_job_or_another_on_its_printer_runs(
    lead: Plant, printer: ZebraEmulator
) -> None:
    job_id, codes = printed(lead, printer.address)
    for held in (Claimed.job(job_id), Claimed.printer(lead.devices.device(printer.address))):
        with claim(lead.store, held):
            refusal_of(lambda: reprints.reprint(lead, job_id, codes[0], "torn", destroyed=True), Refused)
    assert printer.physical == []


def test_a_closed_job_reprints_nothing(lead: Plant, printer: ZebraEmulator) -> None:
    job_id, codes = printed(lead, printer.address)
    jobs.close_job(lead, job_id)
    told = refusal_of(lambda: reprints.reprint(lead, job_id, codes[0], "torn", destroyed=True), Refused)
    assert "closed" in told


def test_a_printer_that_cannot_print_is_told_before_anything_is_noted(
    lead: Plant, printer: ZebraEmulator
) -> None:
    job_id, codes = printed(lead, printer.address)
    printer.faults.head_open = True
    with pytest.raises(DeviceError, match="head is open"):
        reprints.reprint(lead, job_id, codes[0], "torn", destroyed=True)
    assert reprints.of_job(lead, job_id) == ()
    assert state_of(lead, codes[0]) is CodeState.PRINTED


@pytest.mark.parametrize(
    ("fault", "value"), [("media_out_after", 0), ("no_proofs", True), ("drop_connection_after_labels", 0)]
)
def test_a_reprint_that_nobody_can_vouch_for_gives_its_code_up(
    lead: Plant, printer: ZebraEmulator, monkeypatch: pytest.MonkeyPatch, fault: str, value: object
) -> None:
    monkeypatch.setattr("desktop.operations.single_label.ANSWER_S", 1.0)
    job_id, codes = printed(lead, printer.address)
    setattr(printer.faults, fault, value)
    told = refusal_of(lambda: reprints.reprint(lead, job_id, codes[0], "torn", destroyed=True), DeviceError)
    assert "Destroy every label" in told
    assert codes[0] in told
    assert state_of(lead, codes[0]) is CodeState.SPOILED
    (row,) = reprints.of_job(lead, job_id)
    assert row.outcome == stored.UNKNOWN
    assert jobs.job(lead, job_id).counts.issued == 5
    assert audit.verify_audit(lead).sound


def test_a_reprint_that_the_program_died_in_is_given_up_and_never_settled_by_a_scan(
    lead: Plant, printer: ZebraEmulator
) -> None:
    job_id, codes = printed(lead, printer.address)
    with lead.store.change("lead", "reprint", f"job {job_id}") as change:
        target = stored_codes.by_value(change.connection, codes[0])
        assert target is not None
        stored.begin(change, target, "torn", printer.address, MOST_REPRINTS)
    assert jobs.job(lead, job_id).counts.unknown == 1
    jobs.settle(lead, job_id, codes[2])
    assert state_of(lead, codes[0]) is CodeState.SPOILED
    assert [row.outcome for row in reprints.of_job(lead, job_id)] == [stored.UNKNOWN]
    assert jobs.job(lead, job_id).counts.unknown == 0
    assert audit.verify_audit(lead).sound


def test_a_died_reprint_is_given_up_before_the_next_one(lead: Plant, printer: ZebraEmulator) -> None:
    job_id, codes = printed(lead, printer.address)
    with lead.store.change("lead", "reprint", f"job {job_id}") as change:
        target = stored_codes.by_value(change.connection, codes[0])
        assert target is not None
        stored.begin(change, target, "torn", printer.address, MOST_REPRINTS)
    reprints.reprint(lead, job_id, codes[1], "torn", destroyed=True)
    assert [row.outcome for row in reprints.of_job(lead, job_id)] == [stored.UNKNOWN, stored.PRINTED]
    assert state_of(lead, codes[0]) is CodeState.SPOILED


def test_a_coder_s_mark_is_not_reprinted(lead: Plant) -> None:
    job_id, codes = printed(lead, "tcp://127.0.0.1:9")
    with lead.store.change("lead", "test", "job") as change:
        change.connection.exec_driver_sql(
            f"UPDATE job SET printer = 'zipher://127.0.0.1:3003' WHERE id = {job_id}"
        )
    told = refusal_of(lambda: reprints.reprint(lead, job_id, codes[0], "torn", destroyed=True), Refused)
    assert "coder" in told
