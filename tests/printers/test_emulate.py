"""The emulated printer as a program of its own, ended by signals."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.errors import InputError
from printers.emulate import run_coder, run_zebra
from printers.emulators import coder_bench
from printers.emulators.leibinger import LeibingerEmulator
from printers.emulators.zipher import ZipherEmulator
from printers.leibinger.protocol import MachineState
from printers.registry import DeviceRegistry
from printers.tcp import TcpTransport
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


@pytest.mark.parametrize("family", ["zipher", "leibinger", "ngpcl", "wsi"])
def test_a_coder_of_its_own_is_worked_by_lines_and_ends_in_peace(tmp_path: Path, family: str) -> None:
    job, field = ("CARTON", "EXTERN TEXT") if family == "leibinger" else ("CARTON:CODE,LOT", "CODE")
    command = [sys.executable, "-m", "desktop", "emulate", family, "--port", "0", "--camera-port", "0"]
    options = ["--job", job, "--paper", str(tmp_path / "paper"), "--commands"]
    with subprocess.Popen(
        command + options, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, cwd=ROOT
    ) as process:
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            word, address, second, camera_address = process.stdout.readline().split()
            assert (word, second) == ("coder", "camera")
            assert address.startswith(f"{family}://127.0.0.1:")
            devices = DeviceRegistry()
            coder, camera = devices.coder(address, [field]), devices.camera(camera_address)
            coder.select("CARTON", {})
            coder.put(1, {field: CODE})
            process.stdin.write("start\ntrigger\n")
            picture = camera.next_picture(10.0)
            assert picture is not None
            assert picture.ordinal == 1
            coder.close()
            camera.close()
            process.send_signal(signal.SIGTERM)
            assert process.wait(10) == 0
        finally:
            process.kill()
    ordinal, state, fields = (tmp_path / "paper").read_text().rstrip().split("\t")
    assert (ordinal, state) == ("1", "complete")
    assert json.loads(fields)[field] == CODE


@pytest.mark.parametrize("job", ["", ":CODE", "A", "A:CODE,,LOT", "A:CODE,CODE"])
def test_what_is_no_job_of_a_coder_is_refused(job: str) -> None:
    with pytest.raises(InputError, match="is no job of an emulated coder"):
        run_coder(family="zipher", port=0, camera_port=0, jobs=[job])


def test_a_leibinger_job_has_a_name_alone() -> None:
    with pytest.raises(InputError, match="is no job of an emulated coder"):
        run_coder(family="leibinger", port=0, camera_port=0, jobs=["A:CODE"])


@pytest.mark.parametrize("line", ["fire", "trigger many", "trigger 9999999", "pull-cable -1", ""])
def test_a_line_that_is_no_command_is_told(line: str) -> None:
    with ZipherEmulator() as device, pytest.raises(InputError):
        coder_bench.obey(device, line)


def test_every_command_does_what_it_says() -> None:
    with LeibingerEmulator() as device:
        line = TcpTransport.connect(device.host, device.port)
        line.write(b"^0=MR1\tA\r^0=MR2\tB\r^0=MR3\tC\r^0?SM\r")
        assert line.read_until(b"\r", 10.0)
        coder_bench.obey(device, "start")
        coder_bench.obey(device, "trigger 2")
        coder_bench.obey(device, "pause")
        coder_bench.obey(device, "trigger")
        coder_bench.obey(device, "out-of-ink")
        assert len(device.physical) == 2
        assert device.faults.out_of_ink
        for command in ("out-of-ink=no", "pull-cable 0", "drop", "power-cycle"):
            coder_bench.obey(device, command)
        assert device.state is MachineState.READY_FOR_ACTION
        line.close()
