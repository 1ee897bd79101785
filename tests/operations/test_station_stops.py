"""A station that is stopped as labels slipped stays stopped until it is resumed, whatever is restarted."""

import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.errors import Refused, StorageError
from desktop.operations import (
    audit,
    closing,
    order_report,
    pack_exceptions,
    reconciliation,
    station_stops,
    trace,
)
from desktop.operations.pack_answers import Outcome, Scanned
from desktop.operations.packing import PackStation
from desktop.packing.model import EventKind
from desktop.packing.order import OrderState
from desktop.packing.reconciliation import OpenKind
from desktop.packing.refusals import Why
from desktop.packing.slip import SlipKind
from desktop.storage import pack_events
from desktop.texts import CHINESE, say
from tests.operations.packing_line import WHY, PackingLine, packing_line


@pytest.fixture
def packed(tmp_path: Path) -> Iterator[PackingLine]:
    with packing_line(tmp_path) as opened:
        yield opened


def opened(packed: PackingLine, *, in_line: bool = True, station: int | None = None) -> PackStation:
    return PackStation(packed.plant, packed.order_id, station or packed.bundles, in_line=in_line)


def slip_at(packed: PackingLine) -> Scanned:
    """Scan what proves a slip, and end the program."""
    with opened(packed) as station:
        for unit in (*packed.units[:2], packed.units[1]):
            station.scan(unit)
        return station.scan(packed.units[2])


def kinds(packed: PackingLine) -> list[EventKind]:
    with packed.plant.store.read() as connection:
        return [one.decision.kind for one in pack_events.of_order(connection, packed.order_id)]


@pytest.mark.parametrize("in_line", [True, False])
def test_a_station_that_is_opened_again_is_stopped_with_the_same_slip(
    packed: PackingLine, *, in_line: bool
) -> None:
    found = slip_at(packed)
    assert found.outcome is Outcome.SLIP
    with opened(packed, in_line=in_line) as station:
        assert station.state().slip == found.slip
        refused = station.scan(packed.units[3])
        assert (refused.taken, refused.slip) == (False, found.slip)
        assert refused.sentence.in_language(CHINESE) == found.sentence.in_language(CHINESE)
        assert station.scan(packed.line.codes[1][0]).taken is False


def test_a_stop_stands_in_every_kind_of_database(database_url: str, tmp_path: Path) -> None:
    with packing_line(tmp_path, url=database_url) as packed:
        found = slip_at(packed)
        with opened(packed) as station:
            assert station.state().slip == found.slip
            items = reconciliation.open_items(packed.plant, packed.order_id)
            assert OpenKind.STOPPED in {one.kind for one in items}
            station.resume(**WHY)
            assert station.scan(packed.line.codes[1][0]).outcome is Outcome.PACKED
        assert audit.verify_audit(packed.plant).sound


def test_a_resumed_station_takes_packs_and_stays_resumed_when_it_is_opened_again(packed: PackingLine) -> None:
    slip_at(packed)
    with opened(packed) as station:
        station.resume(**WHY)
        assert station.state().slip is None
    with opened(packed) as station:
        assert station.scan(packed.line.codes[1][0]).outcome is Outcome.PACKED
        assert station.scan(packed.units[3]).outcome is Outcome.COLLECTED
    with packed.plant.store.read() as connection:
        (resumed,) = (
            one
            for one in pack_events.of_order(connection, packed.order_id)
            if one.decision.kind is EventKind.RESUMED
        )
    assert (resumed.actor, resumed.reviewer, resumed.reason) == ("anna", "Bob", "as the test asks")


