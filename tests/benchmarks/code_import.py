"""How fast a code file is read and checked: ``python -m tests.benchmarks.code_import [CODES]``.

Prints one line for each pass: codes, seconds, codes a second; and the highest memory of the process.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from desktop.errors import InputError
from desktop.exchange.code_file import read_code_file

PREFIX = "8999901"


def write_sample(path: Path, count: int) -> None:
    """Write a specimen code file of ``count`` codes in no order, as a platform client does on Windows."""
    generator = random.Random(1)
    serials = list(range(count))
    generator.shuffle(serials)
    with path.open("w", encoding="ascii", newline="\r\n") as file:
        file.write(f"SPECIMEN##{PREFIX[1:]}#9990001001#1###{PREFIX[0]}\n")
        file.writelines(f"{PREFIX}{serial:09d}{generator.randrange(10_000):04d}\n" for serial in serials)


def timed(name: str, count: int, work: Callable[[], object]) -> None:
    """Run ``work`` over ``count`` codes and print its speed."""
    start = time.perf_counter()
    work()
    seconds = time.perf_counter() - start
    print(f"{name:34} {count:>9} codes {seconds:7.2f} s {count / seconds:>12,.0f} codes/s")


def refused(path: Path) -> None:
    """Read a file that must be refused."""
    try:
        read_code_file(path)
    except InputError:
        return
    raise AssertionError(f"{path.name} was taken")


def peak_megabytes() -> float | None:
    """Return the highest memory of this process, where the system tells."""
    try:
        import resource  # noqa: PLC0415 (Windows has none)
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def main() -> None:
    """Measure reading, re-reading for storage, and the worst file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("codes", nargs="?", type=int, default=1_000_000)
    count = parser.parse_args().codes
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "codes.txt"
        write_sample(path, count)
        found = read_code_file(path)
        timed("read, check, digest, duplicates", count, lambda: read_code_file(path))
        timed("read again in chunks for storage", count, lambda: sum(map(len, found.chunks())))
        peak = peak_megabytes()
        bad = Path(folder) / "bad.txt"
        bad.write_bytes(path.read_bytes().replace(b"\r\n", b" \r\n"))
        timed("refuse, every line is bad", count, lambda: refused(bad))
    if peak is not None:
        print(f"highest memory {peak:.0f} MB")


if __name__ == "__main__":
    main()
