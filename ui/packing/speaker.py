"""Plays the tones of a packing station by what this computer has, and tells when it has nothing.

Qt's own sound is no part of the Qt that Packmark brings; so a tone is a small file, played by Windows itself
or by the player that comes with the sound system of Linux and macOS. Whether a loudspeaker is switched
on nobody can tell.
"""

import shutil
import sys
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QProcess, QTemporaryDir, Signal
from PySide6.QtWidgets import QApplication

from ui.packing.tones import LOUDEST, Tone, wave_of
from ui.workplace import Workplace

_PLAYERS: Final = (("pw-play",), ("paplay",), ("aplay", "-q"), ("afplay",))
"""Programs that play a file and end: PipeWire, PulseAudio, ALSA, macOS."""

_VOLUME, _MUTED = "packing/volume", "packing/muted"
_USUAL_VOLUME: Final = 80


class Speaker(QObject):
    """Plays tones; the newest is what counts, so it ends the one before.

    Signals:
        asked: (Tone) a tone is to be heard, whether or not it can be.
        silenced: this computer plays no sound; told once.
    """

    asked = Signal(object)
    silenced = Signal()

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._settings = work.settings
        self._folder = QTemporaryDir()
        self._made: dict[tuple[Tone, int], str] = {}
        self._player = _player()
        self._works = bool(self._player) or sys.platform == "win32"
        self._told = False
        self._process: QProcess | None = None

    @property
    def volume(self) -> int:
        """How loud, 0 to 100; remembered on this computer."""
        kept = str(self._settings.value(_VOLUME, _USUAL_VOLUME))
        return min(LOUDEST, int(kept)) if kept.isdecimal() else _USUAL_VOLUME

    @volume.setter
    def volume(self, value: int) -> None:
        self._settings.setValue(_VOLUME, value)

    @property
    def muted(self) -> bool:
        """Whether a person wants no sound; remembered on this computer."""
        return str(self._settings.value(_MUTED, "false")) == "true"

    @muted.setter
    def muted(self, value: bool) -> None:
        self._settings.setValue(_MUTED, "true" if value else "false")

    @property
    def heard(self) -> bool:
        """Whether tones can be heard, as far as is known; else they must be seen."""
        return self._works and not self.muted and self.volume > 0

    def play(self, tone: Tone) -> None:
        """Let a tone be heard, unless a person wants none."""
        self.asked.emit(tone)
        if self.muted:
            return
        if self._works:
            self._play(self._file(tone))
        else:
            self._fail()

    def close(self) -> None:
        """End what sounds."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.waitForFinished()

    def _file(self, tone: Tone) -> str:
        wanted = (tone, self.volume)
        if wanted not in self._made:
            path = Path(self._folder.path()) / f"{tone.value}-{self.volume}.wav"
            path.write_bytes(wave_of(*wanted))
            self._made[wanted] = str(path)
        return self._made[wanted]

    def _play(self, path: str) -> None:
        if sys.platform == "win32":
            import winsound  # noqa: PLC0415 (only there)

            try:
                winsound.PlaySound(path, winsound.SND_FILENAME | winsound.SND_ASYNC)
            except RuntimeError:  # there is no device
                self._fail()
            return
        self.close()
        process = self._process = QProcess(self)
        process.finished.connect(lambda status, how: self._ended(process, status, how))
        process.errorOccurred.connect(self._not_started)
        process.start(self._player[0], [*self._player[1:], path])

    def _not_started(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._fail()

    def _ended(self, process: QProcess, status: int, how: QProcess.ExitStatus) -> None:
        process.deleteLater()
        if process is not self._process:
            return  # ended by the tone after it
        self._process = None
        if how is QProcess.ExitStatus.NormalExit and status != 0:
            self._fail()

    def _fail(self) -> None:
        self._works = False
        QApplication.beep()
        if not self._told:
            self._told = True
            self.silenced.emit()


def _player() -> tuple[str, ...]:
    for program, *options in _PLAYERS:
        found = shutil.which(program)
        if found is not None:
            return found, *options
    return ()
