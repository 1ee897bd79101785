"""Sets Packmark up on first use and opens it on the sample plant: ``python3 start.py``.

Where there is no screen it runs ``packmark demo`` instead. Further arguments go to Packmark.
"""

import itertools
import os
import platform
import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 (this file is run by whatever Python the machine has)
    sys.exit("Packmark needs Python 3.11 or newer 需要 Python 3.11 或更高版本; this is " + sys.version)

from resources.setup.environment import TO_START, Environment
from resources.setup.steps import Steps, run_in_front, run_reporting


def main() -> int:
    """Set up, then run Packmark and return its exit status."""
    environment = Environment(Path(__file__).resolve().parent, TO_START)
    steps = Steps(environment.steps_to_do + 1)
    environment.prepare(steps)
    if has_screen():
        steps.hand_over("Opening Packmark on the sample plant 打开示例工厂")
        arguments = ["--sample"]
    else:
        folder = unused_folder("packmark-demo")
        steps.hand_over(f"There is no screen: running packmark demo into {folder} 没有屏幕，改为运行演示")
        arguments = ["demo", "--out", folder]
    return run_in_front([str(environment.python), "-m", "desktop", *arguments, *sys.argv[1:]])


def has_screen() -> bool:
    """Tell whether windows can be opened here."""
    if platform.system() != "Linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def unused_folder(name: str) -> str:
    """Return ``name``, or ``name-2``, ``name-3`` ... if that is there already: a demo overwrites nothing."""
    numbered = (f"{name}-{number}" for number in itertools.count(2))
    return next(folder for folder in itertools.chain([name], numbered) if not Path(folder).exists())


if __name__ == "__main__":
    sys.exit(run_reporting(main))
