"""Streams of 2 000 different labels each, drawn by independent renderers and read back.

``python -m tests.benchmarks.zebra_streams [LABELS]``
"""

import sys
import time

import numpy as np

from tests.printers import zebrash
from tests.printers.zebra_streams import STREAMS, drawn_by_zebrash, judged

SAMPLE = 20


def main() -> None:
    labels = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    for stream in STREAMS:
        begun = time.perf_counter()
        tally = judged(stream, labels)
        seconds = time.perf_counter() - begun
        print(f"{stream.name} ({stream.template}, 12 dots/mm): {tally.labels} labels, {seconds:.0f} s")
        print(f"  drawn otherwise than planned, two profiles: {len(tally.drawn_wrong)}")
        print(f"  read otherwise than planned: {len(tally.read_wrong)}; read differently: {len(tally.said)}")
        print(f"  {tally.bytes_sent / tally.labels:.0f} bytes a label")
        if zebrash.is_there():
            pairs = drawn_by_zebrash(stream, SAMPLE)
            wrong = sum(not np.array_equal(dots, expected) for dots, expected in pairs)
            print(f"  second renderer, {len(pairs)} labels: {wrong} drawn otherwise than planned")


if __name__ == "__main__":
    main()
