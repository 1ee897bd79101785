"""Two programs pack the same batch at once: every pack ends in one parent. On both databases."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import desktop
from desktop.storage import audit, pack_tree
from desktop.storage.store import Store
from tests.storage.pack_stock import Line, add_line

ROOT = Path(desktop.__file__).resolve().parent.parent
UNITS = 24


def pack_at_once(url: str, line: Line) -> list[int]:
    """Let two programs go for the same units; return how many each packed."""
    programs = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.storage.packing_worker", url, str(line.order.id), station],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for station in ("1", "2")
    ]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
    answers = [program.communicate(timeout=120)[0] for program in programs]
    assert [program.returncode for program in programs] == [0, 0]
    return [int(answer) for answer in answers]


def test_two_programs_at_one_batch_never_put_a_pack_into_two_parents(store: Store, store_url: str) -> None:
    line = add_line(store, (UNITS, UNITS // 3, 1), (1, 3, 8))
    numbers = pack_at_once(store_url, line)
    with store.read() as connection:
        verdict = audit.verify(connection)
        held = Counter(
            node.code
            for bundle in line.codes[1]
            for node in pack_tree.contents(connection, bundle)
            if node.level == 1
        )
    assert verdict.sound, verdict.why
    assert set(held.values()) <= {1}
    assert sum(numbers) == len(held)
    assert len(held) >= UNITS - 4, "at most a tray that is not full is left at each station"
