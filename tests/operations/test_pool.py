"""What a person does with the pool: plan, keep, release, return, be warned."""

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import Connection

from desktop.errors import InputError, Refused, StorageError
from desktop.exchange.code_file import read_code_file
from desktop.exchange.code_format import FileKind
from desktop.operations import audit, codes, jobs, pool, pool_watch, products, sample_plant, trace
from desktop.operations.plant import Plant
from desktop.products.code_pool import CodeState
from desktop.storage.usage import Use
from tests.operations.conftest import an_order
from tests.operations.test_codes import KNOWN, NEW, file
from tests.refusals import refusal_of

ORDERED = sorted(KNOWN)


@pytest.fixture
def product_id(plant: Plant) -> int:
    return products.find_product(plant, sample_plant.GTIN).id


def counts(plant: Plant, level: int = 1) -> tuple[int, int, int]:
    """Available, allocated, returned."""
    assert audit.verify_audit(plant).sound
    row = next(row for row in codes.pool_levels(plant) if row.level == level)
    return row.counts.available, row.counts.allocated, row.counts.returned


def test_a_plan_says_what_each_level_needs_and_has(plant: Plant, product_id: int) -> None:
    plan = pool.plan_codes(plant, product_id, 1007, 2.5)
    assert [(row.needed, row.spare, row.total, row.missing) for row in plan.rows] == [
        (1007, 26, 1033, 0),
        (101, 3, 104, 0),
        (11, 1, 12, 0),
    ]
    assert [(row.last, row.of) for row in plan.rows] == [(0, 1), (7, 10), (1, 10)]
    assert plan.enough
    assert str(plan.sentence) == "The pool has all codes for 1007 units."


def test_a_plan_says_which_level_lacks_codes(plant: Plant, product_id: int) -> None:
    plan = pool.plan_codes(plant, product_id, 9_990, {1: 0.2, 3: 1})
    assert not plan.enough
    assert [row.missing for row in plan.rows] == [10, 0, 1]
    assert str(plan.sentence) == "Level 1 needs 10010 codes; the pool has 10000, 10 are missing."


def test_codes_of_all_levels_are_kept_or_none(plant: Plant, product_id: int) -> None:
    done = pool.allocate(plant, product_id, {1: 100, 2: 10, 3: 1}, "lot L9")
    assert [(row.level, row.count, row.purpose, row.released) for row in done.reservations] == [
        *((1, 100, "lot L9", False), (2, 10, "lot L9", False), (3, 1, "lot L9", False))
    ]
    assert (done.reservations[0].first, done.reservations[0].last) == (ORDERED[0], ORDERED[99])
    assert counts(plant) == (9_900, 100, 0)
    said = refusal_of(lambda: pool.allocate(plant, product_id, {1: 5, 3: 100}, "too much"), Refused)
    assert said == "100 codes of level 3 are wanted; the pool has 99."
    assert counts(plant) == (9_900, 100, 0)
    assert len(pool.reservations(plant)) == 3


def test_released_codes_are_back_in_the_pool(plant: Plant, product_id: int) -> None:
    [kept] = pool.allocate(plant, product_id, {1: 100}, "lot L9").reservations
    row, _ = pool.release(plant, kept.id)
    assert (row.released, row.first) == (True, "")
    assert counts(plant) == (10_000, 0, 0)
    assert refusal_of(lambda: pool.release(plant, kept.id), Refused) == (
        f"Reservation {kept.id} is released already."
    )
    assert refusal_of(lambda: pool.release(plant, 77), InputError) == "There is no reservation number 77."


def test_codes_for_a_print_house_are_written_and_never_released(
    plant: Plant, product_id: int, tmp_path: Path
) -> None:
    path = tmp_path / "house.txt"
    [kept] = pool.allocate(plant, product_id, {1: 3}, "print house", path=path).reservations
    assert path.read_bytes() == "".join(f"{code}\r\n" for code in ORDERED[:3]).encode()
    assert kept.file == "house.txt"
    assert refusal_of(lambda: pool.release(plant, kept.id), Refused) == (
        f"The codes of reservation {kept.id} were written to house.txt and may be printed: "
        "they cannot go back to the pool."
    )
    assert counts(plant) == (9_997, 3, 0)


