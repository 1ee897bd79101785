"""How long answers about a packed batch take: 1 000 000 units in bundles of 10 and cases of 100.

Run: python -m tests.benchmarks.trace [UNITS]
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from desktop.app import open_plant
from desktop.operations import pack_list, recall, reconciliation
from desktop.operations.plant import Plant
from desktop.operations.trace import children_of, trace
from desktop.operations.trace_search import search
from desktop.packing.reconciliation import Listing
from desktop.storage import pack_events, pack_tree
from tests.packed_order import digits, forget, packed_order, with_events


def main() -> None:
    """Print the figures."""
    units = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with (
        tempfile.TemporaryDirectory() as folder,
        open_plant(f"sqlite:///{folder}/plant.db", Path(folder)) as plant,
    ):
        began = time.perf_counter()
        packed = packed_order(plant.store, units)
        with_events(plant.store, packed, units)
        forget(plant.store, packed.code_id(1, units - 3))
        print(f"filled with {units} units in {time.perf_counter() - began:.1f} s")
        middle = units // 2
        case, bundle, unit = digits(3, 1, middle // 100), digits(2, 1, middle // 10), digits(1, 1, middle)
        order_id, case_file = packed.order_id, Path(folder) / "case.csv"
        questions: list[tuple[str, Callable[[], object]]] = [
            ("trace a unit", lambda: trace(plant, unit)),
            ("trace a bundle", lambda: trace(plant, bundle)),
            ("trace a case", lambda: trace(plant, case)),
            ("what is in a case", lambda: children_of(plant, case)),
            ("cases of the batch", lambda: recall.cases(plant, packed.batch_id)),
            ("what a recall would list", lambda: recall.outline(plant, packed.batch_id)),
            ("a lot", lambda: search(plant, "LOT01")),
            ("the first digits of codes", lambda: search(plant, unit[:16])),
            ("all that is in a case, as a file", lambda: pack_list.write(plant, case, case_file, "en")),
            ("what a station did last", lambda: _last_of_station(plant, order_id)),
            ("sums of the order", lambda: reconciliation.reconciliation(plant, order_id)),
        ]
        questions += [
            (
                f"list of level 1: {listing}",
                lambda listing=listing: reconciliation.listed(plant, order_id, 1, listing),  # type: ignore[misc]
            )
            for listing in Listing
        ]
        questions += [
            (
                f"list of level 2: {listing}",
                lambda listing=listing: reconciliation.listed(plant, order_id, 2, listing),  # type: ignore[misc]
            )
            for listing in (Listing.LOOSE, Listing.EMPTY, Listing.BELOW_RATIO, Listing.UNEXPLAINED)
        ]
        for name, ask in questions:
            print(f"{name:32}{_ms(ask):8.1f} ms")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        took = _ms(lambda: _whole_tree(plant, order_id))
        more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        print(f"{'the whole tree':32}{took:8.1f} ms, {more // 1024} MiB more than before")
        out = Path(folder) / "recall.csv"
        took = _ms(lambda: recall.write(plant, packed.batch_id, out, "en"))
        print(f"{'recall list as a file':32}{took:8.1f} ms")


def _last_of_station(plant: Plant, order_id: int) -> object:
    """Ask for the last event of a station that did nothing."""
    with plant.store.read() as connection:
        return pack_events.last_of_station(connection, order_id, 99)


def _whole_tree(plant: Plant, order_id: int) -> int:
    with plant.store.read() as connection:
        return sum(1 for _ in pack_tree.nodes(connection, order_id))


def _ms(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
