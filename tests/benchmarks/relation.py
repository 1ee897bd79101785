"""How long a relation file takes, out of the database and back in: ``[CODES]``, default 1000000.

The bar: a million codes in 60 s, below 300 MB, each way.
"""

import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from desktop.app import open_plant
from desktop.exchange.relation_profile import RelationProfile
from desktop.operations import kept_files
from desktop.operations.relation_check import check_relation
from desktop.operations.relation_export import export_relation
from desktop.packing.order import OrderState
from desktop.products.version import Master
from desktop.storage import product_versions, work_orders
from tests.packed_order import packed_order


def main() -> None:
    """Fill a database, then export and check in processes of their own, whose memory is told."""
    codes = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder), codes * 100 // 111)
        for step in ("parts", "whole", "check"):
            subprocess.run([sys.executable, "-m", __spec__.name, step, folder], check=True)


def fill(folder: Path, units: int) -> None:
    """Pack an order of so many units."""
    with open_plant(f"sqlite:///{folder / 'plant.db'}", folder) as plant:
        packed = packed_order(plant.store, units)
        with plant.store.change("lead", "product", "specimen") as change:
            version = product_versions.newest(change.connection, packed.product_id)
            product = replace(version.product, authorized_no="SPECIMEN")
            product_versions.replace(change.connection, version.id, Master(product, version.details), None)
            work_orders.set_state(change, packed.order_id, OrderState.CLOSING)


def measure(step: str, folder: Path) -> None:
    """Do one step and print its figures."""
    with open_plant(f"sqlite:///{folder / 'plant.db'}", folder) as plant:
        started, worked = time.monotonic(), time.process_time()
        if step == "check":
            found = check_relation(plant, folder / "whole.xml", own=True)
            told = f"{found.findings.all} codes, {found.findings.total} faults"
        else:
            done = export_relation(plant, 1, RelationProfile(limit=4_500_000 if step == "parts" else 0))
            told = f"{sum(file.counts.all for file in done.files if file.counts)} codes in {len(done.files)}"
        seconds, worked = time.monotonic() - started, time.process_time() - worked
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        if step != "check":
            (folder / "whole.xml").write_bytes(
                kept_files.content(plant, kept_files.files_of(plant, 1)[-1].id)
            )
    sys.stdout.write(f"{step}: {told}, {seconds:.1f} s ({worked:.1f} s of processor), {memory:.0f} MB\n")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        measure(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