def test_codes_for_a_print_house_may_be_a_workbook(plant: Plant, product_id: int, tmp_path: Path) -> None:
    pool.allocate(plant, product_id, {1: 3}, "print house", path=tmp_path / "house.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "house.xlsx").active
    assert sheet is not None
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["追溯码", *ORDERED[:3]]


def test_a_file_takes_one_level(plant: Plant, product_id: int, tmp_path: Path) -> None:
    path = tmp_path / "house.txt"
    said = refusal_of(lambda: pool.allocate(plant, product_id, {1: 3, 2: 1}, "x", path=path), InputError)
    assert said == "A file takes the codes of one pack level: allocate level by level."


@pytest.mark.parametrize(
    ("wanted", "purpose", "told"),
    [
        ({1: 5}, " ", "What are the codes kept for? Give a purpose, such as a lot number."),
        ({}, "x", "No codes are asked for: expected one or more on a pack level."),
        ({1: 0}, "x", "No codes are asked for: expected one or more on a pack level."),
        ({1: -5}, "x", "Level 1: -5 codes, expected one or more."),
    ],
)
def test_an_allocation_without_sense_is_refused(
    plant: Plant, product_id: int, wanted: dict[int, int], purpose: str, told: str
) -> None:
    assert refusal_of(lambda: pool.allocate(plant, product_id, wanted, purpose), InputError) == told


def test_a_level_that_the_product_does_not_have_is_refused(plant: Plant, product_id: int) -> None:
    assert "has no pack level 4." in refusal_of(
        lambda: pool.allocate(plant, product_id, {4: 1}, "x"), InputError
    )


def test_returned_codes_go_back_in_the_format_they_came_in(
    plant: Plant, product_id: int, tmp_path: Path
) -> None:
    path = tmp_path / "back.txt"
    done = pool.return_codes(plant, path, product_id=product_id, level=1, count=40, reason="not needed")
    assert (done.count, done.first, done.last) == (40, ORDERED[0], ORDERED[39])
    assert done.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert counts(plant) == (9_960, 0, 40)
    came, back = codes.imported_files(plant)[-1], read_code_file(path)
    assert (came.kind, back.format.kind) == (FileKind.PLATFORM, FileKind.PLATFORM)
    assert [code for chunk in back.chunks() for code in chunk] == ORDERED[:40]
    assert back.header is not None
    assert back.header.fields[:5] == ("SPECIMEN", "样张", "999901", "9990001001", "1")
    assert refusal_of(lambda: codes.import_codes(plant, path), Refused).splitlines()[1] == (
        f"Code {ORDERED[0]} was imported with file codes_level1.txt."
    )


def test_a_returned_code_tells_why_it_went(plant: Plant, product_id: int, tmp_path: Path) -> None:
    pool.return_codes(
        plant, tmp_path / "back.txt", product_id=product_id, level=1, count=1, reason="wrong lot"
    )
    found = trace.trace(plant, ORDERED[0])
    assert (found.state, found.job_id) == (CodeState.RETURNED, None)
    assert str(found.events[-1].what) == "returned: returned to the platform: wrong lot"


def test_a_return_is_listed_with_its_file(plant: Plant, product_id: int, tmp_path: Path) -> None:
    done = pool.return_codes(plant, tmp_path / "a.txt", product_id=product_id, level=2, count=3, reason="why")
    [row] = pool.returns(plant)
    assert (row.id, row.level, row.count, row.reason, row.file, row.sha256) == (
        *(done.id, 2, 3, "why", "a.txt", done.sha256),
    )
    assert pool.reservations(plant) == ()


def test_all_that_is_unused_is_returned_if_no_number_is_given(
    plant: Plant, product_id: int, tmp_path: Path
) -> None:
    pool.allocate(plant, product_id, {3: 30}, "lot")
    done = pool.return_codes(plant, tmp_path / "a.txt", product_id=product_id, level=3)
    assert (done.count, counts(plant, 3)) == (70, (0, 30, 70))
    said = refusal_of(
        lambda: pool.return_codes(plant, tmp_path / "b.txt", product_id=product_id, level=3), Refused
    )
    assert said == "No codes are unused there: nothing can be returned."
    assert not (tmp_path / "b.txt").exists()


def test_codes_of_different_formats_are_returned_file_by_file(
    plant: Plant, product_id: int, tmp_path: Path
) -> None:
    codes.import_codes(plant, file(tmp_path, *NEW))

    def give_back(name: str, count: int | None = None) -> pool.CodesReturned:
        return pool.return_codes(plant, tmp_path / name, product_id=product_id, level=1, count=count)

    assert refusal_of(lambda: give_back("all.txt"), Refused) == (
        "The unused codes came in files of different formats (codes_level1.txt, new.txt): "
        "return them file by file."
    )
    assert give_back("some.txt", count=10_000).count == 10_000
    assert give_back("rest.txt").count == 20
    assert (tmp_path / "rest.txt").read_text(encoding="utf-8").split() == NEW
    assert list(tmp_path.glob("all*")) == []


def test_codes_of_one_file_are_returned(plant: Plant, product_id: int, tmp_path: Path) -> None:
    codes.import_codes(plant, file(tmp_path, *NEW))
    newest = codes.imported_files(plant)[0]
    done = pool.return_codes(plant, tmp_path / "back.txt", product_id=product_id, level=1, file_id=newest.id)
    assert (done.first, done.last, done.count) == (NEW[0], NEW[-1], 20)


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, "0 codes to return: expected one or more."),
        (10_001, "10001 codes of level 1 are wanted; the pool has 10000."),
        (1_000_001, "1000001 codes to return: one file takes at most 1000000; return them in several."),
    ],
)
def test_a_number_that_cannot_be_returned_is_refused_and_no_file_is_made(
    plant: Plant, product_id: int, tmp_path: Path, count: int, told: str
) -> None:
    path = tmp_path / "back.txt"
    said = refusal_of(
        lambda: pool.return_codes(plant, path, product_id=product_id, level=1, count=count), InputError
    )
    assert said == told
    assert list(tmp_path.glob("back*")) == []
    assert counts(plant) == (10_000, 0, 0)


