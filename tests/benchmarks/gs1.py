"""How many element strings are read and checked in a second. Run: ``python -m tests.benchmarks.gs1``."""

from time import perf_counter

from desktop.codes.gs1 import explain, parse

WANTED = 10_000
"""Strings a second on one core (issue 3)."""

STRINGS = (
    "01069328336001091720013110L02707\x1d2181250531278265838370",
    "]d20106901234567892111412311715070710A213B1\x1d211234",
    "(01)06932833600109(17)280731(10)LOT1234567890ABCDEF(21)A1B2C3D4E5F6G7H8J9K0",
    "00069328336000000017020693283360010937400",
    "https://id.gs1.org/01/06932833600109/10/L02707/21/A1B2C3D4E5F6?17=280700",
)


def main() -> None:
    """Print the figures."""
    parse(STRINGS[0])
    for text in STRINGS:
        count, seconds = 20_000, -perf_counter()
        for _ in range(count):
            parse(text)
        seconds += perf_counter()
        print(f"parse and check {count / seconds:>8.0f}/s  {text[:60]!r}")
    count, seconds = 5_000, -perf_counter()
    for index in range(count):
        explain(STRINGS[index % len(STRINGS)])
    seconds += perf_counter()
    print(f"explain         {count / seconds:>8.0f}/s  all of them in turn")
    print(f"wanted          {WANTED:>8}/s")


if __name__ == "__main__":
    main()
