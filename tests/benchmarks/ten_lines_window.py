"""Ten lines with the window open: ``python -m tests.benchmarks.ten_lines_window [MINUTES]``.

A third of the time each on Today, Packing lines and the page of a job, as ``ten_lines`` without a screen.
The bars: the window is never blocked for longer than 50 ms, and draws anew at most five times a second.
"""

import gc
import os
import statistics
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication

from desktop.app import open_plant
from desktop.operations import lines, printers
from desktop.operations.lines import StationDraft
from desktop.operations.plant import Plant
from tests.benchmarks.code_import import peak_megabytes
from tests.benchmarks.ten_devices import PER_S
from tests.benchmarks.ten_lines import ORDERS, Line, cpu_seconds, ten_devices, ten_jobs
from ui.main_window import MainWindow
from ui.workplace import Workplace

BEAT_MS = 5
BLOCK_S = 0.03
"""From so many seconds on it is noted what the window's thread does."""


class Pulse(QObject):
    """Beats on the window's thread; a beat that comes late tells how long it was blocked.

    Attributes:
        late_ms: of each beat.
        busy_ms: how much of that the thread itself computed; the rest it waited for its turn.
        repaints: how often the window was drawn.
        collecting_ms: how long each collection of garbage took, during which no thread runs.
        doing: what the thread did when it was late, and for how many seconds by then.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.late_ms: list[float] = []
        self.busy_ms: list[float] = []
        self.collecting_ms = [0.0]
        self._collecting_since = 0.0
        gc.callbacks.append(self._collect)
        self.repaints = 0
        self.doing: list[tuple[float, str]] = []
        self._last, self._used = time.perf_counter(), time.thread_time()
        self._window_thread = threading.get_ident()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)
        window.installEventFilter(self)
        threading.Thread(target=self._watch, daemon=True).start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count how often the window is drawn."""
        self.repaints += event.type() is QEvent.Type.UpdateRequest
        return False

    def begin(self) -> None:
        """Forget what was seen."""
        self.late_ms, self.busy_ms, self.collecting_ms = [], [], [0.0]
        self.repaints, self.doing = 0, []

    def _collect(self, phase: str, _info: Mapping[str, int]) -> None:
        if phase == "start":
            self._collecting_since = time.perf_counter()
        else:
            self.collecting_ms.append(1000 * (time.perf_counter() - self._collecting_since))

    def _beat(self) -> None:
        now, used = time.perf_counter(), time.thread_time()
        self.busy_ms.append(1000 * (used - self._used))
        self.late_ms.append(max(0.0, 1000 * (now - self._last) - BEAT_MS))
        self._last, self._used = now, used

    def _watch(self) -> None:
        while True:
            time.sleep(BLOCK_S / 3)
            late = time.perf_counter() - self._last
            if late > BLOCK_S:
                frame = sys._current_frames().get(self._window_thread)
                where = traceback.extract_stack(frame)[-1:-6:-1]
                self.doing.append(
                    (late, " < ".join(f"{Path(at.filename).name}:{at.lineno} {at.name}" for at in where))
                )


def set_up(plant: Plant, made: Sequence[Line]) -> None:
    """Make a packing line with one station for each device."""
    for number, one in enumerate(made, 1):
        printer, _ = printers.add_printer(plant, f"{one.family} {number}", one.address)
        line, _ = lines.add_line(plant, f"Line {number}")
        lines.save_station(
            plant,
            StationDraft(
                None,
                line.line.id,
                "Cartons",
                printer_id=printer.id,
                label="drug_code_b",
                coder=ORDERS[one.family],
            ),
        )


def wait(seconds: float) -> None:
    """Let the window live for a while. (The application's own ``quit`` would ask to close it.)"""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def show(window: MainWindow, pulse: Pulse, seconds: float, page: str, what: object) -> None:
    """Show a page for a while and print how the window was."""
    window.go(page, what)
    wait(2.0)
    pulse.begin()
    used = cpu_seconds()
    wait(seconds)
    used = cpu_seconds() - used
    late = sorted(pulse.late_ms)
    print(
        f"{page:6} late: median {statistics.median(late):.1f} ms, p99 {late[int(0.99 * len(late))]:.1f} ms, "
        f"longest {late[-1]:.1f} ms, longest work {max(pulse.busy_ms):.1f} ms, "
        f"collection {max(pulse.collecting_ms):.1f} ms; "
        f"drawn {pulse.repaints / seconds:.1f} times/s; "
        f"{100 * used / seconds:.0f} % of one core"
    )
    for how_long, where in sorted(pulse.doing, reverse=True)[:3]:
        print(f"       {1000 * how_long:.0f} ms: {where}")


def main() -> None:
    """Run ten lines under the window and print how it was."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 2.0
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    count = round((minutes * 60 + 30) * PER_S)
    with tempfile.TemporaryDirectory() as name, ten_devices(count) as devices:
        folder = Path(name)
        with open_plant(f"sqlite:///{(folder / 'plant.db').as_posix()}", folder) as plant:
            made = ten_jobs(plant, folder, devices.found, count)
            set_up(plant, made)
            app = QApplication(sys.argv[:1])
            work = Workplace(app, plant, QSettings(str(folder / "s.ini"), QSettings.Format.IniFormat))
            window = MainWindow(work)
            window.show()
            window.go("today")
            gc.freeze()  # as the program does
            for line in made:
                work.running.start(line.job_id)
            pulse = Pulse(window)
            wait(3.0)
            for page, what in (("today", None), ("lines", None), ("jobs", made[0].job_id)):
                show(window, pulse, minutes * 20, page, what)
            done = [work.running.progress(line.job_id) for line in made]
            print(f"rates: {' '.join(f'{one.rate:.1f}' for one in done if one is not None)} codes/s")
            dry = sum(seen["dry"] for seen in devices.report())
            print(
                f"ran dry {dry} times, peak memory {peak_megabytes():.0f} MB, load {os.getloadavg()[0]:.1f}"
            )
            work.close()


if __name__ == "__main__":
    main()
