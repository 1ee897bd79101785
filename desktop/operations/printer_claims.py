"""One job, test page or question at a printer at a time, however its address is spelled."""

from contextlib import AbstractContextManager

from desktop.operations.plant import Plant
from desktop.storage.claims import Claimed, claim


def claim_printer(plant: Plant, address: str) -> AbstractContextManager[None]:
    """Hold the device at ``address`` while the block runs.

    A Zebra printer is one device at all the ports that are its own; a coder, and a printer at another port
    (as a print server has), is what its whole address says.

    Raises:
        InputError: the address is none.
        Refused: somebody else holds it.
    """
    return claim(plant.store, Claimed.printer(plant.devices.device(address), address))
