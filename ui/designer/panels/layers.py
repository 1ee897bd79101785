"""The layers: shown, printed, locked, in their order; what is selected is moved between them."""

from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QInputDialog, QLineEdit, QVBoxLayout, QWidget

from desktop.labels import edits
from desktop.labels.document import Layer, Lock
from desktop.texts import Text, say, say_count
from ui.designer.panels.panel import Panel
from ui.designer.panels.properties import GROUND
from ui.designer.panels.tool_buttons import tool_button
from ui.designer.session import DesignSession
from ui.kit import column, row, scrolling
from ui.style import GRID
from ui.workplace import Workplace

LOCKS: tuple[tuple[Lock, Text], ...] = (
    (Lock.NONE, say("Open to all")),
    (Lock.ENGINEER, say("Packaging engineers only")),
    (Lock.QA, say("QA only")),
    (Lock.ALL, say("Locked")),
)


class LayersPanel(Panel):
    """The layers, the topmost first."""

    def __init__(self, work: Workplace, session: DesignSession) -> None:
        super().__init__(work, session)
        kit = work.kit
        self.cards: list[LayerCard] = []
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(GRID // 2)
        self.add = kit.button(say("New layer"), self._add, "quiet", icon_name="add")
        content = QWidget()
        content.setLayout(column(self._lines, 1, spacing=GRID))
        self.lay_out(row(1, self.add), scrolling(content))

    def refresh(self) -> None:
        """Show the layers of the design."""
        layers = (*reversed(self.session.design.layers), None)
        while len(self.cards) > len(layers):
            gone = self.cards.pop()
            self._lines.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self.cards) < len(layers):
            card = LayerCard(self)
            self.cards.append(card)
            self._lines.addWidget(card)
        counts = {"": 0} | {layer.name: 0 for layer in self.session.design.layers}
        for element in self.session.design.elements:
            counts[element.layer] += 1
        for place, (card, layer) in enumerate(zip(self.cards, layers, strict=True)):
            card.show_layer(layer, counts[layer.name if layer else ""], place, len(layers) - 1)

    def card(self, name: str) -> "LayerCard":
        """Return the card of a layer; "" is the ground layer. KeyError: there is none."""
        for card in self.cards:
            if card.name == name:
                return card
        raise KeyError(name)

    def _add(self) -> None:
        word = self.work.language
        name, wanted = QInputDialog.getText(
            self, word(say("New layer")), word(say("Name")), QLineEdit.EchoMode.Normal, word(say("Layer"))
        )
        if wanted:
            self.attempt(
                say("New layer “{name}”", name=name),
                lambda design: edits.layer_added(design, Layer(name.strip())),
            )


class LayerCard(QFrame):
    """One layer."""

    def __init__(self, panel: LayersPanel) -> None:
        super().__init__()
        self._panel = panel
        self.name = ""
        kit = panel.work.kit
        self.setProperty("role", "card")
        self.title = kit.field()
        self.title.setProperty("role", "dense")
        self.title.editingFinished.connect(self._rename)
        kit.language.word(self.title, say("Name of the layer"), "setAccessibleName")
        self._ground = kit.label(GROUND, "heading")
        self._count = kit.label(role="muted")
        self.shown = self._box(say("Show"))
        self.shown.clicked.connect(lambda on: self._change(say("Show"), shown=on))
        self.printed = self._box(say("Print"))
        self.printed.clicked.connect(lambda on: self._change(say("Print"), printed=on))
        self.lock = QComboBox()
        self.lock.setProperty("role", "dense")
        self.lock.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.lock.setMinimumContentsLength(9)
        kit.language.word(self.lock, say("Who may change this layer"), "setAccessibleName")
        self.lock.activated.connect(lambda line: self._change(say("Lock"), lock=LOCKS[line][0]))
        self.up = tool_button(kit, "arrow-up", say("Bring forward"), lambda: self._move(1))
        self.down = tool_button(kit, "arrow-down", say("Send backward"), lambda: self._move(-1))
        self.take_out = tool_button(
            kit, "close", say("Remove the layer; its elements go to the ground layer"), self._remove
        )
        self.take_selection = kit.button(say("Move the selection here"), self._take, "quiet")
        self._tools = QWidget()
        tools = row(self.shown, self.printed, self.lock, 1, spacing=GRID)
        self._tools.setLayout(tools)
        layout = column(
            row(self.title, self._ground, 1, self._count, self.up, self.down, self.take_out, spacing=4),
            self._tools,
            row(self.take_selection, 1),
            spacing=2,
        )
        layout.setContentsMargins(GRID, GRID // 2, GRID // 2, GRID // 2)
        self.setLayout(layout)
        self._fill_locks()
        kit.language.changed.connect(self._fill_locks)

    def show_layer(self, layer: Layer | None, count: int, place: int, named: int) -> None:
        """Show another layer; None is the ground layer.

        Args:
            layer: the layer.
            count: how many elements lie on it.
            place: its place from the top.
            named: how many layers there are besides the ground layer.
        """
        word = self._panel.work.language
        self.name = layer.name if layer else ""
        if not (self.title.hasFocus() and self.title.isModified()) and self.title.text() != self.name:
            self.title.setText(self.name)
        self._ground.setVisible(layer is None)
        word.word(self._count, say_count("{n} element", "{n} elements", n=count))
        for widget in (self.title, self._tools, self.up, self.down, self.take_out):
            widget.setVisible(layer is not None)
        self.take_selection.setVisible(bool(self._panel.session.selection))
        if layer is None:
            return
        self.shown.setChecked(layer.shown)
        self.printed.setChecked(layer.printed)
        self.lock.setCurrentIndex([lock for lock, _ in LOCKS].index(layer.lock))
        self.up.setEnabled(place > 0)
        self.down.setEnabled(place < named - 1)
        self.take_out.setEnabled(layer.lock is Lock.NONE)

    def _box(self, name: Text) -> QCheckBox:
        made = QCheckBox()
        self._panel.work.language.word(made, name)
        return made

    def _fill_locks(self) -> None:
        line = self.lock.currentIndex()
        self.lock.clear()
        self.lock.addItems([self._panel.work.language(text) for _, text in LOCKS])
        self.lock.setCurrentIndex(line)

    def _change(self, what: Text, **changes: object) -> None:
        name = self.name
        title = say("{what}: layer “{name}”", what=what, name=name)
        self._panel.attempt(title, lambda design: edits.layer_changed(design, name, **changes))

    def _rename(self) -> None:
        old, new = self.name, self.title.text().strip()
        self.title.setModified(False)
        if not old or new == old:
            return
        title = say("Rename layer “{old}” to “{new}”", old=old, new=new)
        if not self._panel.attempt(title, lambda design: edits.layer_renamed(design, old, new)):
            self.title.setText(old)

    def _move(self, way: int) -> None:
        names = [layer.name for layer in self._panel.session.design.layers]
        name, place = self.name, names.index(self.name) + way
        self._panel.attempt(say("Order of the layers"), lambda design: edits.layer_moved(design, name, place))

    def _remove(self) -> None:
        name = self.name
        self._panel.attempt(
            say("Remove layer “{name}”", name=name), lambda design: edits.layer_removed(design, name)
        )

    def _take(self) -> None:
        name, names = self.name, self._panel.session.selection
        where: str | Text = f"“{name}”" if name else GROUND
        self._panel.attempt(
            say("Move to layer {name}", name=where), lambda design: edits.to_layer(design, names, name)
        )