def test_a_file_that_exists_is_not_overwritten_and_nothing_is_returned(
    plant: Plant, product_id: int, tmp_path: Path
) -> None:
    path = file(tmp_path, "precious")
    said = refusal_of(lambda: pool.return_codes(plant, path, product_id=product_id, level=1), Refused)
    assert said == f"{path} exists already: choose another name."
    assert counts(plant) == (10_000, 0, 0)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here that is always full")
@pytest.mark.parametrize("work", ["return", "allocate"])
def test_a_disk_that_takes_no_file_changes_nothing(
    plant: Plant, product_id: int, tmp_path: Path, work: str
) -> None:
    path = tmp_path / "back.txt"
    path.with_name("back.txt.part").symlink_to("/dev/full")

    def attempt() -> None:
        if work == "return":
            pool.return_codes(plant, path, product_id=product_id, level=1)
        else:
            pool.allocate(plant, product_id, {1: 9_000}, "x", path=path)

    said = refusal_of(attempt, StorageError)
    assert said == f"{path} cannot be written: No space left on device. Choose another folder."
    assert counts(plant) == (10_000, 0, 0)
    assert [*pool.returns(plant), *pool.reservations(plant)] == []


def test_a_database_that_does_not_take_the_return_leaves_no_file(
    plant: Plant, product_id: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose(_connection: Connection) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Connection, "_commit_impl", lose)
    with pytest.raises(KeyboardInterrupt):
        pool.return_codes(plant, tmp_path / "back.txt", product_id=product_id, level=1)
    monkeypatch.undo()
    assert list(tmp_path.glob("back*")) == []
    assert counts(plant) == (10_000, 0, 0)


def test_few_codes_are_an_alarm_until_the_threshold_is_taken_away(plant: Plant, product_id: int) -> None:
    pool.set_threshold(plant, product_id, 3, 101)
    alarm = [row for row in pool.outlook(plant) if row.sentence is not None]
    assert [(row.pool.level, row.pool.low, row.pool.threshold) for row in alarm] == [(3, True, 101)]
    assert str(alarm[0].sentence) == (
        f"{alarm[0].pool.product}, level 3: 100 codes are left, fewer than 101. Order new codes."
    )
    pool.set_threshold(plant, product_id, 3, 100)
    assert all(row.sentence is None for row in pool.outlook(plant))
    pool.set_threshold(plant, product_id, 3, None)
    assert codes.pool_levels(plant)[2].threshold is None


@pytest.mark.parametrize("least", [0, -1])
def test_an_alarm_below_nothing_is_refused(plant: Plant, product_id: int, least: int) -> None:
    said = refusal_of(lambda: pool.set_threshold(plant, product_id, 1, least), InputError)
    assert said == f"An alarm below {least} codes: expected one or more."


NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("use", "per_hour", "left"),
    [
        (Use(4_000, NOW - timedelta(hours=4)), 1_000, timedelta(hours=10)),
        (Use(500, NOW - timedelta(minutes=1)), 2_000, timedelta(hours=5)),
        (Use(1, NOW - timedelta(hours=8)), 0.125, timedelta(hours=80_000)),
        (None, None, None),
    ],
)
def test_codes_last_as_long_as_the_present_rate_says(
    plant: Plant, use: Use | None, per_hour: float | None, left: timedelta | None
) -> None:
    found = pool_watch._outlook(codes.pool_levels(plant)[0], use, NOW)
    assert found.per_hour == per_hour
    assert found.lasts_until == (None if left is None else NOW + left)


def test_the_alarm_says_until_when_the_codes_last(plant: Plant, product_id: int) -> None:
    pool.set_threshold(plant, product_id, 1, 10_001)
    found = pool_watch._outlook(codes.pool_levels(plant)[0], Use(4_000, NOW - timedelta(hours=4)), NOW)
    assert str(found.sentence).endswith(
        "10000 codes are left, fewer than 10001; at the present rate they last until 2026-03-02 22:00 UTC. "
        "Order new codes."
    )


def test_what_never_ends_at_the_present_rate_has_no_end(plant: Plant) -> None:
    found = pool_watch._outlook(codes.pool_levels(plant)[0], Use(1, NOW - timedelta(hours=80)), NOW)
    assert (found.per_hour, found.lasts_until) == (0.0125, None)


def test_the_rate_is_that_of_the_journal(plant: Plant) -> None:
    row, _ = jobs.create_job(plant, an_order(plant, "demo://zebra", 6))
    jobs.open_job(plant, row.job.id).run()
    found = pool.outlook(plant)
    assert [outlook.per_hour for outlook in found] == [24.0, None, None]
