"""Ctrl+E: what is this code? Every reading with its parts, what happened to it, and what the plant knows."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop.operations.explain import Explanation, explain
from desktop.texts import say
from ui.dialogs.dialog import Dialog
from ui.dialogs.explain_cards import ExplainCards
from ui.kit import column, emptied, scrolling
from ui.scans import CodeField
from ui.style import GRID, monospaced
from ui.workplace import Workplace

_TYPING_MS = 150


class ExplainCode(Dialog):
    """A field, and below it everything that can be said of what stands in it."""

    def __init__(self, work: Workplace, text: str, parent: QWidget) -> None:
        super().__init__(work, say("Explain this code"), parent)
        kit = work.kit
        self._asked = 0
        self._refused: QWidget | None = None
        self.shown: Explanation | None = None
        self.field = CodeField()
        work.language.word(self.field, say("Scan, paste or type any code"), "setPlaceholderText")
        self.field.setFont(monospaced())
        self.cards = ExplainCards(work)
        self.cards.mended.connect(self._take_mended)
        self.cards.left.connect(self._leave_for)
        self._result = column(spacing=GRID + GRID // 2)
        content = QWidget()
        content.setLayout(self._result)
        self.others = kit.button(say("Why nothing else?"), self._toggle_others, "quiet")
        self.others.setCheckable(True)
        close = kit.button(say("Close"), self.reject)
        self.lay_out(self.field, scrolling(content), buttons=(self.others, close))
        self.layout().itemAt(1).layout().setStretch(1, 1)  # type: ignore[union-attr]  # the result
        self.resize(100 * GRID, 80 * GRID)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TYPING_MS)
        self._timer.timeout.connect(self._explain)
        self.field.textChanged.connect(lambda _text: self._timer.start())
        self.field.returnPressed.connect(self._explain_now)
        self.field.show_code(text)
        self.field.selectAll()
        self._explain_now()

    def _take_mended(self, text: str) -> None:
        self.field.show_code(text)
        self._explain_now()

    def _explain_now(self) -> None:
        self._timer.stop()
        self._explain()

    def _explain(self) -> None:
        text = self.field.code()
        self._asked += 1
        asked, plant = self._asked, self.work.plant
        if not text.strip():
            self._show_empty()
            return
        self.work.background.run(
            lambda _report: explain(plant, text),
            receiver=self,
            done=lambda found: self._show(asked, found),
            failed=self.notice.trouble,
        )

    def _show_empty(self) -> None:
        self.shown, self._refused = None, None
        emptied(self._result)
        self.others.setVisible(False)
        text = say(
            "Drug codes, GTINs, SSCCs, GS1 element strings and Digital Links, UDIs, trace codes: "
            "whatever a scanner reads is taken apart here, and damage on its way is found."
        )
        self._result.addWidget(self.work.kit.label(text, "muted", wrap=True))
        self._result.addStretch(1)

    def _show(self, asked: int, found: Explanation) -> None:
        if asked != self._asked:
            return  # the person has typed on
        self.notice.hide()
        self.shown = found
        emptied(self._result)
        for card in self.cards.of(found):
            self._result.addWidget(card)
        self._refused = self.cards.refusals(found)
        self._result.addWidget(self._refused)
        self._result.addStretch(1)
        understood = bool(found.recognition.readings or found.recognition.damage or found.elements)
        self.others.setVisible(understood and bool(found.recognition.refusals))
        self._refused.setVisible(self.others.isChecked() or not understood)

    def _toggle_others(self) -> None:
        if self._refused is not None:
            self._refused.setVisible(self.others.isChecked())

    def _leave_for(self, page: str, what: object) -> None:
        self.accept()
        self.work.go(page, what)
