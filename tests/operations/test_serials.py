"""Serials that the plant makes itself are issued once and never again, whoever asks."""

import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.app import open_plant
from desktop.errors import Refused
from desktop.operations import audit, serials
from desktop.operations.plant import Plant
from desktop.operations.serials import SerialOrder
from desktop.storage import serials as stored

GTIN = "06932833600109"


@pytest.fixture
def empty_plant(database_url: str, tmp_path: Path) -> Iterator[Plant]:
    with open_plant(database_url, tmp_path) as plant:
        yield plant


def values(plant: Plant, issue_id: int) -> list[str]:
    with plant.store.read() as connection:
        return list(stored.values_of(connection, issue_id))


def test_random_serials_of_two_orders_never_meet(empty_plant: Plant) -> None:
    first, _ = serials.issue_serials(empty_plant, SerialOrder(GTIN, "eu_fmd", 3_000))
    second, _ = serials.issue_serials(empty_plant, SerialOrder(GTIN, "eu_fmd", 3_000))
    made = values(empty_plant, first.id) + values(empty_plant, second.id)
    assert len(set(made)) == 6_000
    assert {len(value) for value in made} == {12}
    assert audit.verify_audit(empty_plant).sound


def test_a_sequence_that_would_repeat_a_serial_is_refused_and_leaves_nothing(empty_plant: Plant) -> None:
    serials.issue_serials(empty_plant, SerialOrder(GTIN, "us_dscsa", 10, first=100))
    with pytest.raises(Refused, match="000000000105"):
        serials.issue_serials(empty_plant, SerialOrder(GTIN, "us_dscsa", 10, first=105))
    assert [issue.count for issue in serials.list_issues(empty_plant)] == [10]


def test_the_same_number_may_stand_for_another_gtin(empty_plant: Plant) -> None:
    serials.issue_serials(empty_plant, SerialOrder(GTIN, "us_dscsa", 10, first=100))
    other, _ = serials.issue_serials(empty_plant, SerialOrder("6901234567892", "us_dscsa", 10, first=100))
    assert other.count == 10


def test_more_serials_than_can_be_unguessable_are_refused(empty_plant: Plant) -> None:
    with pytest.raises(Refused, match="at most 81 may be issued"):
        serials.issue_serials(empty_plant, SerialOrder(GTIN, "eu_fmd", 5_000, length=4))


def test_the_european_market_gets_no_sequence(empty_plant: Plant) -> None:
    with pytest.raises(Refused, match="must be random"):
        serials.issue_serials(empty_plant, SerialOrder(GTIN, "eu_fmd", 10, first=1))


def test_codes_that_a_platform_issues_are_never_made_here(empty_plant: Plant) -> None:
    with pytest.raises(Refused, match="issued by its platform"):
        serials.issue_serials(empty_plant, SerialOrder(GTIN, "cn_drug_code", 10))


def test_ssccs_are_counted_up_and_never_repeated(empty_plant: Plant) -> None:
    issued, _ = serials.issue_ssccs(empty_plant, "6948710", extension=3, first=123456789, amount=2)
    assert values(empty_plant, issued.id)[0] == "369487101234567895"
    with pytest.raises(Refused):
        serials.issue_ssccs(empty_plant, "6948710", extension=3, first=123456790, amount=1)


def test_the_serials_of_an_issue_are_written_as_a_file_and_never_over_another(
    empty_plant: Plant, tmp_path: Path
) -> None:
    issued, _ = serials.issue_serials(empty_plant, SerialOrder(GTIN, "eu_fmd", 50))
    path = tmp_path / "serials.txt"
    assert serials.write_serials(empty_plant, issued.id, path) == 50
    assert path.read_text(encoding="ascii").split() == values(empty_plant, issued.id)
    with pytest.raises(Refused):
        serials.write_serials(empty_plant, issued.id, path)


def _draw(url: str, folder: str) -> None:
    with open_plant(url, Path(folder)) as plant:
        for _ in range(3):
            serials.issue_serials(plant, SerialOrder(GTIN, "eu_fmd", 400, length=8))


def test_programs_that_draw_at_the_same_time_never_draw_the_same_serial(
    database_url: str, tmp_path: Path
) -> None:
    with open_plant(database_url, tmp_path) as plant:
        start = multiprocessing.get_context("spawn")
        programs = [start.Process(target=_draw, args=(database_url, str(tmp_path))) for _ in range(4)]
        for program in programs:
            program.start()
        for program in programs:
            program.join()
        assert [program.exitcode for program in programs] == [0, 0, 0, 0]
        made = [value for issue in serials.list_issues(plant) for value in values(plant, issue.id)]
    assert len(made) == len(set(made)) == 4 * 3 * 400
