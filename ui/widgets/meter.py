"""How complete something is: a bar, a share, and what is missing."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desktop.texts import Text, say
from ui.kit import Kit, column, row
from ui.style import GRID
from ui.widgets.level_bar import LevelBar
from ui.wording import Mark

_BAR_PX = 20 * GRID
_NAMED = 3
"""So many missing fields are named; the others are in the form."""


class Meter(QWidget):
    """Shows that ``done`` of ``of`` are there and names what is missing."""

    def __init__(self, kit: Kit, *, names_missing: bool = True) -> None:
        super().__init__()
        self._kit = kit
        self._names_missing = names_missing
        self._bar = LevelBar()
        self._bar.setMaximumWidth(_BAR_PX)
        self._share = kit.label()
        self._missing = kit.label(role="muted", wrap=True)
        line = row(self._bar, self._share, 1, spacing=GRID)
        self.setLayout(column(line, self._missing, spacing=4))
        kit.language.changed.connect(self._word_missing)
        self._names: tuple[Text, ...] = ()

    def show_share(self, done: int, of: int, missing: Sequence[Text]) -> None:
        """Show the share and the names of what is missing."""
        complete = done >= of
        self._bar.show_level(done / of if of else 1.0, Mark.DONE if complete else Mark.ATTENTION)
        self._kit.language.word(self._share, say("{done} of {of} required fields", done=done, of=of))
        self._names = tuple(missing)
        self._word_missing()

    def words(self) -> str:
        """Return the share in words."""
        return self._share.text()

    def _word_missing(self) -> None:
        word = self._kit.language
        self._missing.setVisible(bool(self._names) and self._names_missing)
        if not self._names:
            return
        comma = word(say(", "))
        names = comma.join(word(name) for name in self._names[:_NAMED])
        rest = len(self._names) - _NAMED
        text = say("Missing: {names}", names=names)
        if rest > 0:
            text = say("Missing: {names} and {n} more", names=names, n=rest)
        self._missing.setText(word(text))
