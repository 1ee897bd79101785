"""The proof that no code of the pool stands in it twice."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.errors import PackmarkError
from desktop.operations import pool
from desktop.operations.pool import Proven, UniquenessProof
from desktop.texts import say
from ui.background import Task
from ui.dialogs.dialog import Dialog
from ui.kit import facts as pairs
from ui.style import GRID
from ui.widgets.state_badge import StateBadge
from ui.widgets.work_strip import WorkStrip
from ui.wording import Mark, folded, moment, number
from ui.workplace import Workplace


class ProveUniqueness(Dialog):
    """Reads every code, shows what that proves, and writes it to a file."""

    def __init__(self, work: Workplace, parent: QWidget) -> None:
        super().__init__(work, say("Proof of uniqueness"), parent)
        kit = work.kit
        self.proof: UniquenessProof | None = None
        self.badge = StateBadge(kit.language)
        self._sentence = kit.label(wrap=True)
        plain = ("count", "repeats", "files", "at", "records")
        self._values = {name: kit.label() for name in plain}
        for name in ("sha256", "head", "key"):
            self._values[name] = kit.code_label()
            self._values[name].setText("\n")  # keeps the room of two lines
        names = {
            "count": say("Codes"),
            "repeats": say("Repeats"),
            "files": say("Imported files"),
            "at": say("Checked at"),
            "sha256": say("Digest of all codes in order (SHA-256)"),
            "records": say("Audit records"),
            "head": say("Head of the audit trail"),
            "key": say("Signing key: fingerprint"),
        }
        about = pairs(*((kit.label(text, "muted"), self._values[key]) for key, text in names.items()))
        self.strip = WorkStrip(kit)
        self.save = kit.button(say("Save as PDF or JSON …"), self._save, "primary", icon_name="export")
        self.save.setEnabled(False)
        self.lay_out(
            self.badge,
            about,
            self._sentence,
            self.strip,
            buttons=(kit.button(say("Close"), self.reject), self.save),
        )
        self.setMinimumWidth(92 * GRID)
        self.badge.show_state(Mark.RUNNING, say("Every code is being read"))
        plant = work.plant
        self._task: Task = work.background.run(
            lambda report: pool.uniqueness_proof(plant, report),
            receiver=self,
            done=self._show,
            failed=self._fail,
            progress=self.strip.progress,
            ended=self.strip.end,
        )
        self.strip.begin(say("Reading all codes"), self._task)

    def reject(self) -> None:
        """Stop reading and leave."""
        self._task.cancel()
        super().reject()

    def _show(self, proven: Proven) -> None:
        proof = self.proof = proven.proof
        facts = proof.facts
        mark, word = (Mark.STOPPED, say("Repeated codes")) if facts.repeats else (Mark.DONE, say("Proven"))
        self.badge.show_state(mark, word)
        self.work.language.word(self._sentence, proof.sentence)
        shown = {
            "count": number(facts.codes),
            "repeats": number(facts.repeats),
            "files": number(facts.files),
            "at": moment(facts.at),
            "sha256": folded(facts.sha256),
            "records": number(facts.audit_records),
            "head": folded(facts.audit_head),
            "key": folded(proof.fingerprint),
        }
        for name, value in shown.items():
            self._values[name].setText(value)
        if proven.new_key is not None:
            self.notice.tell(Mark.ATTENTION, proven.new_key)
        self.save.setEnabled(True)
        self.grow()

    def _fail(self, error: PackmarkError) -> None:
        self.badge.show_state(Mark.STOPPED, say("Not proven"))
        self.notice.trouble(error)
        self.grow()

    def _save(self) -> None:
        word = self.work.language
        name, _ = QFileDialog.getSaveFileName(
            self, word(say("Proof of uniqueness")), "uniqueness.pdf", "PDF (*.pdf);;JSON (*.json)"
        )
        proof = self.proof
        if not name or proof is None:
            return
        path, code = Path(name), word.code
        self.work.background.run(
            lambda _report: pool.write_proof(proof, path, code),
            receiver=self,
            done=lambda files: self.notice.tell(
                Mark.DONE, say("Exported to {path}.", path=", ".join(map(str, files)))
            ),
            failed=self.notice.trouble,
        )
