"""Plays fault scripts by the thousand: ``python -m tests.benchmarks.fault_scripts [COUNT] [FIRST_SEED]``.

Prints each violation with its seed, and at the end how many scripts of which family were played.
"""

import contextlib
import multiprocessing
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.faults.bench import Template
from tests.faults.scripts import Script


def play(work: tuple[int, str]) -> tuple[int, str, str, float]:
    """Play the script of one seed; return the seed, its family, what is wrong, and its seconds."""
    seed, folder = work
    script = Script.of(seed)
    began = time.monotonic()
    wrong = ""
    try:
        script.play(Template(Path(folder)))
    except Exception as trouble:  # noqa: BLE001 (whatever goes wrong belongs to its seed)
        wrong = f"{type(trouble).__name__}: {str(trouble)[:400]}"
    return seed, script.family, wrong, time.monotonic() - began


def main() -> None:
    """Play them, two at a time."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    began = time.monotonic()
    played: Counter[str] = Counter()
    wrong = 0
    longest = 0.0
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as opened:
        Template.make(Path(folder))
        # A process for each few scripts: threads that a killed script leaves behind end with it.
        pool = opened.enter_context(multiprocessing.get_context("spawn").Pool(2, maxtasksperchild=50))
        seeds = ((seed, folder) for seed in range(first, first + count))
        for seed, family, trouble, seconds in pool.imap_unordered(play, seeds):
            played[family] += 1
            longest = max(longest, seconds)
            if trouble:
                wrong += 1
                print(f"seed {seed} ({family}): {trouble}", flush=True)
            if played.total() % 500 == 0:
                print(f"{played.total()} played, {wrong} violations", flush=True)
    minutes = (time.monotonic() - began) / 60
    print(
        f"seeds {first} to {first + count - 1}: {dict(played)}, {wrong} violations, {minutes:.1f} min, "
        f"longest {longest:.1f} s"
    )


if __name__ == "__main__":
    main()
