"""How long the tiles of a plant take to be asked for: 10 lines of 3 stations, and years of jobs.

Run: python -m tests.benchmarks.line_overview [JOBS]
"""

import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import insert

from desktop.app import open_plant
from desktop.operations import batches, jobs, lines, printers, products, sample_plant
from desktop.operations.lines import StationDraft
from desktop.operations.plant import Plant
from desktop.storage.tables import job

LINES, STATIONS, ROUNDS = 10, 3, 50


def set_up(plant: Plant, count: int) -> None:
    """Make the lines, and ``count`` jobs that were done on their printers, with one that is ready on each."""
    sample_plant.load(plant)
    product = products.find_product(plant, sample_plant.GTIN)
    batch = batches.list_batches(plant)[0]
    addresses = []
    for number in range(LINES):
        line, _ = lines.add_line(plant, f"Line {number}")
        for place in range(STATIONS):
            address = f"tcp://192.0.2.{number}:{9100 + place}"
            printer, _ = printers.add_printer(plant, f"Z {number} {place}", address)
            lines.save_station(
                plant, StationDraft(None, line.line.id, f"Station {place}", printer_id=printer.id)
            )
            addresses.append(address)
    orders = [jobs.JobOrder(product.id, batch.id, 1, 10, "drug_code_b", address) for address in addresses]
    first, _ = jobs.create_job(plant, orders[0])
    with plant.store.change(plant.actor, "benchmark", "jobs") as change:
        rows = [
            {
                "product_id": product.id,
                "batch_id": batch.id,
                "level": 1,
                "count": 10,
                "camera": None,
                "design_revision_id": first.job.design_revision_id,
                "state": "done",
                "reason": "",
                "created_at": change.at,
                "created_by": "x",
                "sealed_through": 0,
                "product_version_id": first.job.product_version_id,
                "printer": addresses[n % len(addresses)],
            }
            for n in range(count)
        ]
        change.connection.execute(insert(job), rows)
    for order in orders[1:]:
        jobs.create_job(plant, order)


def main() -> None:
    """Print the milliseconds that one look takes."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with open_plant(f"sqlite:///{(folder / 'plant.db').as_posix()}", folder) as plant:
            set_up(plant, count)
            views = lines.overview(plant)
            assert all(one.job is not None for view in views for one in view.stations)
            began = time.perf_counter()
            for _ in range(ROUNDS):
                lines.overview(plant)
            took = (time.perf_counter() - began) / ROUNDS
    print(f"{LINES * STATIONS} stations, {count} jobs: {took * 1000:.1f} ms a look")


if __name__ == "__main__":
    main()
