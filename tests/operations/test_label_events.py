"""Single labels beside the printer: spoiled, sampled, the first article, and what is shown after a fault."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from desktop.errors import InputError, Refused
from desktop.operations import audit, fates, first_articles, jobs, label_events, trace
from desktop.operations.label_events import Happening
from desktop.operations.plant import Plant
from desktop.products.code_pool import CodeState
from desktop.products.job import FirstArticle, JobState
from desktop.storage import jobs as stored
from desktop.storage.claims import Claimed, claim
from desktop.storage.journal import open_journal
from printers.emulators.zebra import ZebraEmulator
from tests.operations.conftest import an_order
from tests.refusals import refusal_of

ADDRESS = "tcp://127.0.0.1:9"


def ordered(plant: Plant, count: int = 5, *, level: int = 1) -> int:
    return jobs.create_job(plant, an_order(plant, ADDRESS, count, level=level))[0].job.id


def printed(plant: Plant, job_id: int, count: int) -> list[str]:
    """Print the next labels of a job as far as its journal knows; return their codes."""
    with open_journal(plant.store, job_id, "line lead", ADDRESS) as journal:
        labels = journal.next_codes(count)
        journal.record(sent=labels, printed=labels)
        journal.change_state(JobState.PAUSED)
    return [label.value for label in labels]


def first_due(plant: Plant, count: int = 5) -> int:
    job_id = ordered(plant, count)
    with plant.store.change("lead", "test", "first article") as change:
        stored.set_first_article(change, job_id, FirstArticle.DUE)
    return job_id


def state_of(plant: Plant, code: str) -> CodeState:
    return trace.trace(plant, code).state


def test_a_damaged_label_is_taken_out_with_its_reason(plant: Plant) -> None:
    job_id = ordered(plant)
    codes = printed(plant, job_id, 3)
    row, _ = label_events.spoil(plant, job_id, f" {codes[1]} ", "  torn  at the corner ")
    assert (row.counts.printed, row.counts.spoiled) == (2, 1)
    assert "torn at the corner" in str(trace.trace(plant, codes[1]).events[-1].what)
    assert audit.verify_audit(plant).sound


def test_labels_are_taken_out_of_a_job_that_prints_and_it_goes_on_to_its_end(
    plant: Plant, printer: ZebraEmulator
) -> None:
    order = replace(an_order(plant, printer.address, 300), camera=printer.camera_address)
    job_id = jobs.create_job(plant, order)[0].job.id
    running = jobs.open_job(plant, job_id)
    with ThreadPoolExecutor(1) as thread:
        ended = thread.submit(running.run)
        taken: list[str] = []
        while len(taken) < 10 and not ended.done():
            fresh = [fate.code for fate in fates.fates(plant, job_id).safe if fate.code not in taken]
            for code in fresh[-1:]:  # the newest: its picture may not have been read yet
                label_events.spoil(plant, job_id, code, "torn")
                taken.append(code)
        assert ended.result() is JobState.DONE
    row = jobs.job(plant, job_id)
    assert taken
    assert (row.counts.spoiled, row.counts.verified) == (len(taken), 300 - len(taken))
    assert audit.verify_audit(plant).sound


def test_a_pack_is_taken_as_a_sample_while_the_job_runs(plant: Plant) -> None:
    job_id = ordered(plant)
    codes = printed(plant, job_id, 2)
    with claim(plant.store, Claimed.job(job_id)):
        row, _ = label_events.sample(plant, job_id, codes[0], "hourly check")
    assert (row.counts.sampled, row.counts.printed) == (1, 1)


def test_a_label_that_was_never_printed_cannot_be_taken_out(plant: Plant) -> None:
    job_id = ordered(plant)
    with open_journal(plant.store, job_id, "lead", ADDRESS) as journal:
        code = journal.next_codes(1)[0].value
    told = refusal_of(lambda: label_events.spoil(plant, job_id, code, "torn"), Refused)
    assert "is allocated" in told
    assert state_of(plant, code) is CodeState.ALLOCATED


def test_an_unknown_label_may_be_spoiled_but_is_no_sample(plant: Plant) -> None:
    job_id = ordered(plant)
    with open_journal(plant.store, job_id, "lead", ADDRESS) as journal:
        labels = journal.next_codes(1)
        journal.record(sent=labels, unknown=labels)
    code = labels[0].value
    assert "is unknown" in refusal_of(lambda: label_events.sample(plant, job_id, code, "check"), Refused)
    row, _ = label_events.spoil(plant, job_id, code, "half printed")
    assert (row.counts.unknown, row.counts.spoiled) == (0, 1)


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_a_reason_is_given_in_a_sentence(plant: Plant, reason: str) -> None:
    job_id = ordered(plant)
    (code,) = printed(plant, job_id, 1)
    refusal_of(lambda: label_events.spoil(plant, job_id, code, reason), InputError)
    assert state_of(plant, code) is CodeState.PRINTED


def test_a_label_of_another_job_is_told_with_its_job(plant: Plant) -> None:
    job_id, other = ordered(plant), ordered(plant)
    (code,) = printed(plant, other, 1)
    told = refusal_of(lambda: label_events.spoil(plant, job_id, code, "torn"), Refused)
    assert f"job {other}" in told


def test_a_label_of_another_pack_level_is_told_with_its_level(plant: Plant) -> None:
    job_id, case = ordered(plant), ordered(plant, 1, level=3)
    (code,) = printed(plant, case, 1)
    told = refusal_of(lambda: label_events.spoil(plant, job_id, code, "torn"), Refused)
    assert "pack level 3" in told


def test_an_element_string_names_the_label_by_its_serial_number(plant: Plant) -> None:
    job_id = ordered(plant)
    (code,) = printed(plant, job_id, 1)
    row, _ = label_events.spoil(plant, job_id, f"]d2010693283360010921{code}", "torn")
    assert row.counts.spoiled == 1


def test_a_change_of_roll_stands_in_the_audit_trail_with_the_last_label(plant: Plant) -> None:
    job_id = ordered(plant)
    printed(plant, job_id, 3)
    label_events.note(plant, job_id, Happening.ROLL_CHANGED, "roll 17")
    record = audit.list_audit(plant, 1)[0]
    assert (record.action, record.reason) == ("job.note", "roll 17")
    assert '"last_label":3' in record.new
    assert '"what":"roll changed"' in record.new


def test_something_else_is_noted_only_if_it_is_said_what(plant: Plant) -> None:
    job_id = ordered(plant)
    refusal_of(lambda: label_events.note(plant, job_id, Happening.OTHER, " "), InputError)


def test_nothing_waits_before_the_first_label_is_printed(plant: Plant) -> None:
    job_id = first_due(plant)
    assert first_articles.waiting(plant, job_id) is None
    told = refusal_of(lambda: first_articles.confirm(plant, job_id, "81000210157090217447"), Refused)
    assert "start the job" in told


def test_the_first_label_waits_until_it_is_scanned(plant: Plant) -> None:
    job_id = first_due(plant)
    (code,) = printed(plant, job_id, 1)
    assert first_articles.waiting(plant, job_id) == code
    row, _ = first_articles.confirm(plant, job_id, code)
    assert row.job.first_article is FirstArticle.PASSED
    assert first_articles.waiting(plant, job_id) is None
    assert "confirmed already" in refusal_of(lambda: first_articles.confirm(plant, job_id, code), Refused)
    assert audit.verify_audit(plant).sound


def test_another_label_than_the_first_is_refused_with_both_codes(plant: Plant) -> None:
    job_id, other = first_due(plant), ordered(plant)
    (code,) = printed(plant, job_id, 1)
    with open_journal(plant.store, job_id, "lead", ADDRESS) as journal:
        second = journal.next_codes(1)[0].value
    told = refusal_of(lambda: first_articles.confirm(plant, job_id, second), Refused)
    assert code in told
    assert second in told
    (stranger,) = printed(plant, other, 1)
    assert f"job {other}" in refusal_of(lambda: first_articles.confirm(plant, job_id, stranger), Refused)
    assert first_articles.waiting(plant, job_id) == code


def test_a_rejected_first_label_is_spoiled_and_the_next_one_is_asked_for(plant: Plant) -> None:
    job_id = first_due(plant)
    (code,) = printed(plant, job_id, 1)
    row, _ = first_articles.reject(plant, job_id, "the lot is wrong")
    assert (row.counts.spoiled, row.job.first_article) == (1, FirstArticle.DUE)
    assert first_articles.waiting(plant, job_id) is None
    (second,) = printed(plant, job_id, 1)
    assert first_articles.waiting(plant, job_id) == second != code


def test_two_first_labels_are_not_chosen_between(plant: Plant) -> None:
    job_id = first_due(plant)
    codes = printed(plant, job_id, 2)
    told = refusal_of(lambda: first_articles.confirm(plant, job_id, codes[0]), Refused)
    assert "2 labels" in told
    label_events.spoil(plant, job_id, codes[1], "one too many")
    first_articles.confirm(plant, job_id, codes[0])


def test_a_job_that_never_asked_for_a_first_label_has_none_to_confirm(plant: Plant) -> None:
    job_id = ordered(plant)
    (code,) = printed(plant, job_id, 1)
    assert first_articles.waiting(plant, job_id) is None
    refusal_of(lambda: first_articles.reject(plant, job_id, "why not"), Refused)
    assert state_of(plant, code) is CodeState.PRINTED


def test_the_fault_screen_lists_each_label_where_it_belongs_by_its_number(plant: Plant) -> None:
    job_id = ordered(plant, 40)
    codes = printed(plant, job_id, 30)
    label_events.spoil(plant, job_id, codes[29], "torn")
    with open_journal(plant.store, job_id, "lead", ADDRESS) as journal:
        labels = journal.next_codes(6)
        journal.record(sent=labels, unknown=labels)
    before = fates.fates(plant, job_id)
    assert [fate.number for fate in before.unknown] == [31, 32, 33, 34, 35, 36]
    assert [fate.code for fate in before.spoiled] == [codes[29]]
    assert [fate.number for fate in before.safe] == list(range(10, 30))
    jobs.settle(plant, job_id, labels[1].value)
    after = fates.fates(plant, job_id)
    assert [fate.number for fate in after.void] == [33, 34, 35, 36]
    assert [fate.number for fate in after.safe][-3:] == [29, 31, 32]
    assert after.unknown == ()
    assert after.counts.void == 4
    known = {fate.code: fate.since for fate in (*after.safe, *after.void, *after.spoiled)}
    for code, since in known.items():
        assert trace.trace(plant, code).events[-1].at == since
