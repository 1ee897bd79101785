"""An order is checked, closed and reported; what it packed is traced and recalled."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.app import open_plant
from desktop.errors import Cancelled, InputError, Refused
from desktop.operations import closing, jobs, order_report, recall, reconciliation, sampling
from desktop.operations.plant import Plant
from desktop.operations.reconciliation import Listing
from desktop.operations.reviewers import Reviewer
from desktop.operations.rights import Right
from desktop.operations.trace import children_of, trace
from desktop.packing.model import PackFlag
from desktop.packing.order import OrderState
from desktop.products.code_pool import CodeState
from desktop.products.job import JobState
from desktop.products.sampling_plan import SamplingPlan
from desktop.storage import audit, kept_files
from desktop.storage.kept_files import FileKind, NewKeptFile, PackCounts
from desktop.storage.pack_seals import ORDER_SEALS, digest_events
from tests.exchange.printed_words import beyond, collisions, needs_poppler, text_of, words_of
from tests.packed_order import Packed, digits, forget, note_event, packed_order, turn, with_events

REVIEWER = Reviewer("韩梅梅", Right.REVIEW)


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Plant]:
    with open_plant(f"sqlite:///{tmp_path / 'plant.db'}", tmp_path) as opened:
        # Grades have tests of their own.
        sampling.set_plan(opened, None, SamplingPlan(0, None, 1, 0))
        yield opened


@pytest.fixture
def packed(plant: Plant) -> Packed:
    """A running order of two full cases: nothing is open."""
    return packed_order(plant.store, 200)


def state_of(plant: Plant, packed: Packed) -> OrderState:
    return reconciliation.reconciliation(plant, packed.order_id).state


def test_an_order_with_nothing_open_closes_and_its_print_jobs_with_it(plant: Plant, packed: Packed) -> None:
    closing.begin(plant, packed.order_id)
    closing.close(plant, packed.order_id)
    assert state_of(plant, packed) is OrderState.CLOSED
    assert {jobs.job(plant, one).job.state for one in packed.jobs.values()} == {JobState.CLOSED}


def test_unused_codes_of_a_closed_order_are_back_in_the_pool_and_still_counted(
    plant: Plant, packed: Packed
) -> None:
    forget(plant.store, packed.code_id(1, 200))
    turn(plant.store, packed.code_id(1, 200), CodeState.ALLOCATED)
    closing.close(plant, packed.order_id, REVIEWER, "one unit was never made")
    units = reconciliation.reconciliation(plant, packed.order_id).levels[0]
    assert (units.counts.returned, units.counts.packed, units.issued) == (1, 199, 200)
    assert units.balances


def test_each_change_of_state_seals_what_the_order_did_since_the_one_before(
    plant: Plant, packed: Packed
) -> None:
    with_events(plant.store, packed, 200)
    closing.begin(plant, packed.order_id)
    closing.resume(plant, packed.order_id, "one more case was found")
    note_event(plant.store, packed, "packed", packed.code_id(2, 3), None, "found behind the line")
    closing.close(plant, packed.order_id)
    with plant.store.read() as connection:
        seals = [
            seal
            for one in reversed(audit.newest(connection))
            if one.action in {"order.closing", "order.resume", "order.close"}
            for seal in json.loads(one.new).get(ORDER_SEALS, [])
        ]
        made = [digest_events(connection, one["order"], one["after"], one["last"]) for one in seals]
    assert [(one["after"], one["rows"]) for one in seals] == [(0, 220), (seals[0]["last"], 1)]
    assert [None if one is None else one.as_json() for one in made] == seals


def test_ending_the_packing_tells_how_far_its_seal_is(plant: Plant, packed: Packed) -> None:
    with_events(plant.store, packed, 200)
    told: list[float] = []

    def report(fraction: float) -> bool:
        told.append(fraction)
        return True

    closing.begin(plant, packed.order_id, report)
    assert told == sorted(told)
    assert told[-1] == 1


def test_an_end_of_packing_that_is_cancelled_changes_nothing(plant: Plant, packed: Packed) -> None:
    with_events(plant.store, packed, 200)
    with pytest.raises(Cancelled):
        closing.begin(plant, packed.order_id, lambda _fraction: False)
    assert state_of(plant, packed) is OrderState.RUNNING


def test_a_whole_list_is_written_as_a_file(plant: Plant, packed: Packed, tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    written = reconciliation.write_list(
        plant, packed.order_id, 1, Listing.PACKED, path, "en", lambda _fraction: True
    )
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert (written, len(lines)) == (200, 201)
    assert lines[-1] == f"{digits(1, 1, 200)},packed,{digits(2, 1, 20)},{packed.jobs[1]},200"


def test_a_list_whose_writing_is_cancelled_leaves_no_file(
    plant: Plant, packed: Packed, tmp_path: Path
) -> None:
    path = tmp_path / "units.csv"
    with pytest.raises(Cancelled):
        reconciliation.write_list(
            plant, packed.order_id, 1, Listing.PACKED, path, "en", lambda _fraction: False
        )
    assert not path.exists()


def test_an_order_with_a_missing_number_does_not_close_and_says_what_to_do(
    plant: Plant, packed: Packed
) -> None:
    forget(plant.store, packed.code_id(1, 7))
    with pytest.raises(Refused) as refused:
        closing.close(plant, packed.order_id)
    assert any("never scanned" in str(one) and "Find and scan" in str(one) for one in refused.value.details)
    assert state_of(plant, packed) is OrderState.RUNNING
    assert jobs.job(plant, packed.jobs[1]).job.state is JobState.DONE


def test_a_reviewer_accepts_what_is_open_and_the_audit_trail_says_so(plant: Plant, packed: Packed) -> None:
    forget(plant.store, packed.code_id(1, 7))
    closing.close(plant, packed.order_id, REVIEWER, "it fell into the machine")
    assert state_of(plant, packed) is OrderState.CLOSED
    with plant.store.read() as connection:
        record = next(one for one in audit.newest(connection) if one.action == "order.close")
    assert record.reason == "it fell into the machine"
    assert "韩梅梅" in record.new
    assert "never scanned" in record.new


def test_a_reviewer_gives_a_reason(plant: Plant, packed: Packed) -> None:
    forget(plant.store, packed.code_id(1, 7))
    with pytest.raises(InputError, match="Say why"):
        closing.close(plant, packed.order_id, REVIEWER, " ")


def test_who_closes_an_order_is_not_its_reviewer(plant: Plant, packed: Packed) -> None:
    forget(plant.store, packed.code_id(1, 7))
    with pytest.raises(Refused, match="let another person"):
        closing.close(plant, packed.order_id, Reviewer(plant.actor, Right.REVIEW), "I say so")


def test_nobody_accepts_unknown_codes(plant: Plant, packed: Packed) -> None:
    turn(plant.store, packed.code_id(1, 7), CodeState.UNKNOWN)
    with pytest.raises(Refused, match="nobody can accept"):
        closing.close(plant, packed.order_id, REVIEWER, "never mind")


def test_nobody_accepts_packs_that_lie_in_a_tray(plant: Plant, packed: Packed) -> None:
    turn(plant.store, packed.code_id(1, 7), CodeState.VERIFIED, parent_id=None, place=1, tray=4)
    with pytest.raises(Refused, match="nobody can accept"):
        closing.close(plant, packed.order_id, REVIEWER, "never mind")


def test_an_order_that_is_closed_neither_closes_nor_runs_again(plant: Plant, packed: Packed) -> None:
    closing.close(plant, packed.order_id)
    with pytest.raises(Refused, match="does not run"):
        closing.close(plant, packed.order_id)
    with pytest.raises(Refused, match="not being closed"):
        closing.resume(plant, packed.order_id, "one more")


def test_an_order_that_is_being_closed_runs_again_for_a_reason(plant: Plant, packed: Packed) -> None:
    closing.begin(plant, packed.order_id)
    closing.resume(plant, packed.order_id, "a bundle was found")
    assert state_of(plant, packed) is OrderState.RUNNING


def test_samples_that_are_due_keep_an_order_open(plant: Plant, packed: Packed) -> None:
    sampling.set_plan(plant, packed.jobs[1], SamplingPlan(start=1, every=None, roll_change=0, end=0))
    (item,) = reconciliation.open_items(plant, packed.order_id)
    assert "1 sample is due" in str(item.sentence)


@needs_poppler
def test_the_report_tells_sums_exceptions_people_files_and_the_chain_head(
    plant: Plant, packed: Packed, tmp_path: Path
) -> None:
    note_event(
        plant.store, packed, "sampled", packed.code_id(1, 7), packed.code_id(2, 1), "QC", reviewer="韩梅梅"
    )
    with plant.store.change("lead", "export", "relation") as change:
        new = NewKeptFile.of(FileKind.RELATION, "relation.xml", b"<x/>", PackCounts(222, 2, 200))
        kept_files.insert(change, packed.order_id, (new,), 1)
    order_report.write(plant, packed.order_id, tmp_path / "report.pdf", "en")
    with plant.store.read() as connection:
        head = audit.head(connection).hash
    told = text_of((tmp_path / "report.pdf").read_bytes(), tmp_path)
    for wanted in (
        "WO-1",
        "LOT01",
        "1 case = 10 bundles = 100 units",
        "taken as a sample",
        digits(1, 1, 7),
        "李雷",
        "韩梅梅",
        "relation.xml",
        new.sha256[:32],
        head[:16],
        "tcp://192.0.2.3:9100",
    ):
        assert wanted in told


def test_the_report_of_a_closed_order_is_the_same_for_ever(
    plant: Plant, packed: Packed, tmp_path: Path
) -> None:
    closing.close(plant, packed.order_id)
    first, second = tmp_path / "first.pdf", tmp_path / "second.pdf"
    order_report.write(plant, packed.order_id, first, "zh_CN")
    order_report.write(plant, packed.order_id, second, "zh_CN")
    assert first.read_bytes() == second.read_bytes()


@needs_poppler
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_nothing_in_a_report_of_many_exceptions_lies_over_anything_else(
    plant: Plant, packed: Packed, tmp_path: Path, language: str
) -> None:
    forget(plant.store, packed.code_id(1, 9))
    for number in range(1, 60):
        note_event(
            plant.store,
            packed,
            "relabelled",
            packed.code_id(1, number),
            packed.code_id(2, 1),
            "the label was torn by the guide rail " * (number % 4) + "标签破损",
            reviewer="韩梅梅",
        )
    order_report.write(plant, packed.order_id, tmp_path / "long.pdf", language)
    words = words_of((tmp_path / "long.pdf").read_bytes(), tmp_path)
    assert max(word.page for word in words) > 1
    assert collisions(words) == []
    assert beyond(words) == []


def test_a_report_overwrites_nothing(plant: Plant, packed: Packed, tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(b"mine")
    with pytest.raises(Refused):
        order_report.write(plant, packed.order_id, tmp_path / "report.pdf", "en")
    assert (tmp_path / "report.pdf").read_bytes() == b"mine"


def test_a_trace_tells_the_case_the_bundle_and_the_neighbours_of_a_unit(plant: Plant, packed: Packed) -> None:
    found = trace(plant, digits(1, 1, 118)).place
    assert found is not None
    assert [one.code for one in found.path] == [digits(3, 1, 2), digits(2, 1, 12)]
    assert (found.pack.place, found.sibling_count) == (8, 10)
    assert [one.place for one in found.siblings] == list(range(3, 11))
    assert (found.order, found.line, found.pack.lot) == ("WO-1", "Line 1", "LOT01")


def test_a_trace_of_a_case_tells_what_is_in_it_and_pages_go_on(plant: Plant, packed: Packed) -> None:
    found = trace(plant, digits(3, 1, 2)).place
    assert found is not None
    assert [one.code for one in found.children] == [digits(2, 1, number) for number in range(11, 21)]
    assert found.pack.flag is PackFlag.NORMAL
    assert [one.place for one in children_of(plant, digits(3, 1, 2), after=8)] == [9, 10]


def test_a_trace_tells_what_happened_to_a_pack_why_and_who_confirmed_it(plant: Plant, packed: Packed) -> None:
    note_event(
        plant.store,
        packed,
        "removed",
        packed.code_id(1, 7),
        packed.code_id(2, 1),
        "dented",
        reviewer="韩梅梅",
    )
    told = [str(event.what) for event in trace(plant, digits(1, 1, 7)).events]
    wanted = f"taken out of its pack: {digits(1, 1, 7)} / {digits(2, 1, 1)}: dented, confirmed by 韩梅梅"
    assert wanted in told


def test_a_trace_finds_the_event_in_which_a_pack_went_along_with_others(plant: Plant) -> None:
    packed = packed_order(plant.store, 2500)
    with_events(plant.store, packed, 2500)
    for number in (7, 1200, 2491):
        told = [str(event.what) for event in trace(plant, digits(1, 1, number)).events]
        filled = [one for one in told if one.startswith("pack filled")]
        assert filled == [f"pack filled: {digits(2, 1, (number + 9) // 10)}"]
        assert f"scanned into a tray: {digits(1, 1, number)}" in told


def test_a_code_that_was_never_scanned_on_a_line_has_no_place(plant: Plant, packed: Packed) -> None:
    forget(plant.store, packed.code_id(1, 7))
    assert trace(plant, digits(1, 1, 7)).place is None


def test_a_recall_list_is_a_file_that_is_kept(plant: Plant, packed: Packed, tmp_path: Path) -> None:
    found = recall.write(plant, packed.batch_id, tmp_path / "recall.csv", "en")
    assert (found.packs, found.largest, found.kept.batch_id) == (222, 2, packed.batch_id)
    lines = (tmp_path / "recall.csv").read_text("utf-8-sig").splitlines()
    assert lines[0] == "Code,Pack level,Lot,State,In pack,In largest pack,Work order,Bills"
    assert lines[7] == f"{digits(1, 1, 7)},1,LOT01,packed,{digits(2, 1, 1)},{digits(3, 1, 1)},WO-1,"
    with plant.store.read() as connection:
        (kept,) = kept_files.of_order(connection, packed.order_id, FileKind.RECALL)
        assert kept_files.content(connection, kept.id) == (tmp_path / "recall.csv").read_bytes()


def test_the_cases_of_a_batch_come_in_pages(plant: Plant, packed: Packed) -> None:
    first = recall.cases(plant, packed.batch_id, limit=1)
    assert first.next is not None
    rest = recall.cases(plant, packed.batch_id, first.next)
    assert [one.code for one in (*first.own, *rest.own)] == [digits(3, 1, 1), digits(3, 1, 2)]
    assert (first.count, rest.next) == (2, None)


def test_a_list_behind_a_number_is_of_one_order(plant: Plant, packed: Packed) -> None:
    forget(plant.store, packed.code_id(1, 7))
    (one,) = reconciliation.listed(plant, packed.order_id, 1, Listing.MISSING)
    assert (one.code, one.number) == (digits(1, 1, 7), 7)


def test_an_order_is_found_by_its_number(plant: Plant, packed: Packed) -> None:
    assert reconciliation.find_order(plant, "WO-1") == packed.order_id
    with pytest.raises(InputError, match="no work order WO-9"):
        reconciliation.find_order(plant, "WO-9")
