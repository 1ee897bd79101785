"""Jobs are ordered for the kind of device that prints them, and only with what can fill them."""

import re
from dataclasses import replace

import pytest

from desktop.errors import InputError, Refused
from desktop.operations import jobs
from desktop.operations.label_values import SHARED_FIELDS, shared_values
from desktop.operations.plant import Plant
from desktop.products.job import VARYING_FIELDS, CoderOrder, FirstArticle, JobState
from desktop.storage import audit_trail, batches, product_versions
from desktop.storage.journal import open_journal
from tests.operations.conftest import an_order
from tests.refusals import refusal_of

CODER = "zipher://192.0.2.9:3003"
ORDER = CoderOrder("unit", (("SN", "{code}"), ("EXP", "{expiry:%y%m%d}"), ("TXT", "{{{lot}}} {number:04}")))


def refused(plant: Plant, order: jobs.JobOrder, told: str, kind: type[InputError]) -> None:
    """Nothing is ordered, and the refusal says why."""
    with pytest.raises(kind) as caught:
        jobs.create_job(plant, order)
    assert told in caught.value.in_language("en")
    assert jobs.list_jobs(plant) == ()


def test_a_job_keeps_what_the_coder_is_told_and_the_trail_tells_it(plant: Plant) -> None:
    row, _ = jobs.create_job(plant, replace(an_order(plant, CODER), coder=ORDER))
    assert jobs.job(plant, row.job.id).job.coder == ORDER
    with plant.store.read() as connection:
        (last,) = audit_trail.newest(connection, 1)
    assert '"coder":{"fields":[["SN","{code}"]' in last.new


def test_jobs_of_one_printer_have_its_address_in_one_spelling(plant: Plant) -> None:
    first, _ = jobs.create_job(plant, an_order(plant, "tcp://Printer-1:9100"))
    second, _ = jobs.create_job(plant, an_order(plant, "tcp://printer-1:9100/"))
    assert first.job.printer == second.job.printer == "tcp://printer-1:9100"


def test_an_address_that_names_no_camera_is_refused_when_it_is_typed(plant: Plant) -> None:
    order = replace(an_order(plant, "demo://zebra"), camera="behind the printer")
    refused(plant, order, "no address of a device", InputError)


def test_the_first_article_is_due_where_it_is_asked_for(plant: Plant) -> None:
    asked, _ = jobs.create_job(plant, replace(an_order(plant, "demo://zebra"), first_article=True))
    plain, _ = jobs.create_job(plant, an_order(plant, "demo://zebra"))
    assert asked.job.first_article is FirstArticle.DUE
    assert plain.job.first_article is FirstArticle.NOT_ASKED


def test_labels_with_codes_are_refused_for_a_print_queue(plant: Plant) -> None:
    told = refusal_of(lambda: jobs.create_job(plant, an_order(plant, "queue://labels")), Refused)
    assert "never says which of them were printed" in told
    assert jobs.list_jobs(plant) == ()


def test_a_coder_without_its_job_is_refused(plant: Plant) -> None:
    refused(plant, an_order(plant, CODER), "which of its jobs is printed", InputError)


def test_a_label_printer_with_a_coders_job_is_refused(plant: Plant) -> None:
    order = replace(an_order(plant, "demo://zebra"), coder=ORDER)
    refused(plant, order, "holds no job “unit”", InputError)


def test_a_coders_marks_need_a_code_as_labels_do(plant: Plant) -> None:
    order = replace(an_order(plant, CODER), coder=CoderOrder("unit", (("LOT", "{lot}"),)))
    refused(plant, order, "could not be told apart", InputError)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{code} {english}", "Field “X” of the coder shows {english}, which is empty"),
        ("{code} {lot:%Y}", "Field “X” of the coder: The field {lot:%Y} is printed as a date"),
        ("{code:%Y}", "is printed as a date"),
        ("{code} {product:05}", "is printed as a number"),
    ],
)
def test_what_product_and_batch_cannot_fill_is_refused_field_by_field(
    plant: Plant, text: str, told: str
) -> None:
    order = replace(an_order(plant, CODER), coder=CoderOrder("unit", (("OK", "{serial}"), ("X", text))))
    with pytest.raises(Refused, match="job “unit” cannot be filled") as caught:
        jobs.create_job(plant, order)
    (detail,) = caught.value.details
    assert re.search(re.escape(told), str(detail))
    assert jobs.list_jobs(plant) == ()


def test_a_specimen_mark_may_be_empty_on_good_marks(plant: Plant) -> None:
    order = CoderOrder("unit", (("SN", "{code}"), ("MARK", "{specimen}")))
    row, _ = jobs.create_job(plant, replace(an_order(plant, CODER), coder=order))
    assert row.job.coder == order


def test_the_label_of_a_coders_job_is_checked_as_any_other(plant: Plant) -> None:
    order = replace(an_order(plant, CODER), coder=ORDER, label="no_such_label")
    refused(plant, order, "no_such_label", InputError)


def test_the_fields_that_jobs_share_are_those_that_jobs_fill(plant: Plant) -> None:
    order = an_order(plant, "demo://zebra")
    with plant.store.read() as connection:
        version = product_versions.newest(connection, order.product_id)
        batch = batches.get(connection, order.batch_id).batch
    assert shared_values(version.product, batch, 1, version.details, 5).keys() == SHARED_FIELDS
    assert not SHARED_FIELDS & VARYING_FIELDS


def test_codes_in_a_coder_are_settled_by_asking_it_until_the_job_is_given_up(plant: Plant) -> None:
    job_id = jobs.create_job(plant, replace(an_order(plant, CODER, 6), coder=ORDER))[0].job.id
    with open_journal(plant.store, job_id, "lead", CODER) as journal:
        journal.change_state(JobState.RUNNING)
        given = journal.next_codes(3)
        journal.record(sent=given)
        journal.change_state(JobState.STOPPED)
    told = refusal_of(lambda: jobs.settle(plant, job_id, given[1].value), Refused)
    assert "resume the job, and it is asked" in told
    jobs.abort_job(plant, job_id, "the coder burnt")
    row, _ = jobs.settle(plant, job_id, given[1].value)
    assert (row.counts.printed, row.counts.void, row.counts.unknown) == (2, 1, 0)
