"""The form of a product: all fields by their groups, the pack levels, and how complete it is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QDate, QSize
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QGridLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QWidget,
)

from desktop.changes import Changes
from desktop.errors import InputError, PackmarkError
from desktop.operations import product_versions
from desktop.operations.product_versions import Succession
from desktop.operations.products import ProductRow
from desktop.products.completeness import completeness
from desktop.products.details import Details
from desktop.products.field_titles import choice_title, condition, group_title, title
from desktop.products.fields import FIELDS, Field, Holder, Kind, Need
from desktop.products.product import MAX_SHELF_LIFE_MONTHS, PackLevel, Product
from desktop.products.schemes import CodeScheme, scheme_title
from desktop.products.version import Master
from desktop.texts import Text, say
from ui.dialogs.dialog import Dialog
from ui.dialogs.level_editor import LevelEditor
from ui.kit import box, column, row, scrolling
from ui.style import GRID
from ui.widgets.form import FormField
from ui.widgets.meter import Meter
from ui.widgets.state_badge import mark_icon
from ui.wording import Mark
from ui.workplace import Workplace

_FORM_FIELDS = tuple(row for row in FIELDS if row.holder in {Holder.PRODUCT, Holder.DETAILS})
_LEVELS = "levels"
_NEW = Product(
    code="-",
    type_no="-",
    name="-",
    authorized_no="",
    form="",
    spec="",
    package_spec="",
    pack_unit="",
    levels=(PackLevel(1, "0000000", 1), PackLevel(2, "", 10)),
)
_PLACEHOLDERS = ("name", "code", "type_no")
"""Fields without which there is no product; while they are empty something stands in for them."""
_NAV_PX = 24 * GRID


class _Entry:
    """One field of the form: its editor, and how it is read and filled."""

    def __init__(self, field: Field, editor: QWidget, read: Callable[[], str]) -> None:
        self.field = field
        self.editor = editor
        self.read = read
        self.form: FormField | None = None


class EditProduct(Dialog):
    """Edits a product, or makes a new one where ``item`` is None.

    Attributes:
        stored: the product as it was stored, once it is.
    """

    def __init__(self, work: Workplace, item: ProductRow | None, parent: QWidget) -> None:
        super().__init__(work, say("New product") if item is None else say("Edit the product"), parent)
        kit = work.kit
        self._item = item
        self.stored: ProductRow | None = None
        self._succession: Succession | None = None
        product = item.product if item else _NEW
        details = item.details if item else Details()
        self.meter = Meter(kit)
        self.entries: dict[str, _Entry] = {}
        self.nav = QListWidget()
        self.nav.setFixedWidth(_NAV_PX)
        self.nav.setIconSize(QSize(16, 16))
        self._groups = tuple(dict.fromkeys(field.group for field in _FORM_FIELDS))
        self._sections = (*self._groups[:1], _LEVELS, *self._groups[1:])
        self._stack = QStackedWidget()
        blank = (
            tuple(replace(level, prefix="") for level in product.levels) if item is None else product.levels
        )
        self.levels = LevelEditor(kit, blank)
        self.levels.changed.connect(self._judge)
        for section in self._sections:
            self.nav.addItem(QListWidgetItem())
            view = self.levels if section == _LEVELS else self._make_group(section, product, details, item)
            self._stack.addWidget(scrolling(box(column(view, 1))))
        self.nav.currentRowChanged.connect(self._stack.setCurrentIndex)
        self.nav.setCurrentRow(0)
        self._what = kit.label(wrap=True)
        self.reason = kit.field(say("Why it changes, for the audit trail"))
        self.reason.textChanged.connect(lambda _text: self._judge())
        today = work.plant.clock.now().astimezone().date()
        self.effective = QDateEdit(QDate(today.year, today.month, today.day))
        self.effective.setDisplayFormat("yyyy-MM-dd")
        self.effective.setCalendarPopup(True)
        succeeds = row(
            FormField(kit, say("Reason"), self.reason),
            FormField(kit, say("Effective from"), self.effective),
        )
        succeeds.setStretch(0, 1)
        self._succeeds = box(succeeds)
        self._succession_box = box(column(self._what, self._succeeds, spacing=GRID))
        self.store = kit.button(say("Save"), self._store, "primary")
        body = row(self.nav, self._stack)
        body.setStretch(1, 1)
        self.lay_out(
            self.meter,
            body,
            self._succession_box,
            buttons=(kit.button(say("Cancel"), self.reject), self.store),
        )
        self.layout().itemAt(1).layout().setStretch(1, 1)  # type: ignore[union-attr]  # the form
        self.resize(124 * GRID, 84 * GRID)
        self._show_succession(None)
        self._judge()
        work.language.changed.connect(self._judge)
        if item is not None:
            plant, product_id = work.plant, item.id
            work.background.run(
                lambda _report: product_versions.will_be(plant, product_id),
                receiver=self,
                done=self._show_succession,
            )

    def show_group(self, section: str) -> None:
        """Go to a group of the form, or to ``"levels"``."""
        self.nav.setCurrentRow(self._sections.index(section))

    def master(self) -> Master:
        """Return what is entered.

        Raises:
            InputError: something is not sound.
        """
        values = {key: entry.read().strip() for key, entry in self.entries.items()}
        details = Details.build({row.key: values[row.key] for row in _FORM_FIELDS if _is_detail(row)})
        months = values["shelf_life_months"]
        product = Product(
            levels=self.levels.levels(),
            shelf_life_months=int(months) if months else None,
            **{
                row.key: values[row.key]
                for row in _FORM_FIELDS
                if row.holder is Holder.PRODUCT and row.kind is not Kind.NUMBER
            },
        )
        return Master(product, details)

    def _make_group(self, group: str, product: Product, details: Details, item: ProductRow | None) -> QWidget:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, GRID, 0)
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        fields = [field for field in _FORM_FIELDS if field.group == group]
        for place, field in enumerate(fields):
            value = details.get(field.key)
            if not _is_detail(field):
                stored = getattr(product, field.key) if item is not None else None
                value = "" if stored is None else str(stored)
            entry = self.entries[field.key] = self._make_entry(field, value)
            entry.form = FormField(self.work.kit, _named(field), entry.editor, condition(field))
            grid.addWidget(entry.form, place // 2, place % 2)
        widget = QWidget()
        widget.setLayout(grid)
        return widget

    def _make_entry(self, field: Field, value: str) -> _Entry:
        if field.choices:
            return self._make_choice(field, value)
        if field.kind is Kind.SCHEMES:
            return self._make_schemes(field, value)
        if field.key == "shelf_life_months":
            months = self.work.kit.spin_box(0, MAX_SHELF_LIFE_MONTHS, int(value or 0))
            months.setSpecialValueText("\N{EN DASH}")
            months.valueChanged.connect(lambda _value: self._judge())
            return _Entry(field, months, lambda: str(months.value()) if months.value() else "")
        line = QLineEdit(value)
        line.textChanged.connect(lambda _text: self._judge())
        return _Entry(field, line, line.text)

    def _make_choice(self, field: Field, value: str) -> _Entry:
        choice = QComboBox()
        choice.addItem("\N{EN DASH}", "")
        for name in field.choices:
            choice.addItem(self.work.language(choice_title(name)), name)
        choice.setCurrentIndex(max(0, choice.findData(value)))
        choice.currentIndexChanged.connect(lambda _index: self._judge())
        return _Entry(field, choice, lambda: str(choice.currentData()))

    def _make_schemes(self, field: Field, value: str) -> _Entry:
        chosen = value.split(",")
        boxes = {scheme: QCheckBox() for scheme in CodeScheme}
        for scheme, check in boxes.items():
            self.work.language.word(check, scheme_title(scheme))
            check.setChecked(scheme.value in chosen)
            check.toggled.connect(lambda _on: self._judge())
        editor = box(column(*boxes.values(), spacing=0))
        return _Entry(
            field,
            editor,
            lambda: ",".join(scheme.value for scheme, check in boxes.items() if check.isChecked()),
        )

    def _judge(self) -> None:
        """Say below each field what is wrong with it, and how complete all of it is."""
        if not hasattr(self, "store"):
            return  # still being built
        faulty = set()
        for key, entry in self.entries.items():
            fault = _fault(entry)
            if entry.form is not None:
                entry.form.trouble(fault)
            if fault is not None:
                faulty.add(key)
        missing: tuple[str, ...] = ()
        draft = self._draft(faulty)
        if draft is not None:
            found = completeness(draft.product, draft.details)
            stood_for = [key for key in _PLACEHOLDERS if not self.entries[key].read().strip()]
            missing = (*stood_for, *found.missing_keys)
            self.meter.show_share(found.done - len(stood_for), found.of, [title(key) for key in missing])
        self._show_nav(faulty, set(missing))
        self.store.setEnabled(not faulty and not self._reason_missing())

    def _reason_missing(self) -> bool:
        succeeds = self._succession is not None and self._succession.new_version
        return succeeds and not self.reason.text().strip()

    def _draft(self, faulty: set[str]) -> Master | None:
        """Return what is entered as far as it goes, to measure it."""
        values = {key: entry.read().strip() for key, entry in self.entries.items() if key not in faulty}
        levels = self.levels.draft()
        if levels is None:
            return None
        if not any(level.coded for level in levels):
            levels = (replace(levels[0], prefix="0000000"), *levels[1:])
        months = values.get("shelf_life_months", "")
        texts = {
            row.key: values.get(row.key, "")
            for row in _FORM_FIELDS
            if row.holder is Holder.PRODUCT and row.kind is not Kind.NUMBER
        }
        try:
            details = Details.build(
                {row.key: values.get(row.key, "") for row in _FORM_FIELDS if _is_detail(row)}
            )
            sound = {key: value or _placeholder(key) for key, value in texts.items()}
            product = Product(levels=levels, shelf_life_months=int(months) if months else None, **sound)
        except InputError:
            return None
        return Master(product, details)

    def _show_nav(self, faulty: set[str], missing: set[str]) -> None:
        empty = {key for key, entry in self.entries.items() if entry.field.need is Need.REQUIRED}
        missing |= {key for key in empty if not self.entries[key].read().strip()}
        for line, section in enumerate(self._sections):
            keys = {"gtin"} if section == _LEVELS else {f.key for f in _FORM_FIELDS if f.group == section}
            mark = Mark.STOPPED if keys & faulty else Mark.ATTENTION if keys & missing else Mark.DONE
            if section == _LEVELS and self.levels.draft() is None:
                mark = Mark.STOPPED
            item = self.nav.item(line)
            name = say("Pack levels") if section == _LEVELS else group_title(section)
            item.setText(self.work.language(name))
            item.setIcon(mark_icon(mark, self.work.style.colours))

    def _show_succession(self, found: Succession | None) -> None:
        self._succession = found
        succeeds = found is not None and found.new_version
        self._succession_box.setVisible(found is not None)
        self._succeeds.setVisible(succeeds)
        if found is not None:
            text = say("Saving changes version {n}: {why}", n=found.number, why=found.because)
            if succeeds:
                text = say("Saving makes version {n}: {why}", n=found.number, why=found.because)
            self.work.language.word(self._what, text)
        self._judge()

    def _store(self) -> None:
        try:
            master = self.master()
        except PackmarkError as error:
            self.notice.trouble(error)
            return
        plant, item, reason = self.work.plant, self._item, self.reason.text().strip()
        succeeds = self._succession is not None and self._succession.new_version
        entered = self.effective.date()
        chosen = date(entered.year(), entered.month(), entered.day()) if succeeds else None
        self.store.setEnabled(False)
        self.work.background.run(
            lambda _report: (
                product_versions.add_product(plant, master, reason=reason)
                if item is None
                else product_versions.save_product(
                    plant, item.id, master, effective_from=chosen, reason=reason
                )
            ),
            receiver=self,
            done=self._done,
            failed=self.notice.trouble,
            ended=self._judge,
        )

    def _done(self, result: tuple[ProductRow, Changes]) -> None:
        self.stored, changes = result
        self.work.announce(changes)
        self.accept()


def _is_detail(field: Field) -> bool:
    return field.holder is Holder.DETAILS


def _placeholder(key: str) -> str:
    """Stand for what the product cannot be without while it is typed."""
    return "-" if key in _PLACEHOLDERS else ""


def _named(field: Field) -> Text:
    if field.need is Need.REQUIRED:
        return say("{field} *", field=title(field))
    return title(field)


def _fault(entry: _Entry) -> Text | None:
    value = entry.read().strip()
    if not value or not _is_detail(entry.field):
        return None
    try:
        Details.build({entry.field.key: value})
    except InputError as error:
        return error.text
    return None
