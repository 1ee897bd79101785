"""The check-up of a scanner that types like a keyboard: known symbols are scanned, and compared."""

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QWidget

from desktop.operations import wedge_sheet
from desktop.packing.wedge import SHEET, Finding, Wedge, check
from desktop.texts import Text, say, say_count
from ui.dialogs.dialog import Dialog
from ui.kit import row
from ui.shown_controls import shown_controls
from ui.style import GRID
from ui.widgets.form import FormField
from ui.widgets.key_catcher import KeyCatcher
from ui.widgets.label_view import LabelView, dots_of
from ui.widgets.notice import Notice
from ui.widgets.steps import Steps
from ui.wording import Mark
from ui.workplace import Workplace

_ENDS = (("\r", say("Enter (CR)")), ("\n", say("Line feed (LF)")), ("\r\n", say("CR LF")), ("\t", say("Tab")))


class WedgeCheck(Dialog):
    """Shows one symbol after the other, takes what the scanner types, and says whether the scanner is fit."""

    def __init__(self, work: Workplace, parent: QWidget | None) -> None:
        super().__init__(work, say("Check a keyboard scanner"), parent)
        kit = work.kit
        self._found: dict[int, tuple[Finding, ...]] = {}
        self.steps = Steps(kit, *(wedge_sheet.title_of(symbol) for symbol in SHEET))
        self.picture = LabelView()
        self.picture.setMinimumHeight(30 * GRID)
        self.keys = KeyCatcher()
        self.keys.caught.connect(self.take)
        work.language.word(self.keys, say("Click here, then scan"), "setPlaceholderText")
        self.came: QLabel = kit.code_label(wrap=True)
        self.came_field = FormField(kit, say("What came last"), self.came)
        self.answer = Notice(kit)
        self.answer.close_button.hide()
        self.prefix = kit.field(say("none"))
        self.end = QComboBox()
        for end, name in _ENDS:
            self.end.addItem(work.language(name), end)
        self.prefix.editingFinished.connect(self._prefix_left)
        self.end.currentIndexChanged.connect(lambda _index: self._settings_changed())
        self.back = kit.button(say("Begin again"), self.begin, icon_name="refresh")
        self.skip = kit.button(say("Skip this symbol"), self._skip)
        self.save = kit.button(say("Save the sheet as PDF"), self._save, icon_name="export")
        self.end_button = kit.button(say("Close"), self.accept, "primary")
        self._lay_out()
        self.begin()

    def _lay_out(self) -> None:
        kit = self.work.kit
        how = kit.label(
            say(
                "Hold the scanner on the symbol on this screen, or on the printed sheet, and scan it once. "
                "The keys come exactly as the computer gets them, input method and caps lock included."
            ),
            wrap=True,
        )
        settings = row(
            FormField(kit, say("Scan here"), self.keys),
            FormField(kit, say("Prefix it should type"), self.prefix),
            FormField(kit, say("End it should type"), self.end),
        )
        for place, share in enumerate((6, 2, 2)):
            settings.setStretch(place, share)
        self.lay_out(
            how,
            self.steps,
            self.picture,
            settings,
            self.came_field,
            self.answer,
            buttons=(self.save, self.back, self.skip, self.end_button),
        )
        self.setMinimumWidth(104 * GRID)

    def begin(self) -> None:
        """Show the first symbol, as if nothing had been scanned."""
        self._found.clear()
        self.came_field.hide()
        self.answer.hide()
        self._show(0)
        self.keys.clear()
        self.keys.setFocus()

    def take(self, typed: str, composed: bool = False) -> None:
        """Compare a reading with the symbol that is shown; a right one leads on to the next."""
        place = self.steps.now()
        found = check(SHEET[place], typed, self._wedge(), composed=composed)
        self.came.setText(shown_controls(typed))
        self.came_field.show()
        if found:
            self._tell(Mark.STOPPED, found)
        self._note(place, found)

    def is_fit(self) -> bool:
        """Tell whether every symbol was scanned and typed as it stands there."""
        return len(self._found) == len(SHEET) and not any(self._found.values())

    def _skip(self) -> None:
        place = self.steps.now()
        if place not in self._found:
            self._found[place] = check(SHEET[place], "", self._wedge())
        self._note(place, self._found[place], on=True)
        self.keys.setFocus()

    def _note(self, place: int, found: tuple[Finding, ...], *, on: bool = False) -> None:
        self._found[place] = found
        last = place + 1 == len(SHEET)
        if last and (on or not found or len(self._found) == len(SHEET)):
            self._judge()
        elif not found or on:
            if not found:
                right = say("Symbol {n} came as it stands there. Scan the next one.", n=place + 1)
                self.answer.tell(Mark.DONE, right)
            else:
                self.answer.hide()
            self._show(place + 1)
        self.grow()

    def _judge(self) -> None:
        found = tuple(one for place in sorted(self._found) for one in self._found[place])
        if not found:
            self.answer.tell(
                Mark.DONE, say("This scanner is fit: every symbol came as it stands there, to the last key.")
            )
        elif self._found[0]:
            self._tell(Mark.STOPPED, found, say("This scanner is not fit yet. Mend this, then begin again:"))
        else:
            fit = say("This scanner is fit for codes of digits only. For element strings mend this first:")
            self._tell(Mark.ATTENTION, found, fit)

    def _tell(self, mark: Mark, found: tuple[Finding, ...], heading: Text | None = None) -> None:
        """Say what to do, each advice once."""
        advice = tuple(dict.fromkeys(finding.advice for finding in found))
        if heading is None:
            heading = say_count(
                "This reading is not right:", "This reading is not right in {n} ways:", n=len(advice)
            )
        sentence = heading
        for one in advice:
            sentence = say("{before}\n• {advice}", before=sentence, advice=one)
        self.answer.tell(mark, sentence)

    def _show(self, place: int) -> None:
        self.steps.show_step(place)
        self.picture.show_dots(dots_of(wedge_sheet.on_screen(SHEET[place])), 0)

    def _settings_changed(self) -> None:
        self.prefix.setModified(False)
        self.begin()

    def _prefix_left(self) -> None:
        if self.prefix.isModified():
            self._settings_changed()

    def _wedge(self) -> Wedge:
        return Wedge(self.prefix.text(), str(self.end.currentData()))

    def _save(self) -> None:
        word = self.work.language
        name, _ = QFileDialog.getSaveFileName(
            self, word(say("Check sheet of keyboard scanners")), "scanner-check.pdf", "PDF (*.pdf)"
        )
        if not name:
            return
        path, code = Path(name), word.code
        self.work.background.run(
            lambda _report: wedge_sheet.write_sheet(path, code),
            receiver=self,
            done=lambda _done: self.notice.tell(Mark.DONE, say("Exported to {path}.", path=str(path))),
            failed=self.notice.trouble,
        )
