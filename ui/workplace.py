"""What every page is built with, handed on by constructor."""

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QApplication

from desktop.changes import Changes
from desktop.operations.plant import Plant
from ui.background import Background
from ui.kit import Kit
from ui.language import Language
from ui.messages import Messages
from ui.running_jobs import RunningJobs
from ui.style import Style


class Workplace(QObject):
    """The plant and what the windows share to show it.

    Attributes:
        plant: what operations need.
        settings: what this person chose on this computer.
        language: words sentences.
        style: light or dark.
        kit: makes the small parts of pages.
        messages: tells the person things.
        background: runs long work.
        running: the jobs that run now.

    Signals:
        changed: (Changes) an operation changed something; pages show it anew.
        wanted: (page name, what to show there) somebody wants to go to a page.
        explain_wanted: somebody wants to know what a code is.
        closing: the program ends; what is open is saved now.
    """

    changed = Signal(object)
    wanted = Signal(str, object)
    explain_wanted = Signal()
    closing = Signal()

    def __init__(self, app: QApplication, plant: Plant, settings: QSettings) -> None:
        super().__init__()
        self.plant = plant
        self.settings = settings
        self.language = Language(settings)
        self.style = Style(app, settings)
        self.kit = Kit(self.language)
        self.messages = Messages()
        self.background = Background(self.messages.trouble)
        self.running = RunningJobs(plant, self.background)
        self.running.stored.connect(self.announce)

    def announce(self, changes: Changes) -> None:
        """Tell all pages what changed."""
        self.changed.emit(changes)

    def go(self, page: str, what: object = None) -> None:
        """Go to ``page`` and show ``what`` there."""
        self.wanted.emit(page, what)

    def close(self) -> None:
        """Pause what runs, wait for it, and give everything back."""
        self.closing.emit()
        self.running.pause_all()
        self.background.close()
        self.language.close()
