"""All master data of a product, group by group; what is missing stands out."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.operations.products import ProductRow
from desktop.products.completeness import schemes_of
from desktop.products.field_titles import choice_title, condition, group_title, title
from desktop.products.fields import FIELDS, Field, Holder, Kind
from desktop.products.schemes import scheme_title
from desktop.texts import Text, say
from ui.kit import column, emptied, facts, row, scrolling
from ui.style import GRID
from ui.workplace import Workplace

_SHOWN = tuple(field for field in FIELDS if field.holder in {Holder.PRODUCT, Holder.LEVEL, Holder.DETAILS})
_NAME_PX = 19 * GRID
_GROUPS = tuple(dict.fromkeys(field.group for field in _SHOWN))


class ProductFields(QWidget):
    """Shows the fields; editing is offered per group.

    Signals:
        wanted: (group) the person wants to edit a group.
    """

    wanted = Signal(str)

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self._item: ProductRow | None = None
        self._groups = column()
        content = QWidget()
        content.setLayout(self._groups)
        self.setLayout(column(scrolling(content)))

    def show_product(self, item: ProductRow) -> None:
        """Show the fields of ``item``."""
        self._item = item

    def reword(self) -> None:
        """Lay the fields out in the present language."""
        item = self._item
        if item is None:
            return
        emptied(self._groups)
        kit = self._work.kit
        missing = set(item.completeness.missing_keys)
        for group in _GROUPS:
            pairs: list[tuple[QWidget, QWidget]] = []
            for field in _SHOWN:
                if field.group == group:
                    name = kit.label(title(field), "muted", wrap=True)
                    value = kit.label(wrap=True)
                    shown, role = self._value(item, field, missing=field.key in missing)
                    value.setProperty("role", role)
                    value.setText(shown)
                    reason = condition(field)
                    if reason is not None:
                        name.setToolTip(self._work.language(reason))
                    pairs.append((name, value))
            edit = kit.button(say("Edit …"), partial(self.wanted.emit, group), "quiet", icon_name="edit")
            grid = facts(*pairs, columns=2)
            for side in (0, 2):
                grid.setColumnMinimumWidth(side, _NAME_PX)
            self._groups.addWidget(kit.card(row(kit.label(group_title(group), "heading"), 1, edit), grid))
        self._groups.addStretch(1)

    def _value(self, item: ProductRow, field: Field, *, missing: bool) -> tuple[str, str]:
        word = self._work.language
        if missing:
            return word(say("missing")), "field-error"
        if field.kind is Kind.SCHEMES:
            names = [word(scheme_title(scheme)) for scheme in schemes_of(item.product, item.details)]
            return "\n".join(names) or "\N{EN DASH}", ""
        if field.holder is Holder.LEVEL:
            gtins = [level.gtin.as_14 for level in item.product.levels if level.gtin]
            return "\n".join(gtins) or "\N{EN DASH}", ""
        if field.holder is Holder.PRODUCT:
            stored = getattr(item.product, field.key)
            return str(stored or "\N{EN DASH}"), ""
        shown: str | Text = item.details.get(field.key)
        if field.choices and shown:
            shown = choice_title(str(shown))
        return (word(shown) if isinstance(shown, Text) else shown) or "\N{EN DASH}", ""
