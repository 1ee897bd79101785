"""How soon a packing station answers a scan in the window: ``python -m tests.benchmarks.packing_page``.

A scanner gives twenty scans a second for a minute; each must be on record before it is told, none may be
lost, and the window must not be held up.
"""

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication

from desktop.app import open_plant
from desktop.operations.pack_answers import Scanned
from desktop.operations.plant import Plant
from tests.ui.packing.line_on_screen import PackedLine, packed_line
from ui.packing.places import read_places
from ui.packing.station_view import StationView
from ui.workplace import Workplace

_ROOM = 200
_LOOK_MS = 5


class _Minute:
    """Scans at a pace, and notes when each was told and how late the window's own timer came."""

    def __init__(self, view: StationView, codes: list[str], per_second: float) -> None:
        self.view = view
        self.codes = codes
        self.sent: list[float] = []
        self.waits: list[float] = []
        self.late: list[float] = []
        self._last = time.perf_counter()
        view.queue.answered.connect(self._answered)
        self._scans = QTimer()
        self._scans.setTimerType(Qt.TimerType.PreciseTimer)
        self._scans.timeout.connect(self._scan)
        self._scans.start(round(1000 / per_second))
        self._beats = QTimer()
        self._beats.setTimerType(Qt.TimerType.PreciseTimer)
        self._beats.timeout.connect(self._beat)
        self._beats.start(_LOOK_MS)

    @property
    def over(self) -> bool:
        return len(self.waits) == len(self.codes)

    def _scan(self) -> None:
        if len(self.sent) < len(self.codes):
            self.sent.append(time.perf_counter())
            self.view.queue.scan(self.codes[len(self.sent) - 1], time.monotonic())

    def _answered(self, answer: Scanned) -> None:
        assert answer.taken, answer.sentence
        self.waits.append(time.perf_counter() - self.sent[len(self.waits)])

    def _beat(self) -> None:
        now = time.perf_counter()
        self.late.append(now - self._last - _LOOK_MS / 1000)
        self._last = now


def _codes(line: PackedLine, count: int) -> list[str]:
    codes: list[str] = []
    for at in range(0, count, _ROOM):
        codes += [*line.units[at : at + _ROOM], line.packs[at // _ROOM]]
    return codes[:count]


def _measure(app: QApplication, plant: Plant, seconds: int, per_second: float) -> None:
    count = round(seconds * per_second)
    line = packed_line(plant, (count + _ROOM, count // _ROOM + 2, 2), (1, _ROOM, 4))
    settings = QSettings(str(plant.data_folder / "look.ini"), QSettings.Format.IniFormat)
    settings.setValue("packing/muted", "true")
    work = Workplace(app, plant, settings)
    view = StationView(work, read_places(plant)[0].places[0])
    view.resize(1150, 660)
    view.show()
    while view.situation.state is None:
        app.processEvents()
    minute = _Minute(view, _codes(line, count), per_second)
    while not minute.over:
        app.processEvents()
        time.sleep(0.0005)
    waits, late = sorted(minute.waits), sorted(minute.late)
    print(f"{len(waits)} scans at {per_second:g}/s into trays of {_ROOM}")
    print(
        f"told after: median {statistics.median(waits) * 1000:.0f} ms, "
        f"99 % {waits[int(len(waits) * 0.99)] * 1000:.0f} ms, worst {waits[-1] * 1000:.0f} ms"
    )
    print(f"window held up: 99 % {late[int(len(late) * 0.99)] * 1000:.0f} ms, worst {late[-1] * 1000:.0f} ms")
    view.close_station()
    work.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--rate", type=float, default=20.0)
    chosen = parser.parse_args()
    app = QApplication([])
    with (
        tempfile.TemporaryDirectory() as folder,
        open_plant(f"sqlite:///{folder}/plant.db", Path(folder)) as plant,
    ):
        _measure(app, plant, chosen.seconds, chosen.rate)


if __name__ == "__main__":
    main()
