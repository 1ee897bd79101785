"""Emulated coders worked by words: made from a command line, handled by lines of commands."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, Unpack

from desktop.errors import InputError
from desktop.texts import say
from printers.addresses import LEIBINGER, NGPCL, WSI, ZIPHER
from printers.emulators.coder import CoderEmulator, Options
from printers.emulators.leibinger import LeibingerEmulator
from printers.emulators.ngpcl import NgpclEmulator
from printers.emulators.wsi import WsiEmulator
from printers.emulators.zipher import ZipherEmulator

_LONGEST_NUMBER: Final = 6


def coder(family: str, jobs: Sequence[str] = (), **options: Unpack[Options]) -> CoderEmulator:
    """Switch an emulated coder on.

    Args:
        family: ``zipher``, ``leibinger``, ``ngpcl`` or ``wsi``.
        jobs: that it holds, such as ``CARTON:CODE,LOT,EXP``, of a Leibinger printer names alone; if there
            are none, its usual ``PACKMARK``.
        options: see ``Options``.

    Raises:
        InputError: what is no job of such a coder.
        DeviceError: a port is taken, or the paper cannot be written.
    """
    held = dict(_job(family, text) for text in jobs)
    if family == LEIBINGER:
        return LeibingerEmulator(tuple(held), **options) if held else LeibingerEmulator(**options)
    if family == NGPCL:
        saved = {job: dict.fromkeys(fields, "") for job, fields in held.items()}
        return NgpclEmulator(saved, **options) if held else NgpclEmulator(**options)
    made = {ZIPHER: ZipherEmulator, WSI: WsiEmulator}[family]
    return made(held, **options) if held else made(**options)


def _job(family: str, text: str) -> tuple[str, tuple[str, ...]]:
    name, _, listed = text.partition(":")
    fields = tuple(listed.split(",")) if listed else ()
    right = all((name, *fields)) and len(set(fields)) == len(fields) and bool(fields) != (family == LEIBINGER)
    if not right:
        raise InputError(
            say(
                "{found} is no job of an emulated coder: expected NAME:FIELD,FIELD such as CARTON:CODE,LOT,"
                " for a Leibinger printer the name alone.",
                found=repr(text[:60]),
            )
        )
    return name, fields


def obey(device: CoderEmulator, line: str) -> None:
    """Do what a line says.

    ``start`` or ``pause`` at the display, ``power-cycle``, ``drop``, ``pull-cable SECONDS``, ``trigger
    COUNT``, or a fault such as ``out-of-ink``, which ``out-of-ink=no`` ends.

    Raises:
        InputError: it is none of them.
    """
    word, _, number = line.strip().partition(" ")
    do = _COMMANDS.get(word)
    if do is None:
        device.faults.switch(line.strip())
        return
    if number and not (number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER):
        raise InputError(
            say(
                "{found}: expected a number of at most {digits} digits behind {word}.",
                found=repr(line[:60]),
                digits=_LONGEST_NUMBER,
                word=word,
            )
        )
    do(device, int(number or "1"))


_COMMANDS: Final[Mapping[str, Callable[[CoderEmulator, int], object]]] = MappingProxyType(
    {
        "start": lambda device, _: device.press_start(),
        "pause": lambda device, _: device.press_pause(),
        "power-cycle": lambda device, _: device.power_cycle(),
        "drop": lambda device, _: device.drop_connections(),
        "pull-cable": lambda device, seconds: device.pull_cable(seconds),
        "trigger": lambda device, count: device.trigger(count),
    }
)
