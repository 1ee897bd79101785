"""Trying a scanner out that is no keyboard: what it sends now, as it came."""

from PySide6.QtWidgets import QLabel, QWidget

from desktop.codes.recognise import recognise
from desktop.devices import Scan
from desktop.symbols.symbology import IDENTIFIERS
from desktop.texts import Text, say, say_count
from ui.dialogs.dialog import Dialog
from ui.kit import facts
from ui.scanner_feed import ScannerFeed
from ui.shown_controls import shown_controls
from ui.style import GRID
from ui.widgets.notice import Notice
from ui.widgets.state_badge import StateBadge
from ui.wording import Mark
from ui.workplace import Workplace

_SYMBOLOGIES = {identifier: symbology.value for symbology, identifier in reversed(tuple(IDENTIFIERS.items()))}
_TWICE_WITHIN_S = 0.5
"""The same code again within this is one label read twice; see ``desktop.packing.scan``."""


class ScannerCheck(Dialog):
    """Listens to the scanner at ``address`` while it is open."""

    def __init__(self, work: Workplace, address: str, parent: QWidget | None) -> None:
        super().__init__(work, say("Try the scanner"), parent)
        kit = work.kit
        self._last: Scan | None = None
        self.state = StateBadge(work.language)
        self.state.show_state(Mark.RUNNING, say("Connecting"))
        self.told: QLabel = kit.label(say("Connecting to {address} …", address=address), "muted", wrap=True)
        self.came: QLabel = kit.code_label(wrap=True)
        self.came.setText("–")
        self.symbology = kit.label(wrap=True)
        self.length = kit.label(wrap=True)
        self.since = kit.label(wrap=True)
        self.answer = Notice(kit)
        self.answer.close_button.hide()
        self.feed = ScannerFeed(work, address)
        self.feed.told.connect(self._tell)
        self.feed.read.connect(self._show)
        self.finished.connect(lambda _result: self.feed.stop())
        self.lay_out(
            self.state,
            self.told,
            kit.card(
                kit.label(say("Scan something now"), "heading"),
                facts(
                    (kit.label(say("What came"), "muted"), self.came),
                    (kit.label(say("Symbology"), "muted"), self.symbology),
                    (kit.label(say("Length"), "muted"), self.length),
                    (kit.label(say("After the one before"), "muted"), self.since),
                ),
            ),
            self.answer,
            buttons=(kit.button(say("Close"), self.accept, "primary"),),
        )
        self.setMinimumWidth(80 * GRID)
        self.feed.start()

    def _tell(self, text: Text, mark: Mark) -> None:
        words = {
            Mark.DONE: say("Connected"),
            Mark.ATTENTION: say("Waiting for it"),
            Mark.STOPPED: say("Not connected"),
        }
        self.state.show_state(mark, words[mark])
        self.work.language.word(self.told, text)
        self.grow()

    def _show(self, scan: Scan) -> None:
        word = self.work.language.word
        before, self._last = self._last, scan
        self.came.setText(shown_controls(scan.text))
        word(self.symbology, _symbology(scan))
        word(
            self.length,
            say_count(
                "{n} character, control characters included",
                "{n} characters, control characters included",
                n=len(scan.text),
            ),
        )
        gap = None if before is None else scan.at - before.at
        word(self.since, None if gap is None else say("{ms} ms", ms=round(gap * 1000)))
        self._judge(scan, before)
        self.grow()

    def _judge(self, scan: Scan, before: Scan | None) -> None:
        damage = tuple(one.message for one in recognise(scan.text).damage)
        doubled = before is not None and before.text == scan.text and scan.at - before.at < _TWICE_WITHIN_S
        if damage:
            self.answer.tell(Mark.STOPPED, damage[0], damage[1:])
        elif doubled:
            self.answer.tell(
                Mark.ATTENTION,
                say(
                    "One label was read twice. Packing takes it once; set the scanner's delay for the same "
                    "code to half a second or more all the same."
                ),
            )
        else:
            self.answer.tell(Mark.DONE, say("It came whole and with its end."))


def _symbology(scan: Scan) -> Text:
    if scan.symbology is None:
        return say("not told: the scanner sends no symbology identifier")
    name = _SYMBOLOGIES.get(scan.symbology)
    if name is None:
        return say("{identifier}, a symbology that labels here do not have", identifier=scan.symbology)
    return say("{identifier}, {symbology}", identifier=scan.symbology, symbology=name)
