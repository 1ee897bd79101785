"""Asking a device who and how it is, with the answer below the field of its address."""

from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.operations.station_checks import ask_device
from desktop.texts import say
from ui.device_words import described
from ui.widgets.form import FormField
from ui.workplace import Workplace


def ask_beside(
    work: Workplace, receiver: QWidget, address: str, field: FormField, button: QAbstractButton
) -> None:
    """Ask the device at ``address`` in the background; ``button`` is off meanwhile."""
    button.setEnabled(False)
    field.show_hint(say("Asking …"))
    work.background.run(
        lambda _report: ask_device(work.plant, address),
        receiver=receiver,
        done=lambda report: field.show_hint(described(report)),
        failed=lambda error: field.trouble(error.text),
        ended=lambda: button.setEnabled(True),
    )
