"""Labels of larger packs, printed one by one at the moment when a tray is full."""

from typing import Protocol

from desktop.operations.plant import Plant
from desktop.storage import pack_labels, work_orders


class LabelsOnDemand(Protocol):
    """The print job of a station's own labels; ``desktop.operations.running.RunningJob`` is one."""

    @property
    def permitted(self) -> int:
        """How many labels were asked for and have not left yet."""
        ...

    def permit(self, count: int = 1) -> None:
        """Let so many more labels leave."""
        ...


class LabelSupply:
    """Asks the print job of a station for labels, each once, whatever was cut off in between."""

    def __init__(self, plant: Plant, order_id: int, level: int, labels: LabelsOnDemand) -> None:
        self._plant = plant
        self._labels = labels
        with plant.store.read() as connection:
            jobs = work_orders.jobs_of(connection, order_id)
        self._jobs = [one.job_id for one in jobs if one.level == level]

    def ask(self) -> None:
        """Have one label printed, unless one waits already, such as from before a crash."""
        if self._labels.permitted:
            return
        with self._plant.store.read() as connection:
            waiting = pack_labels.unused(connection, self._jobs)
        if not waiting:
            self._labels.permit()

    def ask_again(self) -> None:
        """Have one more label printed, in place of one that is lost or damaged."""
        self._labels.permit()
