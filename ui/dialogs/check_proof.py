"""Whether a signed proof of uniqueness is genuine, and whose it is."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.errors import PackmarkError
from desktop.operations import pool
from desktop.operations.plant import Report
from desktop.operations.pool import ProofVerdict
from desktop.texts import Text, say
from ui.background import Task
from ui.dialogs.dialog import Dialog
from ui.kit import facts
from ui.style import GRID
from ui.widgets.form import FormField
from ui.widgets.state_badge import StateBadge
from ui.widgets.work_strip import WorkStrip
from ui.wording import Mark, folded, moment, number
from ui.workplace import Workplace


class CheckProof(Dialog):
    """Checks one file, says what was found, and compares it with the pool on request."""

    def __init__(self, work: Workplace, path: Path, parent: QWidget) -> None:
        super().__init__(work, say("Check of a proof"), parent)
        kit = work.kit
        self._path = path
        self._task: Task | None = None
        self.badge = StateBadge(kit.language)
        self._name = kit.label(wrap=True)
        self._name.setText(path.name)
        self._values = {name: kit.label() for name in ("codes", "repeats", "at")}
        self._values["fingerprint"] = kit.code_label()
        self._values["fingerprint"].setText("\n")  # keeps the room of two lines
        names = {
            "codes": say("Codes"),
            "repeats": say("Repeats"),
            "at": say("Proof made"),
            "fingerprint": say("Signing key: fingerprint"),
        }
        about = facts(*((kit.label(text, "muted"), self._values[key]) for key, text in names.items()))
        self._sentence, self._about_key, self._about_codes = (kit.label(wrap=True) for _ in range(3))
        self.told = kit.field()
        self.told.returnPressed.connect(self._check)
        self._field = FormField(
            kit,
            say("Fingerprint that the plant told"),
            self.told,
            say("On paper or by telephone, never in the same message as the proof"),
        )
        self._field.hide()
        self.strip = WorkStrip(kit)
        self.recheck = kit.button(say("Check again"), self._check)
        self.recheck.hide()
        self.compare = kit.button(say("Compare with the pool"), lambda: self._check(pool_too=True))
        self.compare.hide()
        self.lay_out(
            self._name,
            self.badge,
            about,
            self._about_key,
            self._about_codes,
            self._sentence,
            self._field,
            self.strip,
            buttons=(self.recheck, self.compare, kit.button(say("Close"), self.reject, "primary")),
        )
        self.setMinimumWidth(92 * GRID)
        self._check()

    def reject(self) -> None:
        """Stop comparing and leave."""
        if self._task is not None:
            self._task.cancel()
        super().reject()

    def _check(self, *, pool_too: bool = False) -> None:
        plant, path = self.work.plant, self._path
        fingerprint = self.told.text().strip() or None

        def check(report: Report) -> ProofVerdict:
            return pool.check_proof(plant, path, fingerprint=fingerprint, pool=pool_too, report=report)

        self.notice.hide()
        self.badge.show_state(Mark.RUNNING, say("The proof is being checked"))
        for button in (self.recheck, self.compare):
            button.setEnabled(False)
        self._task = self.work.background.run(
            check,
            receiver=self,
            done=self._show,
            failed=self._fail,
            progress=self.strip.progress,
            ended=self._rest,
        )
        if pool_too:
            self.strip.begin(say("Reading all codes"), self._task)

    def _rest(self) -> None:
        self.strip.end()
        for button in (self.recheck, self.compare):
            button.setEnabled(True)

    def _show(self, found: ProofVerdict) -> None:
        self.badge.show_state(*_state(found))
        if found.faults:
            self.notice.tell(Mark.STOPPED, found.verdict, found.faults)
        for label, text in (
            (self._about_key, found.about_key),
            (self._about_codes, found.about_codes),
            (self._sentence, found.proof.sentence),
        ):
            self.work.language.word(label, text if found.genuine else None)
            label.setVisible(found.genuine and text is not None)
        proven = found.proof.facts
        self._values["codes"].setText(number(proven.codes))
        self._values["repeats"].setText(number(proven.repeats))
        self._values["at"].setText(moment(proven.at))
        self._values["fingerprint"].setText(folded(found.proof.key.fingerprint))
        foreign = found.key is None
        self._field.setVisible(foreign)
        self.recheck.setVisible(foreign)
        self.compare.setVisible(found.genuine)
        self.grow()

    def _fail(self, error: PackmarkError) -> None:
        self.badge.show_state(Mark.STOPPED, say("Not checked"))
        self.notice.trouble(error)
        self.grow()


def _state(found: ProofVerdict) -> tuple[Mark, Text]:
    if not found.genuine:
        return Mark.STOPPED, say("Not genuine")
    if found.same_codes is False:
        return Mark.ATTENTION, say("Genuine, but other codes")
    if not found.trusted:
        return Mark.ATTENTION, say("Signed, but by an unknown key")
    return Mark.DONE, say("Genuine")
