"""The program at an emulated line: what its people do goes through stations, exceptions and print jobs."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from types import MappingProxyType
from typing import Final, Self

from desktop.errors import DeviceError, Refused
from desktop.jobs.runner import ENDED
from desktop.operations import jobs, pack_exceptions
from desktop.operations.line_floor import UNREAD, Action, Answer, What
from desktop.operations.pack_answers import Scanned
from desktop.operations.pack_decisions import Asked
from desktop.operations.packing import PackStation
from desktop.operations.plant import Plant
from desktop.operations.reviewers import Reviewer
from desktop.operations.scanners import open_scanner
from desktop.packing.model import EventKind
from desktop.packing.refusals import ScanRefused
from desktop.storage import lines, pack_events, work_orders
from desktop.texts import say

_REASON: Final = "emulated line"
_REFUSED: Final = "refused"
_READ_S: Final = 0.5
"""How long a pack is held before a scanner."""


class _Unread(Exception):  # noqa: N818 (nothing went wrong in the program)
    """A scanner read nothing in time."""


class LineDesk:
    """One order of a plant; implements ``desktop.operations.line_floor.Desk``.

    Args:
        plant: where.
        order_id: of an order that runs on a line with one station for each level.
        reviewer: who confirms exceptions.
    """

    def __init__(self, plant: Plant, order_id: int, reviewer: Reviewer) -> None:
        self._plant, self._order_id, self._reviewer = plant, order_id, reviewer
        with plant.store.read() as connection:
            line_id = work_orders.get(connection, order_id).line_id
            stations = lines.stations_of(connection, line_id)
            self._jobs = {one.level: one.job_id for one in work_orders.jobs_of(connection, order_id)}
            self._last = pack_events.last_of_packs(connection, order_id)
        with ExitStack() as opened:
            self._scanners = {
                one.level: opened.enter_context(open_scanner(plant, one.scanner))
                for one in stations
                if one.scanner
            }
            self._stations = {
                one.level: opened.enter_context(
                    PackStation(plant, order_id, one.id, in_line=one.level in self._scanners)
                )
                for one in stations
                if one.level > 1
            }
            self._opened = opened.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the stations back. May be called twice."""
        self._opened.close()

    def last_event(self) -> int:
        """Return the number of the last event on record, 0 for none."""
        return self._last

    def act(self, action: Action) -> Answer:
        """Do something; see ``Desk``."""
        try:
            if action.what is What.RESUME:
                self._stations[action.level].resume(reason=_REASON, reviewer=self._reviewer)
                return Answer(self._last)
            done = _WAYS[action.what](self, action)
        except _Unread:
            return Answer(self._last, UNREAD)
        except ScanRefused as refused:
            return Answer(self._last, refused.why.value, str(refused))
        except Refused as refused:
            return Answer(self._last, _REFUSED, str(refused), self._is_stopped(action))
        if isinstance(done, Scanned):
            if done.event is None:
                why = _REFUSED if done.why is None else done.why.value
                return Answer(self._last, why, str(done.sentence), done.slip is not None)
            self._last = done.event
            return Answer(self._last, slip=done.slip is not None)
        self._last = done[0].number
        return Answer(self._last)

    def print_labels(self, level: int, count: int) -> None:
        """Print; see ``Desk``. What goes wrong stands in the job and is settled before the next run."""
        found = jobs.job(self._plant, self._jobs[level])
        if found.job.state in ENDED:
            raise DeviceError(
                say("All {count} labels of level {level} are used.", count=found.job.count, level=level)
            )
        try:
            running = jobs.open_job(self._plant, found.job.id)
        except DeviceError:
            return  # the printer is not there just now: whoever waits for labels asks again, and gives up
        running.pause_at(found.job.count - found.counts.allocated + count)
        running.run()

    def unknown(self, level: int) -> Sequence[str]:
        """Return unknown codes; see ``Desk``."""
        return jobs.unknown_codes(self._plant, self._jobs[level])

    def settle(self, level: int, last_good: str | None, missing: Sequence[str]) -> None:
        """Settle what is unknown; see ``Desk``."""
        jobs.settle(self._plant, self._jobs[level], last_good, missing)

    def scan(self, action: Action) -> Scanned:
        """Scan a pack at the station that takes packs of its level.

        Raises:
            _Unread: its scanner read nothing.
        """
        station, scanner = self._stations[action.level + 1], self._scanners.get(action.level + 1)
        if action.mixed:
            station.approve_mixed(reason=_REASON, reviewer=self._reviewer)
        if scanner is None:
            return station.scan(action.code)
        read = scanner.next(_READ_S)
        if read is None:
            raise _Unread
        answer = station.scan(read.text, read.at)
        while (more := scanner.next(0.0)) is not None:
            station.scan(more.text, more.at)
        return answer

    def undo(self, action: Action) -> Scanned:
        """Take the last scan of that station back."""
        return self._stations[action.level + 1].undo()

    def finish(self, action: Action) -> Scanned:
        """Scan the label of the pack that takes the tray."""
        station = self._stations[action.level]
        if action.partial:
            return station.partial(action.code, reason=_REASON, reviewer=self._reviewer)
        return station.scan(action.code)

    def exception(self, kind: EventKind, action: Action) -> pack_exceptions.Done:
        """Do an exception with one code or two."""
        asked = Asked(kind, action.code, action.other, action.mixed)
        return pack_exceptions.do(self._plant, self._order_id, asked, reason=_REASON, reviewer=self._reviewer)

    def _is_stopped(self, action: Action) -> bool:
        return action.what is What.CLOSE and self._stations[action.level].state().slip is not None

    def take_back(self, action: Action) -> pack_exceptions.Done:
        """Take the last event of the line back."""
        return pack_exceptions.take_back(
            self._plant, self._order_id, self._last, reason=_REASON, reviewer=self._reviewer
        )


_Way = Callable[[LineDesk, Action], Scanned | pack_exceptions.Done]


def _exception(kind: EventKind) -> _Way:
    return lambda desk, action: desk.exception(kind, action)


_WAYS: Final[Mapping[What, _Way]] = MappingProxyType(
    {
        What.SCAN: LineDesk.scan,
        What.UNDO: LineDesk.undo,
        What.CLOSE: LineDesk.finish,
        What.TAKE_BACK: LineDesk.take_back,
        What.REMOVE: _exception(EventKind.REMOVED),
        What.SAMPLE: _exception(EventKind.SAMPLED),
        What.SCRAP: _exception(EventKind.SCRAPPED),
        What.UNREADABLE: _exception(EventKind.UNREADABLE),
        What.TAKE_APART: _exception(EventKind.TAKEN_APART),
        What.TOP_UP: _exception(EventKind.TOPPED_UP),
        What.REPLACE: _exception(EventKind.REPLACED),
        What.RELABEL: _exception(EventKind.RELABELLED),
        What.MOVE: _exception(EventKind.MOVED),
    }
)
