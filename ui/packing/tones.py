"""The four tones of a packing station, made here.

Each differs in pitch, in length and in how often it sounds. So they can be told apart in a loud hall, and by
somebody who hears only high or only low tones.
"""

import io
import math
import wave
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from desktop.operations.pack_answers import Outcome

RATE: Final = 22_050
"""Samples a second; enough for the highest tone and its overtones."""

LOUDEST: Final = 100
"""The volume is 0 to this."""

_RAMP_S: Final = 0.005
"""A tone that begins or ends at once clicks."""
_PEAK: Final = 32_767


class Tone(StrEnum):
    """What is heard for a scan."""

    TAKEN = "taken"
    FULL = "full"
    PACKED = "packed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Beep:
    """One sound: its pitch in Hz (0: silence), its length in seconds, and whether it is harsh."""

    hertz: float
    seconds: float
    harsh: bool = False


TONES: Final[dict[Tone, tuple[Beep, ...]]] = {
    Tone.TAKEN: (Beep(1047, 0.07),),
    Tone.FULL: (Beep(784, 0.09), Beep(0, 0.03), Beep(1175, 0.14)),
    Tone.PACKED: (Beep(784, 0.08), Beep(988, 0.08), Beep(1175, 0.08), Beep(1568, 0.18)),
    Tone.REFUSED: (Beep(233, 0.22, harsh=True), Beep(0, 0.06), Beep(196, 0.34, harsh=True)),
}
"""No standard's numbers: high and short for what is well, low, harsh and long for what is not."""

_OF_OUTCOME: Final = {
    Outcome.COLLECTED: Tone.TAKEN,
    Outcome.FULL: Tone.FULL,
    Outcome.PACKED: Tone.PACKED,
    Outcome.SLIP: Tone.REFUSED,
    Outcome.REFUSED: Tone.REFUSED,
}


def tone_of(outcome: Outcome) -> Tone | None:
    """Return what is heard for a scan; None for one that counts with the one before."""
    return _OF_OUTCOME.get(outcome)


def wave_of(tone: Tone, volume: int = LOUDEST) -> bytes:
    """Return a tone as a WAV file: one channel, 16 bits.

    Args:
        tone: which.
        volume: 0 to 100.
    """
    samples = array("h")
    for beep in TONES[tone]:
        samples.extend(_samples(beep, volume / LOUDEST))
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(samples.itemsize)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return made.getvalue()


def _samples(beep: Beep, loudness: float) -> Iterator[int]:
    count = round(beep.seconds * RATE)
    ramp = _RAMP_S * RATE
    for at in range(count):
        height = math.sin(2 * math.pi * beep.hertz * at / RATE)
        if beep.harsh:  # overtones as of a buzzer
            height = (height + math.sin(6 * math.pi * beep.hertz * at / RATE) / 2) / 1.5
        edge = min(1.0, at / ramp, (count - at) / ramp)
        # What is heard as half as loud is about a quarter of the height.
        yield round(_PEAK * height * edge * loudness**2)
