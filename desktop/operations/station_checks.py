"""What is asked of the devices of a station: who and how they are, the jobs of a coder, a camera's answer."""

from collections.abc import Mapping

from desktop.devices import DeviceKind
from desktop.errors import Refused
from desktop.operations.plant import Plant
from desktop.operations.printers import CoderReport, PrinterReport, ask, ask_coder
from desktop.texts import say


def coder_jobs(plant: Plant, address: str) -> Mapping[str, tuple[str, ...]]:
    """Return the jobs that the coder at ``address`` holds, each with its fields.

    Raises:
        DeviceError: it cannot be reached or does not answer.
        Refused: it cannot tell its jobs.
        InputError: the address is none of a coder.
    """
    coder = plant.devices.coder(address)
    try:
        return {job: tuple(coder.job_fields(job)) for job in coder.list_jobs()}
    finally:
        coder.close()


def try_camera(plant: Plant, address: str) -> None:
    """Connect to the camera at ``address`` and give it free again.

    Raises:
        DeviceError: it cannot be reached.
        InputError: the address is none of a camera.
    """
    plant.devices.camera(address).close()


def ask_device(plant: Plant, address: str) -> PrinterReport | CoderReport:
    """Connect to the label printer or coder at ``address`` and ask who and how it is.

    Raises:
        DeviceError: it cannot be reached or does not answer as its kind does.
        InputError: the address is none.
        Refused: it is a print queue, which cannot be asked.
    """
    kind = plant.devices.kind(address)
    if kind is DeviceKind.QUEUE:
        raise Refused(say("A print queue takes labels and cannot be asked how its printer is."))
    return ask_coder(plant, address) if kind is DeviceKind.CODER else ask(plant, address)
