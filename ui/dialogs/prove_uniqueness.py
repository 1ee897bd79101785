"""The proof that no code of the pool stands in it twice."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.errors import PackmarkError
from desktop.operations import pool
from desktop.operations.pool import UniquenessProof
from desktop.texts import say
from ui.background import Task
from ui.dialogs.dialog import Dialog
from ui.kit import facts
from ui.style import GRID
from ui.widgets.state_badge import StateBadge
from ui.widgets.work_strip import WorkStrip
from ui.wording import Mark, moment, number
from ui.workplace import Workplace

_DIGEST_PART = 32


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
        for name in ("sha256", "head"):
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
        }
        about = facts(*((kit.label(text, "muted"), self._values[key]) for key, text in names.items()))
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

    def _show(self, proof: UniquenessProof) -> None:
        self.proof = proof
        mark, word = (Mark.STOPPED, say("Repeated codes")) if proof.repeats else (Mark.DONE, say("Proven"))
        self.badge.show_state(mark, word)
        self.work.language.word(self._sentence, proof.sentence)
        shown = {
            "count": number(proof.count),
            "repeats": number(proof.repeats),
            "files": number(proof.files),
            "at": moment(proof.at),
            "sha256": _folded(proof.sha256),
            "records": number(proof.audit_records),
            "head": _folded(proof.audit_head),
        }
        for name, value in shown.items():
            self._values[name].setText(value)
        self.save.setEnabled(True)

    def _fail(self, error: PackmarkError) -> None:
        self.badge.show_state(Mark.STOPPED, say("Not proven"))
        self.notice.trouble(error)

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
            done=lambda _done: self.notice.tell(Mark.DONE, say("Exported to {path}.", path=path)),
            failed=self.notice.trouble,
        )


def _folded(digest: str) -> str:
    return "\n".join(digest[place : place + _DIGEST_PART] for place in range(0, len(digest), _DIGEST_PART))
