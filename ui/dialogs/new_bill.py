"""A new bill: its kind by a picture, then the fields that this kind asks for, each with why."""

from PySide6.QtCore import QDate, QSize
from PySide6.QtWidgets import QCheckBox, QDateEdit, QGridLayout, QLineEdit, QStackedWidget, QWidget

from desktop.changes import Changes
from desktop.errors import PackmarkError, Refused
from desktop.operations import bills
from desktop.operations.bills import StoredBill
from desktop.packing.bills import (
    DATES,
    MAX_NUMBER,
    RULES,
    BillKind,
    field_faults,
    field_name,
    kind_name,
    needed_fields,
    number_fault,
    rule_of,
)
from desktop.texts import Text, say
from ui.dialogs.dialog import Dialog
from ui.kit import Button, box, column, emptied
from ui.style import GRID
from ui.warehouse.bill_words import ICONS, meaning, short_name, why
from ui.widgets.form import FormField
from ui.workplace import Workplace

_KINDS, _FIELDS = range(2)
_PICTURE_PX = 40
_IN_A_ROW = 3
_NUMBER_HINT = say("As the warehouse or the ERP calls it.")
_EDITOR = QDateEdit | QLineEdit


class NewBill(Dialog):
    """Chooses a kind, asks for its fields, and opens the bill.

    Attributes:
        kinds: the buttons with the pictures.
        fields: the fields of the chosen kind, by key.
        created: the bill, once it is opened.
    """

    def __init__(self, work: Workplace, parent: QWidget | None) -> None:
        super().__init__(work, say("New bill"), parent)
        kit = work.kit
        self.created: StoredBill | None = None
        self._kind = BillKind.PRODUCE_IN
        self._tried = False
        self.kinds = {rule.kind: self._picture(rule.kind) for rule in RULES}
        self.fields: dict[str, FormField] = {}
        self._editors: dict[str, _EDITOR] = {}
        self.number = kit.field()
        self.number.setMaxLength(MAX_NUMBER + 1)
        self.number.textChanged.connect(lambda _text: self._check())
        self.number_field = FormField(kit, say("Number of the bill"), self.number, _NUMBER_HINT)
        self.special = QCheckBox()
        work.language.word(self.special, say("Drugs under special control"))
        self.special.toggled.connect(lambda _on: self._show_fields())
        self._told = kit.label(role="muted", wrap=True)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(3 * GRID)
        self._grid.setVerticalSpacing(2 * GRID)
        self.back = kit.button(say("Another kind"), self._choose_again, icon_name="back")
        self.make = kit.button(say("Open the bill"), self._open, "primary")
        self.make.setDefault(True)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._make_kinds())
        self._stack.addWidget(box(column(self._told, self.number_field, self.special, self._grid, 1)))
        self.lay_out(self._stack, buttons=(kit.button(say("Cancel"), self.reject), self.back, self.make))
        self.setMinimumWidth(112 * GRID)
        self._show(_KINDS)
        self.kinds[BillKind.PRODUCE_IN].setFocus()

    def choose(self, kind: BillKind) -> None:
        """Ask for the fields of a kind."""
        self._kind = kind
        self._tried = False
        self.work.language.word(self._heading, say("New bill: {kind}", kind=kind_name(kind)))
        self.work.language.word(self._told, meaning(kind))
        self.special.setVisible(not rule_of(kind).incoming)
        self._show_fields()
        self._show(_FIELDS)
        self.number.setFocus()

    def editor(self, key: str) -> _EDITOR:
        """Return the field in which ``key`` is filled in."""
        return self._editors[key]

    def _picture(self, kind: BillKind) -> Button:
        made = self.work.kit.button(
            short_name(kind), lambda: self.choose(kind), "picture", icon_name=ICONS[kind]
        )
        made.setIconSize(QSize(_PICTURE_PX, _PICTURE_PX))
        self.work.language.word(made, meaning(kind), "setToolTip")
        return made

    def _make_kinds(self) -> QWidget:
        kit = self.work.kit
        parts: list[QWidget] = []
        for incoming, title in ((True, say("Goods come in")), (False, say("Goods leave"))):
            grid = QGridLayout()
            grid.setContentsMargins(0, 0, 0, 0)
            grid.setSpacing(2 * GRID)
            shown = [rule.kind for rule in RULES if rule.incoming is incoming]
            for place, kind in enumerate(shown):
                grid.addWidget(self.kinds[kind], *divmod(place, _IN_A_ROW))
            parts += [kit.label(title, "heading"), box(grid)]
        return box(column(*parts, 1))

    def _show(self, part: int) -> None:
        self._stack.setCurrentIndex(part)
        self.back.setVisible(part == _FIELDS)
        self.make.setVisible(part == _FIELDS)
        self.notice.hide()
        if part == _FIELDS:
            self.grow()

    def _choose_again(self) -> None:
        self.work.language.word(self._heading, say("New bill"))
        self._show(_KINDS)
        self.kinds[self._kind].setFocus()

    def _show_fields(self) -> None:
        """Make the fields of the kind anew; what was filled in stays."""
        filled = self._values()
        emptied(self._grid)
        self.fields.clear()
        self._editors.clear()
        kit, rule = self.work.kit, rule_of(self._kind)
        needed = needed_fields(self._kind, special=self._is_special())
        for place, key in enumerate(dict.fromkeys((*needed, *rule.optional))):
            editor = self._make_editor(key, filled.get(key, ""))
            field = FormField(kit, field_name(key), editor, why(key, needed=key in needed))
            self._editors[key], self.fields[key] = editor, field
            self._grid.addWidget(field, *divmod(place, 2))
        self._tab_through()
        self._check()

    def _make_editor(self, key: str, value: str) -> _EDITOR:
        if key not in DATES:
            line = self.work.kit.field()
            line.setText(value)
            line.textChanged.connect(lambda _text: self._check())
            return line
        today = self.work.plant.clock.now().astimezone().date()
        shown = QDate.fromString(value, "yyyy-MM-dd") if value else QDate(today.year, today.month, today.day)
        made = QDateEdit(shown)
        made.setDisplayFormat("yyyy-MM-dd")
        made.setCalendarPopup(True)
        return made

    def _tab_through(self) -> None:
        before: QWidget = self.special if self.special.isVisibleTo(self) else self.number
        for editor in self._editors.values():
            QWidget.setTabOrder(before, editor)
            before = editor
        QWidget.setTabOrder(before, self.back)

    def _is_special(self) -> bool:
        return self.special.isChecked() and not rule_of(self._kind).incoming

    def _values(self) -> dict[str, str]:
        return {
            key: editor.date().toString("yyyy-MM-dd")
            if isinstance(editor, QDateEdit)
            else editor.text().strip()
            for key, editor in self._editors.items()
        }

    def _check(self) -> bool:
        """Tell below each field what is wrong with it, once the person tried; say whether all is right."""
        faults = field_faults(self._kind, self._values(), special=self._is_special())
        number = number_fault(self.number.text().strip())
        if self._tried:
            empty = not self.number.text().strip()
            self.number_field.trouble(_fill_in(_NUMBER_HINT) if empty else number)
            for key, field in self.fields.items():
                field.trouble(self._fault_told(key, faults.get(key)))
        return not faults and number is None

    def _fault_told(self, key: str, fault: Text | None) -> Text | None:
        empty = fault is not None and not self._values()[key]
        return _fill_in(why(key, needed=True)) if empty else fault

    def _open(self) -> None:
        self._tried = True
        if not self._check():
            self.grow()
            return
        plant, kind, number, special = self.work.plant, self._kind, self.number.text(), self._is_special()
        values = {key: value for key, value in self._values().items() if value}
        self.make.setEnabled(False)
        self.work.background.run(
            lambda _report: bills.new_bill(plant, kind, number, values, special=special),
            receiver=self,
            done=self._opened,
            failed=self._failed,
            ended=lambda: self.make.setEnabled(True),
        )

    def _failed(self, error: PackmarkError) -> None:
        if isinstance(error, Refused):  # the number is taken
            self.number_field.trouble(error.text)
            self.number.setFocus()
        else:
            self.notice.trouble(error)
        self.grow()

    def _opened(self, answer: tuple[StoredBill, Changes]) -> None:
        self.created = answer[0]
        self.work.announce(answer[1])
        self.accept()


def _fill_in(why_asked: Text) -> Text:
    return say("Please fill this in. {why}", why=why_asked)