def test_a_program_that_is_killed_before_it_answers_has_lost_neither_scan_nor_slip(tmp_path: Path) -> None:
    with packing_line(tmp_path) as packed:
        script = """
            import os, signal, sys
            from pathlib import Path
            from desktop.app import open_plant
            from desktop.operations.packing import PackStation

            class Dying(PackStation):
                def _apply(self, *arguments):
                    event = super()._apply(*arguments)
                    if arguments[-1] is not None:
                        os.kill(os.getpid(), signal.SIGKILL)
                    return event

            url, folder, order_id, station_id, *codes = sys.argv[1:]
            with open_plant(url, Path(folder)) as plant:
                station = Dying(plant, int(order_id), int(station_id), in_line=True)
                for code in codes:
                    station.scan(code)
            """
        url = f"sqlite:///{(tmp_path / 'plant.db').as_posix()}"
        place = (url, str(tmp_path), str(packed.order_id), str(packed.bundles))
        codes = (*packed.units[:2], packed.units[1], packed.units[2])
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(script), *place, *codes], check=False, timeout=60
        )
        assert done.returncode < 0, "it was to be killed"
        assert kinds(packed)[-2:] == [EventKind.COLLECTED, EventKind.SLIPPED]
        with opened(packed) as station:
            state = station.state()
            assert state.slip is not None
            assert [one.code for one in state.tray] == list(packed.units[:3])
            assert station.scan(packed.line.codes[1][0]).taken is False


