"""How a packing station works on this computer: its sound, and whether packs come in print order."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QSlider, QWidget

from desktop.texts import say
from ui.dialogs.dialog import Dialog
from ui.kit import row
from ui.packing.speaker import Speaker
from ui.packing.tones import LOUDEST, Tone
from ui.style import GRID
from ui.widgets.form import FormField
from ui.workplace import Workplace

_TRIED = (
    (Tone.TAKEN, say("Taken")),
    (Tone.FULL, say("Tray full")),
    (Tone.PACKED, say("Pack closed")),
    (Tone.REFUSED, say("Not taken")),
)


class StationSettings(Dialog):
    """Sound and slip watch of one station; the tones can be tried."""

    def __init__(self, work: Workplace, speaker: Speaker, *, in_line: bool, parent: QWidget | None) -> None:
        super().__init__(work, say("This packing station"), parent)
        kit = work.kit
        self._speaker = speaker
        self.volume = QSlider(Qt.Orientation.Horizontal)
        self.volume.setRange(0, LOUDEST)
        self.volume.setSingleStep(5)
        self.volume.setPageStep(20)
        self.volume.setValue(speaker.volume)
        self.volume.valueChanged.connect(self._loudness)
        self.sound = QCheckBox()
        work.language.word(self.sound, say("A tone for each scan"))
        self.sound.setChecked(not speaker.muted)
        self.sound.toggled.connect(self._mute)
        self.in_line = QCheckBox()
        work.language.word(
            self.in_line, say("Packs pass a fixed scanner in the order in which their labels were printed")
        )
        self.in_line.setChecked(in_line)
        self.tries = {tone: kit.button(name, self._player(tone)) for tone, name in _TRIED}
        self.keep = kit.button(say("Done"), self.accept, "primary")
        self.keep.setDefault(True)
        self.lay_out(
            self.sound,
            FormField(kit, say("Volume"), self.volume),
            row(*self.tries.values(), 1, spacing=GRID),
            kit.label(
                say("Where no tone can be heard, the whole ground of the page lights up for a moment."),
                "muted",
                wrap=True,
            ),
            self.in_line,
            kit.label(
                say(
                    "Then the station compares both orders, and stops when a printer repeated a label or "
                    "left one out. Leave it off where packs are scanned by hand as they lie."
                ),
                "muted",
                wrap=True,
            ),
            buttons=(self.keep,),
        )
        self.setMinimumWidth(72 * GRID)

    def _player(self, tone: Tone) -> Callable[[], None]:
        return lambda: self._speaker.play(tone)

    def _loudness(self, value: int) -> None:
        self._speaker.volume = value

    def _mute(self, sounds: bool) -> None:
        self._speaker.muted = not sounds
