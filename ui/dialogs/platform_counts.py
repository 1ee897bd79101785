"""What the platform says that it took of a relation file, compared while it is entered."""

from PySide6.QtWidgets import QWidget

from desktop.changes import Changes
from desktop.errors import PackmarkError
from desktop.operations import kept_files
from desktop.operations.kept_files import Compared, KeptFile, PackCounts
from desktop.texts import Text, say
from ui.dialogs.dialog import Dialog
from ui.kit import column, row
from ui.style import GRID
from ui.widgets.form import FormField
from ui.widgets.state_badge import StateBadge
from ui.wording import Mark, number
from ui.workplace import Workplace

_MOST = 2**31 - 1
_BLANK = -1
"""Nothing is entered yet; nothing at all may be what the platform took."""


class EnterPlatformCounts(Dialog):
    """Three numbers beside those of the file; each difference is told at once, with what to do."""

    def __init__(self, work: Workplace, file: KeptFile, own: PackCounts, parent: QWidget | None) -> None:
        super().__init__(work, say("What the platform took"), parent)
        kit = work.kit
        self._file = file
        rows = (
            ("all", say("All packs"), own.all),
            ("largest", say("Largest packs"), own.largest),
            ("smallest", say("Smallest packs"), own.smallest),
        )
        self.counts = {name: kit.spin_box(_BLANK, _MOST, _BLANK) for name, _title, _own in rows}
        fields = row(
            *(
                FormField(kit, title, self.counts[name], say("In the file: {n}", n=number(mine)))
                for name, title, mine in rows
            )
        )
        self.badge = StateBadge(kit.language)
        self._sentences = kit.label(role="field-error", wrap=True)
        self._advice = kit.label(role="heading", wrap=True)
        self.keep = kit.button(say("Put on record"), self._keep, "primary")
        self.keep.setDefault(True)
        told = kit.label(
            say(
                "Enter what the platform shows for {name} after the upload. The numbers stay on record.",
                name=file.name,
            ),
            "muted",
            wrap=True,
        )
        self.lay_out(
            told,
            fields,
            column(self.badge, self._sentences, self._advice, spacing=GRID),
            buttons=(kit.button(say("Cancel"), self.reject), self.keep),
        )
        self.setMinimumWidth(80 * GRID)
        for field in self.counts.values():
            field.setSpecialValueText("\N{EN DASH}")
            field.valueChanged.connect(lambda _value: self._compare())
        self.counts["all"].setFocus()
        self.counts["all"].selectAll()
        self._compare()

    def _entered(self) -> PackCounts:
        return PackCounts(**{name: field.value() for name, field in self.counts.items()})

    def _compare(self) -> None:
        complete = all(field.value() > _BLANK for field in self.counts.values())
        self.keep.setEnabled(complete)
        if not complete:
            self.badge.show_state(Mark.IDLE, say("Enter all three numbers"))
            self._tell((), None)
            return
        compared = kept_files.compare_counts(self._file, self._entered())
        if not compared.differences:
            self.badge.show_state(Mark.DONE, say("The platform took all"))
        else:
            self.badge.show_state(Mark.STOPPED, say("The numbers differ"))
        self._tell(compared.differences, compared.advice)

    def _tell(self, differences: tuple[Text, ...], advice: Text | None) -> None:
        word = self.work.language
        word.word(self._sentences, _lines(differences))
        word.word(self._advice, advice)
        self._sentences.setVisible(bool(differences))
        self._advice.setVisible(advice is not None)
        self.grow()

    def _keep(self) -> None:
        plant, file_id, counts = self.work.plant, self._file.id, self._entered()
        self.keep.setEnabled(False)
        self.work.background.run(
            lambda _report: kept_files.enter_platform_counts(plant, file_id, counts),
            receiver=self,
            done=self._kept,
            failed=self._fail,
            ended=self._compare,
        )

    def _kept(self, kept: tuple[Compared, Changes]) -> None:
        self.work.announce(kept[1])
        self.accept()

    def _fail(self, error: PackmarkError) -> None:
        self.notice.trouble(error)
        self.grow()


def _lines(texts: tuple[Text, ...]) -> Text | None:
    """Put up to three sentences below each other."""
    if not texts:
        return None
    first, *rest = texts
    for text in rest:
        first = say("{first}\n{rest}", first=first, rest=text)
    return first
