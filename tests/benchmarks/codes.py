"""How fast serials are made and scans recognised, on one core: ``python -m tests.benchmarks.codes``."""

import time
from collections.abc import Collection

from desktop.codes.company_prefix import CompanyPrefix
from desktop.codes.profiles import market_profile
from desktop.codes.recognise import recognise
from desktop.codes.serials import random_serials, sscc_series

AMOUNT = 1_000_000


class Empty:
    """The history of a plant that never issued a serial."""

    def known(self, values: Collection[str]) -> set[str]:
        """Nothing is known."""
        return set()

    def count(self) -> int:
        """Nothing was issued."""
        return 0


def main() -> None:
    """Print rates."""
    rule = market_profile("eu_fmd").serial
    assert rule is not None
    start = time.perf_counter()
    made = sum(1 for _ in random_serials(rule, Empty(), amount=AMOUNT, length=12))
    print(f"random serials of 12 characters  {made / (time.perf_counter() - start):10,.0f}/s")
    start = time.perf_counter()
    prefix = CompanyPrefix("6932833")
    made = sum(1 for _ in sscc_series(Empty(), prefix=prefix, extension=0, first=0, amount=AMOUNT // 10))
    print(f"SSCCs                            {made / (time.perf_counter() - start):10,.0f}/s")
    scans = ("81000210157090217447", "06932833600109", "]C081000210157090217447", "8100饿021")
    for scan in scans:
        start = time.perf_counter()
        for _ in range(200):
            recognise(scan)
        print(f"recognise {scan:24} {(time.perf_counter() - start) / 200 * 1000:8.2f} ms")


if __name__ == "__main__":
    main()
