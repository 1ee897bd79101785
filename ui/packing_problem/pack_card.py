"""A scanned pack and what is about to change, in a picture and in words."""

from PySide6.QtWidgets import QFrame, QVBoxLayout

from desktop.operations.pack_preview import Foreseen
from desktop.texts import Text, say, say_count
from ui.kit import column, row, scrolling
from ui.packing_problem.pack_picture import PackPicture
from ui.style import GRID
from ui.widgets.code_button import CodeButton
from ui.widgets.state_badge import StateBadge
from ui.wording import CODE_STATES, code_grouped, level_name
from ui.workplace import Workplace


class PackCard(QFrame):
    """Shows what ``pack_preview`` tells; before the first scan it says what will stand here.

    Attributes:
        picture: of the packs.
    """

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        kit = work.kit
        self._word = work.language.word
        self.setProperty("role", "card")
        self._hint = kit.label(wrap=True, role="muted")
        self._code = CodeButton(work.language, work.messages)
        self._badge = StateBadge(work.language)
        self._about = kit.label(role="muted", wrap=True)
        self.picture = PackPicture(work.language)
        self._heading = kit.label(say("What will change"), "heading")
        self._changes = kit.label(wrap=True)
        inner = QFrame()
        inner.setLayout(
            column(
                self._hint,
                row(self._code, 1, self._badge, spacing=GRID),
                self._about,
                self.picture,
                self._heading,
                self._changes,
                1,
                spacing=GRID,
            )
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        layout.addWidget(scrolling(inner))
        self.setMinimumWidth(58 * GRID)
        self.clear(
            say("Scan the pack: here stands what it is, and what will change, before anything is done.")
        )

    def clear(self, hint: Text) -> None:
        """Show no pack, but what to do."""
        self._word(self._hint, hint)
        for part in (self._code, self._badge, self._about, self.picture, self._heading, self._changes):
            part.hide()
        self._hint.show()
        self.picture.show_boxes(())

    def show_pack(self, found: Foreseen) -> None:
        """Show a pack, and what is about to change if anything is."""
        pack = found.pack
        self._hint.hide()
        self._code.show_code(pack.code)
        self._badge.show_state(*CODE_STATES[pack.state])
        self._word(self._about, _about(found))
        self.picture.show_boxes(found.boxes)
        for part in (self._code, self._badge, self._about, self.picture):
            part.show()
        self._word(self._changes, _listed(found.changes))
        self._heading.setVisible(bool(found.changes))
        self._changes.setVisible(bool(found.changes))

    def changes(self) -> str:
        """Return what is said to change; empty while nothing is."""
        return self._changes.text() if self._changes.isVisibleTo(self) else ""


def _about(found: Foreseen) -> Text:
    pack = found.pack
    parts = [level_name(pack.level)]
    if found.lot:
        parts.append(say("lot {lot}", lot=found.lot))
    if pack.children:
        parts.append(say_count("holds {n} pack", "holds {n} packs", n=pack.children))
    if found.path:
        path = " › ".join(code_grouped(code) for code in found.path)
        parts.append(say("lies in {path}, place {place}", path=path, place=pack.place.place))
    elif pack.place.tray is not None:
        parts.append(say("lies in the tray, place {place}", place=pack.place.place))
    else:
        parts.append(say("lies in no other pack"))
    told = parts[0]
    for part in parts[1:]:
        told = say("{first} · {second}", first=told, second=part)
    return told


def _listed(sentences: tuple[Text, ...]) -> Text:
    told = say("{sentence}", sentence=_grouped(sentences[0]) if sentences else "")
    for sentence in sentences[1:]:
        told = say("{first}\n{second}", first=told, second=_grouped(sentence))
    return told


def _grouped(told: Text) -> Text:
    """Group the codes in a sentence as people read them."""
    return Text(told.template, tuple((name, _value(value)) for name, value in told.values))


def _value(value: object) -> object:
    if isinstance(value, Text):
        return _grouped(value)
    return code_grouped(value) if isinstance(value, str) else value
