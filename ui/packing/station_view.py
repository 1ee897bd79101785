"""One packing station, for a packer at arm's length and in gloves."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from desktop.errors import PackmarkError, StorageError
from desktop.operations.pack_answers import Scanned, StationState
from desktop.operations.packing import CHANGED, PackStation
from desktop.texts import say
from ui.dialogs.packing_problem import PackingProblem
from ui.kit import column
from ui.packing.confirmed_action import MIXED, PARTIAL, RESUME, Action, ConfirmedAction
from ui.packing.paced import Paced
from ui.packing.places import Place
from ui.packing.scan_queue import ScanQueue
from ui.packing.shown import Situation
from ui.packing.speaker import Speaker
from ui.packing.station_panel import StationPanel
from ui.packing.station_settings import StationSettings
from ui.packing.station_worker import Opening
from ui.packing.tones import Tone, tone_of
from ui.scanner_feed import ScannerFeed
from ui.scans import CodeField
from ui.wording import Mark
from ui.workplace import Workplace

_DRAWN_APART_MS: Final = 100
_TOLD_APART_MS: Final = 1500
"""Other pages need not read anew for each of twenty scans a second."""

_IN_LINE: Final = "packing/in line"


class StationView(QWidget):
    """Takes scans for one order at one station, and shows what became of them.

    Attributes:
        panel: what is seen and pressed.
        queue: the station itself, away from the window.
        speaker: what is heard.

    Signals:
        left: the person goes back to the choice of stations.
    """

    left = Signal()

    def __init__(self, work: Workplace, place: Place) -> None:
        super().__init__()
        self._work = work
        self._place = place
        self._now = Situation()
        self._telling = False
        self.panel = StationPanel(work, place)
        self.setLayout(column(self.panel))
        self.setFocusProxy(self.panel.field)
        self.speaker = Speaker(work)
        self.speaker.silenced.connect(self._tell_silence)
        self._draw = Paced(self, _DRAWN_APART_MS, lambda: self.panel.show_situation(self.situation))
        self._tell = Paced(self, _TOLD_APART_MS, self._tell_pages)
        self._connect()
        self._show_sound()
        self.queue = self._open()
        self._feed = self._listen(place.station.scanner)
        self.panel.labels.find_job(begin=True)
        work.closing.connect(self.close_station)
        self.queue.look()

    @property
    def place(self) -> Place:
        """What is packed here."""
        return self._place

    @property
    def situation(self) -> Situation:
        """What is known of the station now."""
        return replace(self._now, waiting=self.queue.waiting)

    @property
    def telling(self) -> bool:
        """Whether the station itself is telling the pages just now what it did."""
        return self._telling

    def look(self) -> None:
        """Read anew how the station stands, such as after an exception."""
        self.queue.look()
        self.panel.labels.find_job()

    def close_station(self) -> None:
        """Take no more scans; what was scanned is still taken. Then give everything back."""
        if self._feed is not None:
            self._feed.stop()
            self._feed = None
        self.queue.close()
        self.speaker.close()

    def _connect(self) -> None:
        panel = self.panel
        panel.field.returnPressed.connect(self._scan_typed)
        panel.labels.started.connect(lambda: self._ask(_label_of_full_tray))
        panel.labels.another_wanted.connect(lambda: self._ask(_another_label))
        for button, act in (
            (panel.back, self.left.emit),
            (panel.sound, self._switch_sound),
            (panel.settings, self._settings),
            (panel.undo, self._undo),
            (panel.partial, self._close_partial),
            (panel.mixed, lambda: self._confirm(MIXED)),
            (panel.resume, lambda: self._confirm(RESUME)),
            (panel.problem, self._problem),
        ):
            button.clicked.connect(_without_argument(act))

    def _open(self) -> ScanQueue:
        opening = Opening(
            self._place.order.id, self._place.station.id, self.panel.labels.wanted, self._in_line()
        )
        queue = ScanQueue(self._work, opening)
        queue.answered.connect(self._hear)
        queue.stood.connect(self._stand)
        queue.held.connect(self._hold)
        queue.released.connect(self._release)
        queue.failed.connect(self._fail)
        return queue

    def _listen(self, address: str) -> ScannerFeed | None:
        if not address:
            return None
        feed = ScannerFeed(self._work, address)
        feed.scanned.connect(self._scan_from_afar)
        feed.told.connect(self.panel.show_scanner)
        feed.start()
        return feed

    # Scans

    def _scan_typed(self) -> None:
        text = self.panel.field.code()
        self.panel.field.clear()
        if text.strip():
            self.queue.scan(text, self._work.plant.clock.monotonic())

    def _scan_from_afar(self, text: str, at: float) -> None:
        """Take a reading of a connected scanner; while a dialog asks for a code, it is meant for that."""
        if QApplication.activeModalWidget() is None:
            self.queue.scan(text, at)
            return
        field = QApplication.focusWidget()
        if isinstance(field, CodeField):
            field.show_code(text)
            field.returnPressed.emit()
            return
        self._sound(Tone.REFUSED)
        self._work.messages.tell(
            Mark.ATTENTION, say("{code} was not taken: a dialog is open. Close it and scan again.", code=text)
        )

    def _hear(self, answer: Scanned) -> None:
        self._now = replace(self._now, last=answer, undone=False, stuck=None)
        self.panel.notice.hide()
        tone = tone_of(answer.outcome)
        if tone is not None:
            self._sound(tone)
        if answer.taken:
            self._tell.want()
        self._draw.want()

    def _sound(self, tone: Tone) -> None:
        self.speaker.play(tone)
        if not self.speaker.heard:
            self.panel.ground.flash()

    def _stand(self, state: StationState) -> None:
        self._now = replace(self._now, state=state, stuck=None)
        self._draw.want()

    def _hold(self, error: StorageError) -> None:
        if self._now.stuck is None:
            self._sound(Tone.REFUSED)
        self._now = replace(self._now, stuck=error)
        self._draw.want()

    def _release(self) -> None:
        self._now = replace(self._now, stuck=None)
        self._draw.want()

    def _fail(self, error: PackmarkError) -> None:
        self._now = replace(self._now, stuck=error)
        self._draw.want()

    def _tell_pages(self) -> None:
        self._telling = True
        self._work.announce(CHANGED)
        self._telling = False

    # What a packer asks

    def _ask(
        self, wish: Callable[[PackStation], Scanned | None], done: Callable[[], None] = lambda: None
    ) -> None:
        self.panel.notice.hide()
        self.queue.ask(wish, self.panel.notice.trouble, done)
        self.panel.field.setFocus()

    def _undo(self) -> None:
        found: list[Scanned] = []

        def undone() -> None:
            self._now = replace(self._now, last=found[0], undone=True)
            self._tell.want()
            self._draw.want()

        self._ask(lambda station: found.append(station.undo()), undone)

    def _confirm(self, action: Action) -> None:
        self.panel.notice.hide()
        ConfirmedAction(self._work, self.queue, action, self).ask()
        self.queue.look()
        self.panel.field.setFocus()

    def _close_partial(self) -> None:
        self._ask(_label_of_partial_tray)
        self._confirm(PARTIAL)

    def _problem(self) -> None:
        if PackingProblem(self._work, self._place.order.id, self._place.station.id, self).ask():
            # What was scanned before may not be true any more: its pack may be taken apart, or scrapped.
            self._now = replace(self._now, last=None, undone=False)
            self.panel.labels.show_closed("")
            self._draw.want()
        self.queue.look()
        self.panel.field.setFocus()

    # Sound and settings

    def _switch_sound(self) -> None:
        self.speaker.muted = not self.speaker.muted
        self._show_sound()
        self.panel.field.setFocus()

    def _show_sound(self) -> None:
        muted = self.speaker.muted
        self._work.language.word(self.panel.sound, say("Sound off") if muted else say("Sound on"))
        self.panel.sound.change_icon("mute" if muted else "sound")

    def _tell_silence(self) -> None:
        self.panel.notice.tell(
            Mark.ATTENTION,
            say(
                "This computer plays no sound: it has no loudspeaker, or no program that plays one. Each "
                "scan lights up the page instead."
            ),
        )

    def _settings(self) -> None:
        dialog = StationSettings(self._work, self.speaker, in_line=self._in_line(), parent=self)
        if dialog.ask():
            self._watch(in_line=dialog.in_line.isChecked())
        self._show_sound()
        self.panel.field.setFocus()

    def _watch(self, *, in_line: bool) -> None:
        if in_line == self._in_line():
            return
        self._work.settings.setValue(self._in_line_key(), "true" if in_line else "false")
        self.queue.close()
        self.queue = self._open()
        self.queue.look()

    def _in_line(self) -> bool:
        return str(self._work.settings.value(self._in_line_key(), "false")) == "true"

    def _in_line_key(self) -> str:
        return f"{_IN_LINE}/{self._place.station.id}"


def _without_argument(act: Callable[[], object]) -> Callable[[bool], None]:
    def clicked(_checked: bool) -> None:
        act()

    return clicked


def _another_label(station: PackStation) -> None:
    station.another_label()


def _label_of_partial_tray(station: PackStation) -> None:
    station.ask_for_label(partial=True)


def _label_of_full_tray(station: PackStation) -> None:
    station.ask_for_label()
