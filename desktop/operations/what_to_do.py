"""What a line lead does about a fault, step by step; which picture goes with it."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from desktop.devices import Condition
from desktop.jobs.faults import SENTENCES
from desktop.texts import Text, say


class Help(StrEnum):
    """Where at the machine something is to be done."""

    HEAD = "head"
    MEDIA = "media"
    RIBBON = "ribbon"
    HEAT = "heat"
    PAUSE = "pause"
    MEMORY = "memory"
    CABLE = "cable"
    LABEL = "label"
    PRINTER = "printer"


_BY_CONDITION: Final[Mapping[Condition, Help]] = MappingProxyType(
    {
        Condition.HEAD_OPEN: Help.HEAD,
        Condition.MEDIA_OUT: Help.MEDIA,
        Condition.RIBBON_OUT: Help.RIBBON,
        Condition.OVER_TEMPERATURE: Help.HEAT,
        Condition.PAUSED: Help.PAUSE,
        Condition.BUFFER_FULL: Help.MEMORY,
        Condition.SILENT: Help.CABLE,
        Condition.OTHER_FAULT: Help.PRINTER,
    }
)
_BY_WORDS: Final = (
    (Help.CABLE, ("connection", "reach", "answer", "unplugged", "camera")),
    (Help.LABEL, ("must say", "take label", "breaks")),
)
"""Faults that no condition of a printer stands for, by words of their English template. It chooses a picture
and advice, never what becomes of a code."""
STEPS: Final[Mapping[Help, tuple[Text, ...]]] = MappingProxyType(
    {
        Help.HEAD: (
            say("Look whether a label is caught under the head, and take it out."),
            say("Close the head until it clicks."),
        ),
        Help.MEDIA: (
            say("Put in a roll of the same labels and close the head."),
            say("Take the label that was hit by the end of the roll off, if it is not whole."),
        ),
        Help.RIBBON: (
            say("Put in a ribbon of the same kind and close the head."),
            say("Look whether the last labels are printed whole and black."),
        ),
        Help.HEAT: (
            say("Let the head cool down for some minutes."),
            say("If it comes again: clean the head, print slower or with less darkness."),
        ),
        Help.PAUSE: (say("Press the pause key of the printer until it shows that it is ready."),),
        Help.MEMORY: (say("Switch the printer off, wait ten seconds, switch it on."),),
        Help.CABLE: (
            say("Look whether the device is on, and its cable is in at both ends."),
            say("Look for another program that prints on it."),
        ),
        Help.LABEL: (
            say("Take the label that is named out and destroy it."),
            say("Look at the labels before and behind it."),
        ),
        Help.PRINTER: (say("Read the display of the printer and do what it says."),),
    }
)
"""What to do at the machine before the job goes on."""


def help_for(reason: Text) -> Help:
    """Return where at the machine something is to be done about ``reason``."""
    templates = tuple(_templates(reason))
    for condition, sentence in SENTENCES.items():
        if sentence.template in templates:
            return _BY_CONDITION[condition]
    words = " ".join(templates).lower()
    return next((found for found, signs in _BY_WORDS if any(sign in words for sign in signs)), Help.PRINTER)


def _templates(text: Text) -> Iterator[str]:
    yield text.template
    for _, value in text.values:
        if isinstance(value, Text):
            yield from _templates(value)
