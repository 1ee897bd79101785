"""Measures bills in a plant with many of them: ``python -m tests.benchmarks.bills``.

One bill has all 1000 cases of a batch of 100 000 packs; 2000 others have 200 000 packs. What each scan at a
packing station asks of them is measured, too.
"""

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sqlalchemy import insert

from desktop.app import open_plant
from desktop.operations import bill_board
from desktop.operations.plant import Plant
from desktop.packing.bills import Bill, BillKind
from desktop.packing.model import LOOSE
from desktop.storage import bills, departures, packs
from desktop.storage.pack_tables import bill_code
from tests.packed_order import Packed, packed_order, with_events

_UNITS = 100_000
_CASES = 1000
_OTHERS = 2000
_PACKS_OF_OTHERS = 100
_OF_NOBODY = 10_000_000
"""Ids of codes that no pack has: only the rows of the bills count."""


def _fill(plant: Plant, packed: Packed) -> int:
    with plant.store.change("keeper", "bills", "bills") as change:
        made = [
            bills.insert(change, Bill.build(BillKind.PRODUCE_IN, f"B{at}", {"receipt_date": "2026-03-01"}))
            for at in range(_OTHERS + 1)
        ]
        rows = [(made[0], packed.first[3] + at) for at in range(_CASES)]
        rows += [(made[1 + at % _OTHERS], _OF_NOBODY + at) for at in range(_OTHERS * _PACKS_OF_OTHERS)]
        change.connection.execute(
            insert(bill_code),
            [{"bill_id": to, "code_id": one, "at": change.at, "by": "keeper"} for to, one in rows],
        )
    return made[0]


def _measure(what: str, call: Callable[[], object]) -> None:
    call()
    begun = time.perf_counter()
    call()
    print(f"{what}: {(time.perf_counter() - begun) * 1000:.1f} ms")


def main() -> None:
    """Fill a plant and measure."""
    with (
        tempfile.TemporaryDirectory() as folder,
        open_plant(f"sqlite:///{folder}/plant.db", Path(folder)) as plant,
    ):
        packed = packed_order(plant.store, _UNITS)
        with_events(plant.store, packed, _UNITS)
        bill_id = _fill(plant, packed)
        line = bill_board.board(plant, bill_id).packs[0].line
        _measure("the list of bills", lambda: bill_board.overview(plant))
        _measure(f"a bill of {_CASES} cases", lambda: bill_board.board(plant, bill_id))
        _measure("one pack of it", lambda: bill_board.listed(plant, bill_id, line))
        with plant.store.read() as connection:
            loose = replace(packs.by_id(connection, packed.code_id(1, 500)), place=LOOSE)
            _measure("the bill of a loose pack", lambda: departures.last_bill(connection, loose))


if __name__ == "__main__":
    main()
