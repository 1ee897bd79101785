"""From the command to a usable window: ``python -m tests.benchmarks.window [RUNS]``.

Each run is a new process on the sample plant, loaded before; the first is thrown away (cold files).
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time

_CHILD = """
import sys
from PySide6.QtWidgets import QApplication
def shown(*_):
    for _ in range(5):
        QApplication.processEvents()
    assert any(widget.isVisible() for widget in QApplication.topLevelWidgets())
    print("usable", flush=True)
    return 0
QApplication.exec = shown
from desktop.app import main
sys.exit(main(["--sample"]))
"""


def main() -> None:
    """Print the median and the spread in seconds."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": home, "XDG_DATA_HOME": home}
        times = [_one_run(environment) for _ in range(runs + 1)][1:]
    print(
        f"command to usable window: median {statistics.median(times):.2f} s, "
        f"{min(times):.2f} to {max(times):.2f} s in {runs} runs"
    )


def _one_run(environment: dict[str, str]) -> float:
    began = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-c", _CHILD], stdout=subprocess.PIPE, env=environment, text=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        took = time.monotonic() - began
    if line.strip() != "usable":
        raise SystemExit("the window did not come up")
    return took


if __name__ == "__main__":
    main()
