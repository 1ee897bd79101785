"""The emulated printer as a program of its own, ended by signals."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.errors import InputError
from printers.emulate import run_zebra
from printers.registry import DeviceRegistry
from tests.printers.plans import CODE, filled, plan

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
from pathlib import Path
from printers.emulate import run_zebra
sys.exit(run_zebra(port=0, camera_port=0, faults=["media-out-after=1"], out=Path(sys.argv[1]),
                   paper=Path(sys.argv[2]), dots_per_mm=12, print_ms=0.0))
"""


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_tells_its_addresses_prints_and_ends_in_peace(tmp_path: Path, ending: signal.Signals) -> None:
    arguments = [sys.executable, "-c", PROGRAM, str(tmp_path / "out"), str(tmp_path / "paper")]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            assert process.stdout is not None
            word, address, second, camera_address = process.stdout.readline().split()
            assert (word, second) == ("printer", "camera")
            devices = DeviceRegistry()
            printer, camera = devices.printer(address), devices.camera(camera_address)
            printer.prepare(plan())
            printer.send(filled(), CODE)
            assert printer.confirmed(10.0) == [CODE]
            assert camera.next_picture(10.0) is not None
            printer.send(filled(), CODE)
            assert printer.confirmed(0.1) == []
            assert not printer.status().ready
            printer.close()
            camera.close()
            process.send_signal(ending)
            assert process.wait(10) == 0
        finally:
            process.kill()
    assert (tmp_path / "paper").read_text() == f"1\tcomplete\t{CODE} 0693\n"
    assert [file.name for file in (tmp_path / "out").iterdir()] == [f"000001-{CODE}.png"]


def test_a_wrong_fault_or_resolution_is_refused_before_anything_listens() -> None:
    with pytest.raises(InputError, match="no fault"):
        run_zebra(port=0, camera_port=0, faults=["fire"])
    with pytest.raises(InputError, match="11 dots/mm"):
        run_zebra(port=0, camera_port=0, dots_per_mm=11)
