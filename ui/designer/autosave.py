"""Saves a design to its draft a second after the last change, with its history: nothing drawn is lost."""

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.errors import PackmarkError
from desktop.operations import designs
from desktop.operations.designs import Draft, SavedElsewhere
from desktop.texts import Text, say
from ui.designer.session import DesignSession
from ui.wording import Mark
from ui.workplace import Workplace

_AFTER_MS = 1000
_PATIENCE_S = 20.0


class Autosave(QObject):
    """Saves a session to a draft.

    Attributes:
        draft: as it was saved last.

    Signals:
        told: (Mark, Text) whether everything is saved.
    """

    told = Signal(object, object)

    def __init__(self, work: Workplace, session: DesignSession, draft: Draft) -> None:
        super().__init__(session)
        self._work = work
        self._session = session
        self._flight: _Flight | None = None
        self._again = False
        self.draft = draft
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_MS)
        self._timer.timeout.connect(self.save)
        session.stepped.connect(self._note)
        work.closing.connect(self._end)

    @property
    def waiting(self) -> bool:
        """Tell whether something was drawn that is not saved yet."""
        return self._timer.isActive() or self._flight is not None

    def save(self) -> None:
        """Save what was drawn, in the background."""
        self._timer.stop()
        if self._flight is not None:
            self._again = True
            return
        flight = self._flight = _Flight()
        self._again = False
        plant, draft, design = self._work.plant, self.draft, self._session.history.current
        written = self._session.history.dump()
        self._work.background.run(
            lambda _report: flight.fly(
                lambda: designs.save_draft(plant, draft.id, design, written, version=draft.version)
            ),
            receiver=self,
            done=self._saved,
            failed=self._failed,
        )

    def save_now(self) -> None:
        """Save at once whatever is not saved yet, before the design is closed.

        Raises:
            StorageError: it cannot be written.
        """
        if not self.waiting:
            return
        self._timer.stop()
        flight, self._flight = self._flight, None
        if flight is not None:
            self.draft = flight.landed() or self.draft
        history = self._session.history
        try:
            self.draft = designs.save_draft(
                self._work.plant, self.draft.id, history.current, history.dump(), version=self.draft.version
            )
        except SavedElsewhere as error:
            self.draft = error.draft
            self._work.messages.trouble(error)
        self._tell(Mark.DONE, say("Saved"))

    def reload(self) -> Draft:
        """Take over what was done to the draft meanwhile, as when it was frozen, and return it."""
        self.draft = designs.open_draft(self._work.plant, self.draft.id)
        return self.draft

    def _end(self) -> None:
        """The program ends: what is not saved yet is saved now, and nothing is saved later."""
        try:
            self.save_now()
        except PackmarkError as error:
            self._work.messages.trouble(error)
        self._timer.stop()

    def _note(self) -> None:
        self._tell(Mark.RUNNING, say("Not saved yet"))
        self._timer.start()

    def _tell(self, mark: Mark, text: Text) -> None:
        self.told.emit(mark, text)

    def _saved(self, draft: Draft) -> None:
        if self._flight is None:
            return  # ``save_now`` was quicker
        self._flight = None
        self.draft = draft
        if self._again or self._timer.isActive():
            self._timer.start()
        else:
            self._tell(Mark.DONE, say("Saved"))

    def _failed(self, error: PackmarkError) -> None:
        if self._flight is None:
            return
        self._flight = None
        if isinstance(error, SavedElsewhere):
            self.draft = error.draft
            self._tell(Mark.ATTENTION, say("Saved under another name"))
        else:
            self._tell(Mark.STOPPED, say("Not saved"))
            self._timer.start()
        self._work.messages.trouble(error)


class _Flight:
    """One save on its way, which the window's thread can wait for."""

    def __init__(self) -> None:
        self._over = threading.Event()
        self._draft: Draft | None = None

    def fly(self, save: Callable[[], Draft]) -> Draft:
        """Save, on the thread of the work."""
        try:
            self._draft = save()
        except SavedElsewhere as error:
            self._draft = error.draft
            raise
        finally:
            self._over.set()
        return self._draft

    def landed(self) -> Draft | None:
        """Wait, and return the draft as it was saved; None if it was not."""
        self._over.wait(_PATIENCE_S)
        return self._draft
