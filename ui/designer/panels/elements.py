"""All elements as a tree of layers and groups: searched, selected, renamed in place."""

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from desktop.labels import edits
from desktop.labels.elements import CodeBlock, Element, SymbolElement, TextElement
from desktop.texts import Text, say
from ui.designer.panels.attributes import kind_name
from ui.designer.panels.panel import Panel
from ui.designer.panels.properties import GROUND
from ui.designer.session import DesignSession
from ui.workplace import Workplace

_NAMES = Qt.ItemDataRole.UserRole
_GROUP = Qt.ItemDataRole.UserRole + 1


class ElementsList(Panel):
    """The tree. Selecting in it selects on the canvas, and the other way round."""

    def __init__(self, work: Workplace, session: DesignSession) -> None:
        super().__init__(work, session)
        self._outline: tuple[object, ...] = ()
        self.search = work.kit.field(say("Find by name, text or value"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._rebuild())
        self.tree = QTreeWidget()
        self.tree.setColumnCount(2)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.header().setStretchLastSection(False)
        self.tree.setHeaderHidden(True)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.tree.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked
        )
        work.language.word(self.tree, say("Elements of the label"), "setAccessibleName")
        self.tree.itemSelectionChanged.connect(self._select)
        self.tree.itemChanged.connect(self._rename)
        self.lay_out(self.search, self.tree)

    def refresh(self) -> None:
        """Show the elements and what of them is selected."""
        design = self.session.design
        outline = (
            self.work.language.code,
            self.session.design.layers,
            *((one.name, one.layer, one.group, type(one)) for one in design.elements),
        )
        if outline != self._outline or self.search.text():
            self._outline = outline
            self._build()
        self._show_selection()

    def shown(self) -> list[str]:
        """Return the names of the elements that are shown."""
        return [
            names[0] for item in self._items() if len(names := _names(item)) == 1 and not item.childCount()
        ]

    def _rebuild(self) -> None:
        self._build()
        self._show_selection()

    def _build(self) -> None:
        design = self.session.design
        text = self.search.text().strip()
        found = set(edits.found(design, text, self.session.values)) if text else None
        with QSignalBlocker(self.tree):
            self.tree.clear()
            for name in (*(layer.name for layer in reversed(design.layers)), ""):
                # The topmost element comes first, as layers do in every drawing program.
                own = [
                    one
                    for one in reversed(design.elements)
                    if one.layer == name and (found is None or one.name in found)
                ]
                if own or found is None:
                    self._add_layer(name, own)
            self.tree.expandAll()

    def _add_layer(self, name: str, elements: list[Element]) -> None:
        title = name or self.work.language(GROUND)
        top = QTreeWidgetItem([title, ""])
        top.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        font = top.font(0)
        font.setBold(True)
        top.setFont(0, font)
        top.setData(0, _NAMES, [one.name for one in elements])
        self.tree.addTopLevelItem(top)
        groups: dict[str, QTreeWidgetItem] = {"": top}
        for element in elements:
            parent = self._group(groups, element.group)
            item = QTreeWidgetItem([element.name, self.work.language(kind_name(element))])
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            item.setData(0, _NAMES, [element.name])
            item.setToolTip(0, _says(element))
            parent.addChild(item)

    def _group(self, groups: dict[str, QTreeWidgetItem], path: str) -> QTreeWidgetItem:
        known = groups.get(path)
        if known is not None:
            return known
        outer, _, own = path.rpartition("/")
        parent = self._group(groups, outer)
        made = QTreeWidgetItem([own, self.work.language(say("Group"))])
        made.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        made.setData(0, _GROUP, path)
        made.setData(0, _NAMES, list(edits.members(self.session.design, path)))
        parent.addChild(made)
        groups[path] = made
        return made

    def _items(self) -> list[QTreeWidgetItem]:
        found: list[QTreeWidgetItem] = []
        waiting = [self.tree.topLevelItem(place) for place in range(self.tree.topLevelItemCount())]
        while waiting:
            item = waiting.pop(0)
            if item is not None:
                found.append(item)
                waiting[:0] = [item.child(place) for place in range(item.childCount())]
        return found

    def _show_selection(self) -> None:
        chosen = set(self.session.selection)
        with QSignalBlocker(self.tree):
            for item in self._items():
                item.setSelected(not item.childCount() and bool(chosen & set(_names(item))))
        selected = self.tree.selectedItems()
        if selected:
            self.tree.scrollToItem(selected[0])

    def _select(self) -> None:
        names = [name for item in self.tree.selectedItems() for name in _names(item)]
        self.session.select(names)

    def _rename(self, item: QTreeWidgetItem, column: int) -> None:
        names, new = _names(item), item.text(0).strip()
        if column or len(names) != 1 or new == names[0]:
            return
        old = names[0]
        title: Text = say("Rename “{old}” to “{new}”", old=old, new=new)
        if self.attempt(title, lambda design: edits.renamed(design, old, new)):
            self.session.select((new,))
        else:
            with QSignalBlocker(self.tree):
                item.setText(0, old)


def _names(item: QTreeWidgetItem) -> list[str]:
    found = item.data(0, _NAMES)
    return [str(name) for name in found] if isinstance(found, list | tuple) else []


def _says(element: Element) -> str:
    match element:
        case TextElement():
            return element.text
        case CodeBlock():
            return element.field
        case SymbolElement():
            return element.data
        case _:
            return ""
