"""UDI-DI: what changed? A few questions, and a verdict with its reason and source."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.changes import Changes
from desktop.operations import product_rules
from desktop.operations.products import ProductRow
from desktop.products.di_rules import QUESTIONS, Decision, DiDialogue, Verdict, question_text
from desktop.products.field_titles import choice_title
from desktop.texts import Text, say
from ui.dialogs.dialog import Dialog
from ui.kit import box, column, emptied, row
from ui.style import GRID
from ui.widgets.level_bar import LevelBar
from ui.widgets.state_badge import StateBadge
from ui.wording import Mark
from ui.workplace import Workplace

_VERDICTS: dict[Decision, tuple[Mark, Text]] = {
    Decision.KEEP: (Mark.DONE, say("Keep the DI")),
    Decision.NEW: (Mark.ATTENTION, say("New DI needed")),
    Decision.ASK: (Mark.UNKNOWN, say("Ask first")),
    Decision.RELAUNCH: (Mark.DONE, say("Use the earlier DI again")),
}


class DiChangeDialog(Dialog):
    """One question at a time; each answer can be taken back."""

    def __init__(self, work: Workplace, item: ProductRow, parent: QWidget) -> None:
        super().__init__(work, say("UDI-DI: what changed?"), parent)
        kit = work.kit
        self._item = item
        self.dialogue = DiDialogue()
        name = kit.label(role="muted", wrap=True)
        name.setText(f"{item.product.name} {item.product.spec}".strip())
        self._bar = LevelBar(4)
        self._question = kit.label(role="title", wrap=True)
        self.yes = kit.button(say("Yes"), lambda: self._answer("yes"), "primary")
        self.no = kit.button(say("No"), lambda: self._answer("no"))
        for button in (self.yes, self.no):
            button.setMinimumWidth(16 * GRID)
        self._asking = box(column(self._question, row(self.yes, self.no, 1, spacing=GRID)))
        self.badge = StateBadge(kit.language, large=True)
        self._sentence = kit.label(wrap=True)
        self._source = kit.label(role="muted", wrap=True)
        self._notes = QVBoxLayout()
        self._judged = box(column(row(self.badge, 1), self._sentence, self._notes, self._source))
        self._answers = QVBoxLayout()
        self._answers.setSpacing(4)
        self.back = kit.button(say("Take back the last answer"), self._back, "quiet", icon_name="back")
        self.store = kit.button(say("Record the decision"), self._store, "primary")
        self.lay_out(
            name,
            self._bar,
            self._asking,
            self._judged,
            box(column(self._answers)),
            1,
            buttons=(self.back, kit.button(say("Close"), self.reject), self.store),
        )
        self.resize(84 * GRID, 68 * GRID)
        work.language.changed.connect(self._show)
        self._show()

    def _answer(self, given: str) -> None:
        self.dialogue = self.dialogue.answer(given)
        self._show()

    def _back(self) -> None:
        self.dialogue = self.dialogue.back()
        self._show()

    def _show(self) -> None:
        kit = self.work.kit
        question, verdict = self.dialogue.question, self.dialogue.verdict
        answered = self.dialogue.answered
        self._bar.show_level(1.0 if verdict else len(answered) / len(QUESTIONS), Mark.IDLE)
        self._asking.setVisible(question is not None)
        self._judged.setVisible(verdict is not None)
        self.back.setEnabled(bool(answered))
        self.store.setVisible(verdict is not None)
        if question is not None:
            self.work.language.word(self._question, question_text(question))
            self.yes.setFocus()
        if verdict is not None:
            self._show_verdict(verdict)
        emptied(self._answers)
        for asked, given in reversed(answered):
            line = say("{question} {answer}", question=question_text(asked), answer=choice_title(given))
            self._answers.addWidget(kit.label(line, "muted", wrap=True))

    def _show_verdict(self, verdict: Verdict) -> None:
        kit = self.work.kit
        self.badge.show_state(*_VERDICTS[verdict.decision])
        self.work.language.word(self._sentence, verdict.sentence)
        self.work.language.word(self._source, say("Source: {source}", source=verdict.source))
        emptied(self._notes)
        for note in verdict.notes:
            self._notes.addWidget(kit.label(note, wrap=True))
        self.store.setFocus()

    def _store(self) -> None:
        plant, product_id, dialogue = self.work.plant, self._item.id, self.dialogue
        self.store.setEnabled(False)
        self.work.background.run(
            lambda _report: product_rules.record_di_decision(plant, product_id, dialogue),
            receiver=self,
            done=self._done,
            failed=self.notice.trouble,
            ended=lambda: self.store.setEnabled(True),
        )

    def _done(self, changes: Changes) -> None:
        self.work.announce(changes)
        self.work.messages.done(say("The decision about the device identifier is on record."))
        self.accept()
