"""The sheet that F1 opens: which keys do what, everywhere and on the page that is shown."""

from PySide6.QtWidgets import QWidget

from desktop.texts import say
from ui.dialogs.dialog import Dialog
from ui.kit import box, column, facts, scrolling
from ui.pages.catalogue import page_keys
from ui.pages.page import Shortcuts
from ui.style import GRID
from ui.workplace import Workplace

_LONG = 16
"""Longer lists stand in two columns and scroll, so that the sheet fits on small screens."""
_LONG_PX = 60 * GRID


class ShortcutSheet(Dialog):
    """Lists the shortcuts."""

    def __init__(self, work: Workplace, here: Shortcuts, parent: QWidget) -> None:
        super().__init__(work, say("Shortcuts"), parent)
        everywhere = [
            *((keys, entry.title) for keys, entry in page_keys()),
            ("Ctrl+E", say("Explain the chosen, copied or scanned code")),
            ("Ctrl+K", say("Go to anything by its name")),
            ("Ctrl+L", say("Switch between English and Chinese")),
            ("F1", say("Show this sheet")),
        ]
        close = work.kit.button(say("Close"), self.accept, "primary")
        parts: list[QWidget] = [work.kit.label(say("Everywhere"), "heading"), self._list(everywhere)]
        if here:
            parts = [work.kit.label(say("On this page"), "heading"), self._list(here), *parts]
        long = len(here) > _LONG
        if long:
            content = scrolling(box(column(*parts)))
            content.setMinimumHeight(_LONG_PX)
            self.lay_out(content, buttons=(close,))
        else:
            self.lay_out(*parts, buttons=(close,))
        self.setMinimumWidth((112 if long else 56) * GRID)

    def _list(self, shortcuts: Shortcuts) -> QWidget:
        kit = self.work.kit
        pairs = []
        for keys, what in shortcuts:
            name = kit.label(role="heading")
            name.setText(keys)
            name.setMinimumWidth(16 * GRID)
            pairs.append((name, kit.label(what)))
        widget = QWidget()
        widget.setLayout(facts(*pairs, columns=1 if len(pairs) <= _LONG else 2))
        return widget
