"""Small buttons that show an icon only; their name is a tool tip and what a screen reader says."""

from collections.abc import Callable

from desktop.texts import Text
from ui.kit import Button, Kit

Act = Callable[[], object]
_SIDE_PX = 30


def tool_button(kit: Kit, icon_name: str, name: Text, act: Act) -> Button:
    """Make a button with an icon and without words."""
    made = Button("icon", icon_name)
    made.setFixedWidth(_SIDE_PX)
    kit.language.word(made, name, "setToolTip")
    kit.language.word(made, name, "setAccessibleName")
    made.clicked.connect(lambda _checked: act())
    return made
