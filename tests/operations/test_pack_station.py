"""What a packing station takes, refuses, closes and takes back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.errors import InputError, Refused
from desktop.operations import pack_exceptions
from desktop.operations.pack_answers import Outcome
from desktop.operations.packing import PackStation
from desktop.operations.reviewers import Reviewer
from desktop.operations.rights import Right
from desktop.packing.model import PackFlag
from desktop.packing.order import OrderState
from desktop.packing.refusals import Why
from desktop.packing.slip import SlipKind
from desktop.packing.tray import Cell
from desktop.products.code_pool import CodeState
from desktop.storage import work_orders
from desktop.storage.packing import StoredBook
from desktop.texts import CHINESE
from tests.operations.packing_line import WHY, PackingLine, packing_line


@pytest.fixture
def packed(tmp_path: Path) -> Iterator[PackingLine]:
    with packing_line(tmp_path) as opened:
        yield opened


@pytest.fixture
def station(packed: PackingLine) -> Iterator[PackStation]:
    with PackStation(packed.plant, packed.order_id, packed.bundles) as opened:
        yield opened


def state_of(packed: PackingLine, code: str) -> CodeState:
    with StoredBook(packed.plant.store) as book:
        found = book.pack(code)
        assert found is not None
        return found.state


def fill(station: PackStation, units: tuple[str, ...], bundle: str) -> None:
    for unit in units:
        station.scan(unit)
    assert station.scan(bundle).outcome is Outcome.PACKED


def test_units_fill_the_tray_and_the_scanned_bundle_takes_them(
    packed: PackingLine, station: PackStation
) -> None:
    first, second, third = (station.scan(unit) for unit in packed.units[:3])
    assert [one.outcome for one in (first, second, third)] == [
        Outcome.COLLECTED,
        Outcome.COLLECTED,
        Outcome.FULL,
    ]
    assert [one.cell for one in second.tray] == [Cell.FILLED, Cell.FILLED, Cell.NEXT]
    closed = station.scan(packed.line.codes[1][0])
    assert (closed.outcome, closed.parent) == (Outcome.PACKED, packed.line.codes[1][0])
    assert "holds 3 packs" in str(closed.sentence)
    assert station.state().lying == 0
    assert state_of(packed, packed.units[0]) is CodeState.PACKED


def test_a_station_that_is_opened_again_goes_on_with_its_tray(packed: PackingLine) -> None:
    with PackStation(packed.plant, packed.order_id, packed.bundles) as before:
        before.scan(packed.units[0])
    with PackStation(packed.plant, packed.order_id, packed.bundles) as after:
        assert [one.code for one in after.state().tray] == [packed.units[0], "", ""]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("80217629999999999999", Why.UNKNOWN_CODE),
        ("hello", Why.NOT_A_CODE),
        ("6932833600109", Why.PRODUCT_BAR_CODE),
    ],
)
def test_what_is_no_pack_of_the_plant_is_refused_and_changes_nothing(
    station: PackStation, text: str, why: Why
) -> None:
    found = station.scan(text)
    assert (found.outcome, found.why, found.taken) == (Outcome.REFUSED, why, False)
    assert found.sentence.in_language(CHINESE) != str(found.sentence)
    assert station.state().lying == 0


def test_a_pack_that_lies_in_the_tray_is_refused_and_shown_as_doubled(
    packed: PackingLine, station: PackStation
) -> None:
    station.scan(packed.units[0])
    again = station.scan(packed.units[0])
    assert (again.outcome, again.why) == (Outcome.REFUSED, Why.IN_TRAY)
    assert again.tray[0].cell is Cell.DOUBLED
    assert "anna" in str(again.sentence)


def test_a_packed_pack_is_refused_with_its_place_and_who_packed_it(
    packed: PackingLine, station: PackStation
) -> None:
    fill(station, packed.units[:3], packed.line.codes[1][0])
    again = station.scan(packed.units[1])
    assert again.why is Why.ALREADY_PACKED
    assert packed.line.codes[1][0] in str(again.sentence)
    assert "anna" in str(again.sentence)


def test_a_bundle_before_its_tray_is_full_is_refused(packed: PackingLine, station: PackStation) -> None:
    station.scan(packed.units[0])
    assert station.scan(packed.line.codes[1][0]).why is Why.NOT_FULL
    assert station.state().lying == 1


def test_a_case_at_the_station_of_bundles_is_of_the_wrong_level(
    packed: PackingLine, station: PackStation
) -> None:
    assert station.scan(packed.line.codes[2][0]).why is Why.WRONG_LEVEL


def test_one_reading_that_comes_twice_counts_once(packed: PackingLine, station: PackStation) -> None:
    assert station.scan(packed.units[0], 10.0).taken
    assert station.scan(packed.units[0], 10.01).outcome is Outcome.BOUNCED
    assert station.scan(packed.units[0], 12.0).why is Why.IN_TRAY


def test_the_last_scan_is_taken_back_step_by_step(packed: PackingLine, station: PackStation) -> None:
    bundle = packed.line.codes[1][0]
    fill(station, packed.units[:3], bundle)
    assert len([one for one in station.undo().tray if one.code]) == 3
    station.undo()
    assert station.state().lying == 2
    assert state_of(packed, bundle) is CodeState.PRINTED
    station.undo()
    station.undo()
    with pytest.raises(Refused, match="no scan to take back"):
        station.undo()
    assert state_of(packed, packed.units[0]) is CodeState.PRINTED


def test_an_exception_is_not_taken_back_as_a_scan(packed: PackingLine, station: PackStation) -> None:
    pack_exceptions.scrap(packed.plant, packed.order_id, packed.units[0], **WHY, station_id=packed.bundles)
    with pytest.raises(Refused, match="was no scan"):
        station.undo()


def test_a_partial_bundle_needs_a_reason_and_a_second_person(
    packed: PackingLine, station: PackStation
) -> None:
    station.scan(packed.units[0])
    bundle = packed.line.codes[1][0]
    with pytest.raises(InputError, match="Say why"):
        station.partial(bundle, reason=" ", reviewer=WHY["reviewer"])
    with pytest.raises(Refused, match="another person"):
        station.partial(bundle, reason="last", reviewer=Reviewer("Anna", Right.REVIEW))
    assert station.partial(bundle, **WHY).outcome is Outcome.PACKED
    with StoredBook(packed.plant.store) as book:
        found = book.pack(bundle)
        assert found is not None
        assert found.flag is PackFlag.PARTIAL


def test_an_order_that_does_not_run_takes_nothing(packed: PackingLine, station: PackStation) -> None:
    with packed.plant.store.change("lead", "order.close", "order") as change:
        work_orders.set_state(change, packed.order_id, OrderState.CLOSING)
    found = station.scan(packed.units[0])
    assert (found.outcome, found.taken) == (Outcome.REFUSED, False)
    assert "is being closed" in str(found.sentence)
    with pytest.raises(Refused, match="is being closed"):
        PackStation(packed.plant, packed.order_id, packed.bundles)


def test_labels_that_slipped_against_packs_stop_the_station_until_it_is_resumed(packed: PackingLine) -> None:
    with PackStation(packed.plant, packed.order_id, packed.bundles, in_line=True) as station:
        first, second, third, fourth = packed.units[:4]
        station.scan(first)
        station.scan(second)
        repeated = station.scan(second)
        assert repeated.outcome is Outcome.REFUSED
        stopped = station.scan(third)
        assert stopped.outcome is Outcome.SLIP
        assert stopped.slip is not None
        assert stopped.slip.kind is SlipKind.REPEATED
        assert station.scan(fourth).taken is False
        assert station.state().slip == stopped.slip
        station.resume(**WHY)
        assert station.scan(packed.line.codes[1][0]).outcome is Outcome.PACKED
        assert station.scan(fourth).outcome is Outcome.COLLECTED


def test_packs_of_a_bundle_taken_apart_may_be_scanned_again_at_once(packed: PackingLine) -> None:
    bundles = packed.line.codes[1]
    with PackStation(packed.plant, packed.order_id, packed.bundles, in_line=True) as station:
        fill(station, packed.units[:3], bundles[0])
        pack_exceptions.take_apart(packed.plant, packed.order_id, bundles[0], **WHY)
        for unit in packed.units[:3]:
            assert station.scan(unit).taken
        assert station.scan(bundles[1]).outcome is Outcome.PACKED
        assert station.scan(packed.units[3]).outcome is Outcome.COLLECTED


def test_a_label_repeated_behind_packs_that_were_scanned_again_is_found(packed: PackingLine) -> None:
    bundles = packed.line.codes[1]
    with PackStation(packed.plant, packed.order_id, packed.bundles, in_line=True) as station:
        fill(station, packed.units[:3], bundles[0])
        pack_exceptions.take_apart(packed.plant, packed.order_id, bundles[0], **WHY)
        fill(station, packed.units[:3], bundles[1])
        assert station.scan(packed.units[2]).why is Why.ALREADY_PACKED
        stopped = station.scan(packed.units[3])
        assert stopped.slip is not None
        assert stopped.slip.kind is SlipKind.REPEATED


def test_a_pack_that_found_the_tray_full_may_be_scanned_again(packed: PackingLine) -> None:
    with PackStation(packed.plant, packed.order_id, packed.bundles, in_line=True) as station:
        for unit in packed.units[:3]:
            station.scan(unit)
        for _ in range(2):
            assert station.scan(packed.units[3]).why is Why.FULL
        station.scan(packed.line.codes[1][0])
        for unit in packed.units[3:5]:
            assert station.scan(unit).outcome is Outcome.COLLECTED


def test_packs_in_print_order_with_one_scrapped_are_no_slip(packed: PackingLine) -> None:
    pack_exceptions.scrap(packed.plant, packed.order_id, packed.units[1], **WHY)
    with PackStation(packed.plant, packed.order_id, packed.bundles, in_line=True) as station:
        for number, unit in enumerate((packed.units[0], *packed.units[2:12])):
            assert station.scan(unit).slip is None
            if number % 3 == 2:
                assert station.scan(packed.line.codes[1][number // 3]).outcome is Outcome.PACKED


class Labels:
    """A print job that counts what is asked of it."""

    def __init__(self) -> None:
        self.permitted = 0

    def permit(self, count: int = 1) -> None:
        self.permitted += count


def test_a_full_tray_asks_for_one_label_and_never_for_a_second(tmp_path: Path) -> None:
    with packing_line(tmp_path, (12, 1, 3)) as packed:
        labels = Labels()
        pack_exceptions.scrap(packed.plant, packed.order_id, packed.line.codes[1][0], **WHY)
        with PackStation(packed.plant, packed.order_id, packed.bundles, labels) as station:
            for unit in packed.units[:3]:
                assert labels.permitted == 0
                station.scan(unit)
            assert labels.permitted == 1
            assert station.scan(packed.units[3]).why is Why.FULL
            assert labels.permitted == 1
        again = Labels()
        with PackStation(packed.plant, packed.order_id, packed.bundles, again) as station:
            assert again.permitted == 1
            station.another_label()
            assert again.permitted == 2


def test_the_label_of_a_full_tray_is_asked_for_anew_when_its_printer_starts_again(tmp_path: Path) -> None:
    with packing_line(tmp_path, (12, 1, 3)) as packed:
        labels = Labels()
        pack_exceptions.scrap(packed.plant, packed.order_id, packed.line.codes[1][0], **WHY)
        with PackStation(packed.plant, packed.order_id, packed.bundles, labels) as station:
            station.ask_for_label()
            assert labels.permitted == 0
            for unit in packed.units[:3]:
                station.scan(unit)
            labels.permitted = 0  # its printer stopped before the label left
            station.ask_for_label()
            station.ask_for_label()
            assert labels.permitted == 1


def test_a_tray_that_is_closed_before_it_is_full_asks_for_its_label_once(tmp_path: Path) -> None:
    with packing_line(tmp_path, (12, 1, 3)) as packed:
        labels = Labels()
        pack_exceptions.scrap(packed.plant, packed.order_id, packed.line.codes[1][0], **WHY)
        with PackStation(packed.plant, packed.order_id, packed.bundles, labels) as station:
            station.ask_for_label(partial=True)
            assert labels.permitted == 0  # nothing lies in the tray
            station.scan(packed.units[0])
            station.ask_for_label(partial=True)
            station.ask_for_label(partial=True)
            assert labels.permitted == 1


def test_a_label_that_lies_printed_is_used_before_another_is_asked_for(packed: PackingLine) -> None:
    labels = Labels()
    with PackStation(packed.plant, packed.order_id, packed.bundles, labels) as station:
        for unit in packed.units[:3]:
            station.scan(unit)
        assert labels.permitted == 0


def test_a_station_of_units_fills_nothing(packed: PackingLine) -> None:
    with pytest.raises(InputError):
        PackStation(packed.plant, packed.order_id, 999)
