"""Labels to the emulated Zebra in a process of its own, four in flight, each confirmed; no journal.

``python -m tests.benchmarks.zebra_loop [LABELS] [camera]``
"""

import subprocess
import sys
import threading
import time

from printers.camera import TcpCamera
from printers.registry import DeviceRegistry
from tests.printers.plans import filled, plan

WINDOW = 4
PROGRAM = "import sys; from printers.emulate import run_zebra; sys.exit(run_zebra(port=0, camera_port=0))"


def run(labels: int, printer_address: str, camera_address: str | None) -> float:
    """Return labels a second."""
    devices = DeviceRegistry()
    printer = devices.printer(printer_address)
    seen = threading.Thread(target=watch, args=(camera_address, labels))
    if camera_address:
        seen.start()
        time.sleep(0.5)  # until the camera is greeted; it counts from there
    printer.prepare(plan())
    ready = [filled(f"81234567{number:012}") for number in range(labels)]
    begun = time.perf_counter()
    sent = done = 0
    while done < labels:
        while sent < labels and sent - done < WINDOW:
            printer.send(ready[sent], str(sent))
            sent += 1
        done += len(printer.confirmed(10.0))
    seconds = time.perf_counter() - begun
    if camera_address:
        seen.join()
        seconds = time.perf_counter() - begun
    printer.close()
    return labels / seconds


def watch(address: str, labels: int) -> None:
    host, _, port = address.removeprefix("tcp://").rpartition(":")
    camera = TcpCamera.connect(host, int(port))
    for _ in range(labels):
        camera.next_picture(10.0)
    camera.close()


def main() -> None:
    labels = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    with subprocess.Popen([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            _, address, _, camera_address = process.stdout.readline().split()
            camera = camera_address if "camera" in sys.argv else None
            print(f"{run(labels, address, camera):.0f} labels/s {'drawn and seen' if camera else 'printed'}")
        finally:
            process.terminate()


if __name__ == "__main__":
    main()
