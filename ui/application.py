"""Opens the windows, and sees to it that nothing that goes wrong in them is lost."""

import gc
import logging
import sys
import traceback
from functools import partial
from importlib import import_module
from types import TracebackType

from PySide6.QtCore import (
    QCoreApplication,
    QMessageLogContext,
    QSettings,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from desktop.errors import PackmarkError
from desktop.operations import sample_plant
from desktop.operations.plant import Plant
from ui.icons import pixmap
from ui.main_window import MainWindow
from ui.pages.catalogue import AHEAD, BESIDE
from ui.when_idle import WhenIdle
from ui.workplace import Workplace

_log = logging.getLogger("packmark.windows")
_SETTLED_MS = 1500
"""So long after the first page what comes later begins to load."""


def run_windows(plant: Plant, *, sample: bool = False, language: str | None = None) -> int:
    """Open the main window on ``plant`` and return the exit status when it is closed.

    Args:
        plant: what to show.
        sample: load the sample plant first if it is not loaded.
        language: ``"en"`` or ``"zh_CN"``; None: as chosen before, or as the computer's.
    """
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    QCoreApplication.setOrganizationName("Packmark")
    QCoreApplication.setApplicationName("Packmark")
    app.setWindowIcon(QIcon(pixmap("packmark", "", 64)))
    earlier_handler = qInstallMessageHandler(_log_qt)
    work = Workplace(app, plant, QSettings())
    if language is not None:
        work.language.choose(language)
    window = MainWindow(work)
    earlier_hook = sys.excepthook
    sys.excepthook = Crashes(work, window)
    try:
        window.show()
        QTimer.singleShot(0, lambda: _begin(work, window, sample=sample))
        return int(app.exec())
    finally:
        sys.excepthook = earlier_hook
        qInstallMessageHandler(earlier_handler)
        work.close()
        gc.unfreeze()


def _begin(work: Workplace, window: MainWindow, *, sample: bool) -> None:
    window.go("today")
    # What was made by now stays to the end: looking it through for garbage would stop the window and all
    # running jobs for a tenth of a second now and then.
    gc.freeze()
    QTimer.singleShot(_SETTLED_MS, window, lambda: _load_ahead(work, window))
    if sample:
        plant, language = work.plant, work.language.code
        work.background.run(
            lambda _report: (
                None if sample_plant.is_loaded(plant) else sample_plant.load_with_line(plant, language)
            ),
            receiver=work,
            done=lambda changes: None if changes is None else work.announce(changes),
        )


def _load_ahead(work: Workplace, window: MainWindow) -> None:
    """Load what takes long at its first use, while the window goes on."""
    pieces = [partial(import_module, name) for name in AHEAD]
    work.background.run(
        lambda _report: [import_module(name) for name in BESIDE],
        receiver=window,
        done=lambda _loaded: WhenIdle(window).add(*pieces),
    )


class Crashes:
    """What is called for an exception that nobody caught: troubles are told, bugs are shown and logged."""

    def __init__(self, work: Workplace, window: MainWindow) -> None:
        self._work = work
        self._window = window
        self._showing = False

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Tell a trouble in the window; for anything else log it and open the crash dialog."""
        if isinstance(error, PackmarkError):
            self._work.messages.trouble(error)
            return
        if not issubclass(kind, Exception):
            sys.__excepthook__(kind, error, trace)
            QCoreApplication.exit(1)
            return
        report = "".join(traceback.format_exception(kind, error, trace))
        _log.critical("%s", report)
        if self._showing:
            return
        from ui.dialogs.crash import CrashDialog  # noqa: PLC0415 (hopefully never needed)

        self._showing = True
        dialog = CrashDialog(self._work.kit, report, self._window)
        dialog.exec()
        dialog.deleteLater()
        self._showing = False


def _log_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    serious = kind in {QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg}
    _log.log(logging.WARNING if serious else logging.DEBUG, "Qt: %s", message)
