"""The Qt that is installed is one that this Python survives."""

import subprocess
import sys

EMITS = """
from PySide6.QtCore import QObject, Signal

class Source(QObject):
    happened = Signal(bool)

seen = []
source = Source()
source.happened.connect(seen.append)
for _ in range(5000):
    source.happened.emit(True)
print(len(seen))
"""


def test_five_thousand_signals_do_not_kill_the_process() -> None:
    # PySide6 6.12.0 loses a reference to True at each emit; CPython 3.11 dies after some hundred.
    done = subprocess.run([sys.executable, "-c", EMITS], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "5000"), done.stderr[-500:]
