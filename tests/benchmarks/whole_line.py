"""A whole emulated line with exceptions, device faults and ``kill -9``: prints figures, fails if they differ.

``python -m tests.benchmarks.whole_line [UNITS [KILLS [SEED [URL]]]]``; 100 000 units and 20 kills unless told
otherwise, and an SQLite file of its own unless an empty database is named.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

from desktop.app import open_plant
from desktop.operations.line_demo import LineResult, finish, prepare
from desktop.operations.line_happenings import HAPPENINGS
from desktop.operations.line_work import LinePlan, LineWork
from desktop.products.packing import Packing
from printers.emulators.line import EmulatedLine
from tests.line.desk_process import RemoteDesk

UNITS_A_ROLL = 200
"""So many units a run of the print job is for."""


def whole_line(
    plan: LinePlan, kills: int, folder: Path, url: str | None = None
) -> tuple[LineResult, RemoteDesk]:
    """Run a whole order; the program is a process of its own and is killed so often."""
    url = url or f"sqlite:///{(folder / 'line.db').as_posix()}"
    out = folder / "out"
    out.mkdir()
    began = time.monotonic()
    with EmulatedLine(len(plan.packing.children)) as line:
        with open_plant(url, folder) as plant:
            order_id, earlier = prepare(plant, plan, line)
        desk = RemoteDesk(
            url,
            folder,
            order_id,
            kills=kills,
            requests=plan.units,
            prints=max(1, plan.units // UNITS_A_ROLL),
            seed=plan.seed,
        )
        try:
            done = LineWork(line, desk, plan, HAPPENINGS, _tell, earlier.left_over).run()
        finally:
            desk.close()
        with open_plant(url, folder) as plant:
            return finish(plant, order_id, line, out, "en", earlier=earlier, done=done, began=began), desk


def _tell(number: int) -> None:
    if not number % 10_000:
        sys.stderr.write(f"{number} units\n")


def main() -> None:
    """Run it."""
    units, kills, seed = (int(text) for text in (sys.argv[1:4] + ["100000", "20", "1"][len(sys.argv) - 1 :]))
    url = sys.argv[4] if len(sys.argv) > 4 else None
    plan = LinePlan(units, Packing.parse("1:10:100"), seed=seed)
    with tempfile.TemporaryDirectory() as folder:
        result, desk = whole_line(plan, kills, Path(folder), url)
    told = result.as_json() | {"deaths": desk.deaths, "done_before_death": desk.done_before_death}
    sys.stdout.write(json.dumps(told, indent=1) + "\n")
    sys.exit(0 if result.good else 1)


if __name__ == "__main__":
    main()