def test_a_slip_is_not_lost_when_the_database_does_not_take_the_scan_that_proves_it(
    packed: PackingLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> int:
        raise StorageError(say("The disk is full."))

    with opened(packed) as station:
        for unit in (*packed.units[:2], packed.units[1]):
            station.scan(unit)
        with monkeypatch.context() as patch:
            patch.setattr(pack_events, "add", broken)
            with pytest.raises(StorageError):
                station.scan(packed.units[2])
        assert station.state().lying == 2
        assert station.scan(packed.units[2]).outcome is Outcome.SLIP


def test_each_station_is_stopped_and_resumed_for_itself(packed: PackingLine) -> None:
    bundles = packed.line.codes[1]
    slip_at(packed)
    with opened(packed, station=packed.cases) as cases, opened(packed) as units:
        assert cases.state().slip is None
        units.resume(**WHY)
        units.scan(bundles[0])
        cases.scan(bundles[0])
        units.scan(packed.units[3])
        units.scan(packed.units[3])
        assert units.scan(packed.units[4]).slip is not None
        assert cases.scan(packed.line.codes[2][0]).why is Why.NOT_FULL
        assert station_stops.stops(packed.plant, packed.order_id).keys() == {packed.bundles}


def test_a_stop_at_another_computer_is_heard_of_at_the_next_scan_and_so_is_its_end(
    packed: PackingLine,
) -> None:
    with opened(packed, in_line=False) as elsewhere:
        slip_at(packed)
        assert elsewhere.scan(packed.units[3]).slip is not None
        station_stops.resume(packed.plant, packed.order_id, packed.bundles, **WHY)
        assert elsewhere.scan(packed.line.codes[1][0]).outcome is Outcome.PACKED


def test_a_station_that_is_not_stopped_is_not_resumed(packed: PackingLine) -> None:
    with opened(packed) as station, pytest.raises(Refused, match="not stopped"):
        station.resume(**WHY)
    with pytest.raises(Refused, match="not stopped"):
        station_stops.resume(packed.plant, packed.order_id, packed.bundles, **WHY)


def test_who_packs_does_not_resume_alone(packed: PackingLine) -> None:
    slip_at(packed)
    alone = replace(WHY["reviewer"], name="anna")
    with opened(packed) as station, pytest.raises(Refused, match="another person"):
        station.resume(reason="why", reviewer=alone)
    assert station_stops.stops(packed.plant, packed.order_id)


def test_a_stop_and_its_end_are_not_taken_back(packed: PackingLine) -> None:
    slip_at(packed)
    station_stops.resume(packed.plant, packed.order_id, packed.bundles, **WHY)
    with packed.plant.store.read() as connection:
        events = [*pack_events.of_order(connection, packed.order_id)][-2:]
        offered = pack_events.newest_open(connection, packed.order_id)
    for event in events:
        with pytest.raises(Refused, match="not taken back"):
            pack_exceptions.take_back(packed.plant, packed.order_id, event.number, **WHY)
        assert event.number not in {one.number for one in offered}


def test_the_scan_behind_which_a_station_stopped_can_still_be_taken_back(packed: PackingLine) -> None:
    found = slip_at(packed)
    with opened(packed) as station:
        assert station.undo().code == packed.units[2]
        assert station.state().slip == found.slip


def test_an_order_is_not_closed_while_a_station_is_stopped(packed: PackingLine) -> None:
    slip_at(packed)
    (item,) = (
        one
        for one in reconciliation.open_items(packed.plant, packed.order_id)
        if one.kind is OpenKind.STOPPED
    )
    assert (item.level, item.may_be_accepted) == (2, False)
    assert "S2" in str(item.sentence)
    assert item.sentence.in_language(CHINESE) != str(item.sentence)
    closing.begin(packed.plant, packed.order_id)
    with pytest.raises(Refused) as refused:
        closing.close(packed.plant, packed.order_id, WHY["reviewer"], "all the same")
    assert any("S2" in str(one) for one in refused.value.details)
    station_stops.resume(packed.plant, packed.order_id, packed.bundles, **WHY)
    left = reconciliation.reconciliation(packed.plant, packed.order_id)
    assert left.state is OrderState.CLOSING
    assert OpenKind.STOPPED not in {one.kind for one in left.items}


def test_the_report_and_the_history_of_the_pack_tell_of_the_stop_and_its_end(packed: PackingLine) -> None:
    slip_at(packed)
    station_stops.resume(packed.plant, packed.order_id, packed.bundles, **WHY)
    told = order_report.contents(packed.plant, packed.order_id).exceptions
    assert ["labels had slipped" in str(one.what) for one in told] == [True, True]
    assert all("label 2 came where label 3 was due" in str(one.what) for one in told)
    assert told[1].reviewer == "Bob"
    history = trace.trace(packed.plant, packed.units[2]).events
    assert sum("labels had slipped" in str(one.what) for one in history) == 2


def test_a_stop_is_sealed_and_the_audit_trail_is_sound(packed: PackingLine) -> None:
    slip_at(packed)
    assert audit.verify_audit(packed.plant).sound
    with packed.plant.store.change("x", "x", "x") as change:
        change.connection.exec_driver_sql("UPDATE pack_event SET actor = 'x' WHERE kind = 'slipped'")
    assert not audit.verify_audit(packed.plant).sound


def test_a_label_that_never_came_is_found_though_the_program_was_restarted(tmp_path: Path) -> None:
    with packing_line(tmp_path, (13, 5, 3)) as packed:
        scans = [packed.units[0], *packed.units[2:]]
        for at, bundle in zip(range(3, 13, 3), packed.line.codes[1], strict=False):
            scans.insert(at + at // 3 - 1, bundle)
        with opened(packed) as station:
            assert all(station.scan(code).slip is None for code in scans[:7])
        with opened(packed) as station:
            slips = [station.scan(code).slip for code in scans[7:]]
        assert slips[-1] is not None
        assert (slips[-1].kind, slips[-1].expected, slips[-1].found) == (SlipKind.SKIPPED, 2, 3)


def test_a_label_repeated_behind_a_restart_is_found(packed: PackingLine) -> None:
    with opened(packed) as station:
        station.scan(packed.units[0])
        station.scan(packed.units[1])
    with opened(packed) as station:
        assert station.scan(packed.units[1]).why is Why.IN_TRAY
        stopped = station.scan(packed.units[2])
    assert stopped.slip is not None
    assert (stopped.slip.kind, stopped.slip.expected) == (SlipKind.REPEATED, 3)


def test_packs_scanned_once_more_behind_a_restart_are_no_slip(packed: PackingLine) -> None:
    bundles = packed.line.codes[1]
    with opened(packed) as station:
        for code in (*packed.units[:3], bundles[0]):
            station.scan(code)
        pack_exceptions.take_apart(packed.plant, packed.order_id, bundles[0], **WHY)
        for code in (*packed.units[:3], bundles[1], packed.units[3]):
            assert station.scan(code).taken
        station.undo()
    with opened(packed) as station:
        for code in (*packed.units[3:6], bundles[2], *packed.units[6:9], bundles[3], *packed.units[9:12]):
            assert station.scan(code).taken
        assert station.state().slip is None
