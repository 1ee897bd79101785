"""How long edits, history, reading and writing of a design with 200 elements take, and tables of records.

Run with ``python -m tests.benchmarks.label_documents``.
"""

import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from desktop.exchange.label_records import read_records
from desktop.labels import edits
from desktop.labels.codec import dump, load
from desktop.labels.document import LabelDesign, Title
from desktop.labels.elements import CodeBlock, Element, TextElement
from desktop.labels.history import History
from desktop.labels.worst_case import worst_case
from desktop.texts import say

STEPS = 1_000
ROWS = 100_000


def big_design() -> LabelDesign:
    """A label of 188 texts and 12 code blocks."""
    texts: list[Element] = [
        TextElement(f"t{n}", n % 10 * 9.0, n // 10 * 4.0, 8.0, 3.0, "LOT {lot} {expiry:%Y.%m}", 2.0)
        for n in range(188)
    ]
    blocks = [
        CodeBlock(f"c{n}", 1.0, 8.0 * n, "{code}", 0.25, 9.0, "药品追溯码", 2.5, "1-6-9-4", 2.5)
        for n in range(12)
    ]
    return LabelDesign("big", Title("Big", "大"), 100.0, 100.0, (*texts, *blocks))


def timed(what: str, work: Callable[[], object], count: int = 1) -> None:
    """Print how long ``work`` takes, divided by ``count``."""
    start = time.perf_counter()
    work()
    print(f"{what:52} {(time.perf_counter() - start) / count * 1000:10.3f} ms")


def main() -> None:
    """Measure and print."""
    design = big_design()
    history = History(design)

    def work() -> None:
        for number in range(STEPS):
            moved = edits.moved(history.current, [f"t{number % 188}"], 0.1, 0.0)
            history.do(say("Move {n}", n=number), moved)

    def back() -> None:
        while history.can_undo:
            history.undo()

    timed("one element of 200 moved, as a step", work, STEPS)
    timed(f"{STEPS} steps undone", back)
    history.go_to(STEPS)
    timed(f"history of {STEPS} steps written", history.dump)
    history.do(say("Move"), edits.moved(history.current, ["t1"], 1.0, 0.0))
    timed("history written again after one more step", history.dump)
    text = history.dump()
    timed(f"history of {STEPS} steps read ({len(text) // 1000} kB)", lambda: History.load(text))
    file = dump(design)
    timed("design read", lambda: load(file))
    timed("design written", lambda: dump(design))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "records.csv"
        lines = (f"L{n % 7},2030-01-31,06932833600109,S{n}" for n in range(ROWS))
        path.write_text("\n".join(("lot,expiry,gtin,serial", *lines)), encoding="utf-8")
        timed(f"{ROWS} records read", lambda: read_records(path))
        rows = read_records(path).rows
    timed(f"worst case of {ROWS} records", lambda: worst_case(design, {}, (row.values for row in rows)))


if __name__ == "__main__":
    main()
