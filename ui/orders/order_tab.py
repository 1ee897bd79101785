"""What the sides of a work order have in common."""

from PySide6.QtWidgets import QWidget

from desktop.operations.work_orders import OrderRow
from ui.workplace import Workplace


class OrderTab(QWidget):
    """One side of a work order; shown when its tab is, read anew when told.

    Attributes:
        work: plant and shared parts.
    """

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self.work = work

    def show_order(self, order: OrderRow | None) -> None:
        """Show ``order``: another one was chosen, or the same one changed. None: none is chosen."""
        raise NotImplementedError
