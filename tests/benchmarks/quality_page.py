"""From the click on Quality to its page: ``python -m tests.benchmarks.quality_page [RUNS] [REST]``.

Each run is a new process on the sample plant, loaded before; REST seconds (3) pass between the first page and
the click. Told are the medians of the time to the first painted page, of the longest time for which the event
loop stood still from the click until all views are there, and of the same before the click.
"""

import os
import statistics
import subprocess
import sys
import tempfile

_CHILD = """
import sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
REST_S, AFTER_S = float(sys.argv[1]), 1.5
class Beats(QObject):
    def __init__(self):
        super().__init__()
        self.timer = QTimer(self)
        self.timer.timeout.connect(self.beat)
        self.timer.start(0)
        self.again()
    def again(self):
        self.last, self.longest = time.perf_counter(), 0.0
    def beat(self):
        now = time.perf_counter()
        self.longest, self.last = max(self.longest, now - self.last), now
class Painted(QObject):
    at = 0.0
    def eventFilter(self, _watched, event):
        if event.type() == QEvent.Type.Paint and not self.at:
            self.at = time.perf_counter()
        return False
def turn(seconds):
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        QApplication.processEvents()
        time.sleep(0.001)
def shown(*_):
    turn(0.5)
    window = next(one for one in QApplication.topLevelWidgets() if hasattr(one, "page"))
    beats, painted = Beats(), Painted()
    turn(REST_S)
    waiting = beats.longest
    beats.again()
    clicked = time.perf_counter()
    window.go("quality")
    window.page.installEventFilter(painted)
    turn(AFTER_S)
    print(painted.at - clicked, beats.longest, waiting, flush=True)
    return 0
QApplication.exec = shown
from desktop.app import main
sys.exit(main(["--sample"]))
"""


def main() -> None:
    """Print the medians in milliseconds."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    rest = sys.argv[2] if len(sys.argv) > 2 else "3"
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": home, "XDG_DATA_HOME": home}
        found = [_one_run(environment, rest) for _ in range(runs + 1)][1:]
    painted, stood, before = (1000 * statistics.median(one) for one in zip(*found, strict=True))
    print(
        f"clicked after {rest} s: painted after {painted:.0f} ms, the window stood still for {stood:.0f} ms"
    )
    print(f"before the click the window stood still for {before:.0f} ms at most")


def _one_run(environment: dict[str, str], rest: str) -> tuple[float, ...]:
    child = [sys.executable, "-c", _CHILD, rest]
    said = subprocess.run(child, env=environment, check=True, capture_output=True, text=True).stdout
    return tuple(float(one) for one in said.split()[-3:])


if __name__ == "__main__":
    main()
