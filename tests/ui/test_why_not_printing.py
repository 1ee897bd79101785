"""The window that finds out why nothing is printed."""

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.operations.answers import State
from desktop.texts import CHINESE
from printers.emulators.zebra import ZebraEmulator
from ui.dialogs.why_not_printing import WhyNotPrinting
from ui.widgets.state_badge import StateBadge
from ui.wording import Mark
from ui.workplace import Workplace


def opened(qtbot: QtBot, work: Workplace, address: str, job_id: int | None = None) -> WhyNotPrinting:
    dialog = WhyNotPrinting(work, address, job_id)
    qtbot.addWidget(dialog)
    dialog.show()
    rest(qtbot, dialog)
    return dialog


def rest(qtbot: QtBot, dialog: WhyNotPrinting) -> None:
    """Wait until all is asked and shown."""
    qtbot.waitUntil(
        lambda: dialog.again.isEnabled() and len(marks(dialog)) == len(dialog.answers), timeout=20_000
    )


def marks(dialog: WhyNotPrinting) -> list[Mark]:
    """The marks of the answers that are shown, without that of the whole."""
    badges = dialog.findChildren(StateBadge)
    return [badge.mark for badge in badges if badge is not dialog.badge and badge.isVisible()]


def test_a_printer_in_order_has_only_ticks(qtbot: QtBot, work: Workplace) -> None:
    with ZebraEmulator() as printer:
        dialog = opened(qtbot, work, printer.address)
    assert Mark.DONE in marks(dialog)
    assert set(marks(dialog)) <= {Mark.DONE, Mark.UNKNOWN}


def test_a_fault_is_marked_and_counted(qtbot: QtBot, work: Workplace) -> None:
    with ZebraEmulator() as printer:
        printer.faults.media_out = True
        dialog = opened(qtbot, work, printer.address)
    bad = sum(answer.state is State.BAD for answer in dialog.answers)
    assert bad >= 1
    assert marks(dialog).count(Mark.STOPPED) == bad
    assert dialog.badge.mark is Mark.STOPPED


def test_asking_again_sees_that_the_fault_is_gone(qtbot: QtBot, work: Workplace) -> None:
    with ZebraEmulator() as printer:
        printer.faults.head_open = True
        dialog = opened(qtbot, work, printer.address)
        assert Mark.STOPPED in marks(dialog)
        printer.faults.head_open = False
        dialog.again.click()
        rest(qtbot, dialog)
    assert Mark.STOPPED not in marks(dialog)
    assert Mark.DONE in marks(dialog)


def test_an_address_that_is_none_is_told_in_the_window(qtbot: QtBot, work: Workplace) -> None:
    dialog = opened(qtbot, work, "nonsense")
    assert "nonsense" in dialog.notice.sentence()
    assert dialog.badge.mark is Mark.STOPPED


def test_the_window_closes_while_it_asks(qtbot: QtBot, work: Workplace) -> None:
    with ZebraEmulator() as printer:
        printer.faults.silent = True
        dialog = WhyNotPrinting(work, printer.address)
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.reject()
        assert not dialog.isVisible()
        qtbot.waitUntil(lambda: not work.background.busy, timeout=20_000)


def test_answers_are_worded_anew_in_the_other_language(qtbot: QtBot, work: Workplace) -> None:
    with ZebraEmulator() as printer:
        dialog = opened(qtbot, work, printer.address)
    work.language.choose(CHINESE)
    assert dialog.windowTitle() == "为什么不打印？"
    assert "设备能连接吗？" in {label.text() for label in dialog.findChildren(QLabel)}
