"""The inside of an emulated Zebra printer: memory, queue, head and counters, without any connection.

One thread prints. What it is told, and by which connection, comes in through ``receive``; the
connection is a ``Channel``, so that TCP today and USB later are fronts of the same machine.
"""

import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final, Protocol

from desktop.devices import Picture
from desktop.units import Resolution
from printers.emulators.faults import Faults
from printers.emulators.zpl_graphics import ZplError
from printers.emulators.zpl_interpreter import (
    FormatReader,
    Memory,
    Recipe,
    download_graphic,
    set_darkness,
)
from printers.emulators.zpl_stream import Item, ItemKind

QUEUE_LIMIT: Final = 500
"""Formats that the receive buffer takes; then the printer stops reading, as real ones do."""
DEFAULT_LENGTH_MM: Final = 50


class Channel(Protocol):
    """The way back to whoever sent something."""

    def answer(self, data: bytes) -> None:
        """Send ``data`` back, if there is still anybody."""
        ...

    def drop(self) -> None:
        """Break the connection off."""
        ...


@dataclass(frozen=True, slots=True)
class PhysicalLabel:
    """A label that came out of the printer."""

    ordinal: int
    """The printer's odometer after it. A fragment is not counted and has the number before it."""
    complete: bool
    """False: a fragment, its lower part is missing."""
    field_data: tuple[str, ...]
    """What its fields say, see ``Recipe.field_data``; symbols that came as pictures are none."""
    recipe: Recipe
    """From which it is drawn when somebody looks."""

    @property
    def picture(self) -> Picture:
        """The label as a camera sees it; drawn anew at each look."""
        canvas = self.recipe.draw()
        shown = canvas.height if self.complete else canvas.height // 2
        return Picture(self.ordinal, canvas.width, canvas.height, canvas.to_bytes(shown))


@dataclass(slots=True)
class _Order:
    """A format that waits to be printed."""

    recipe: Recipe
    channel: Channel
    left: int


class ZebraMachine:
    """Does what a Zebra printer does with what it is told.

    Attributes:
        model: what it calls itself, without its resolution.
        odometer: labels printed in its life.
        printing: whether a label is under the head now.
        complaints: what was sent and a printer does not know, or would pass over.
        settings: what it answers to getvar, beside its odometer; kept when the power goes.
        on_power_off: called each time when the power has gone.
    """

    def __init__(
        self,
        *,
        dots_per_mm: int = 12,
        width_mm: int = 104,
        model: str = "ZT411",
        firmware: str = "EMULATED",
        unique_id: str = "EMULATED",
        languages: str = "zpl",
        odometer: int = 0,
        print_ms: float = 0.0,
        paper: Path | None = None,
        keep_labels: int = 10_000,
    ) -> None:
        self.faults = Faults()
        self.dots_per_mm = dots_per_mm
        self.model = model
        self.complaints: deque[str] = deque(maxlen=1000)
        self.odometer = odometer
        self._physical: deque[PhysicalLabel] = deque(maxlen=keep_labels)
        self._listeners: list[Callable[[PhysicalLabel], None]] = []
        self._identity = (
            f"{model}-{Resolution(dots_per_mm).nominal_dpi}dpi,{firmware},{dots_per_mm},65536KB,0"
        )
        self.settings = {
            "device.unique_id": unique_id,
            "device.languages": languages,
            "ezpl.reprint_mode": "off",
        }
        self.on_power_off: Callable[[], None] = lambda: None
        self._width_mm = width_mm
        self._print_s = print_ms / 1000
        # Unbuffered: whoever reads the file sees each label as soon as it is printed.
        self._paper = None if paper is None else paper.open("ab", buffering=0)
        self._changed = self.faults.changed
        self._memory = self._empty_memory()
        self._queue: deque[_Order] = deque()
        self._last: _Order | None = None
        self.printing = False
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._print, name="emulated print head", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Switch the machine off for good."""
        self._closing.set()
        with self._changed:
            self._changed.notify_all()
        self._thread.join()
        if self._paper is not None:
            self._paper.close()

    def power_cycle(self) -> None:
        """Switch off and on: stored formats, graphics, settings and queue are gone, the odometer is not."""
        with self._changed:
            self._queue.clear()
            self._memory = self._empty_memory()
            self._last = None
            self.faults.power_cycle = False
        self.on_power_off()

    def press_reprint(self) -> None:
        """Press the key that prints the last label again, where ``ezpl.reprint_mode`` is on."""
        with self._changed:
            if self._last is not None and self.settings["ezpl.reprint_mode"] == "on":
                again = replace(self._last.recipe, verifications=())
                self._queue.append(_Order(again, self._last.channel, 1))
                self._changed.notify_all()

    @property
    def darkness(self) -> int | None:
        """What ~SD has set, None for nothing."""
        return self._memory.darkness

    @property
    def speed_ips(self) -> int | None:
        """What ^PR has set, None for nothing."""
        return self._memory.speed_ips

    def labels(self) -> list[PhysicalLabel]:
        """Return the labels that came out, in that order."""
        with self._changed:
            return list(self._physical)

    def listen(self, listener: Callable[[PhysicalLabel], None]) -> None:
        """Call ``listener`` with each label that comes out, on the printing thread: it must be quick."""
        with self._changed:
            self._listeners.append(listener)

    def unlisten(self, listener: Callable[[PhysicalLabel], None]) -> None:
        """Stop calling ``listener``."""
        with self._changed:
            self._listeners.remove(listener)

    def wait_printed(self, ordinal: int, timeout_s: float) -> bool:
        """Wait until the odometer has reached ``ordinal``; tell whether it did in time."""
        with self._changed:
            return self._changed.wait_for(lambda: self.odometer >= ordinal, timeout_s)

    def receive(self, item: Item, channel: Channel, *, aside: bool = False) -> None:
        """Do what was sent. Blocks while the receive buffer is full.

        Args:
            item: what was sent.
            channel: the way back.
            aside: it came over a connection that answers in every fault.
        """
        mute = self.faults.in_fault and not aside
        if item.kind is ItemKind.QUESTION:
            if not (mute and self.faults.mute_in_fault):
                channel.answer(f'"{self._setting(item.text)}"'.encode())
        elif item.kind is ItemKind.SETTING:
            self._set(item)
        elif item.kind is ItemKind.JUNK or "zpl" not in self.settings["device.languages"]:
            self.complaints.append(f"junk: {item.text[:60]!r}")
        elif item.kind is ItemKind.FORMAT:
            self._take_format(item.text, channel)
        else:
            self._command(item.text, channel, mute=mute)

    def _empty_memory(self) -> Memory:
        return Memory(self._width_mm * self.dots_per_mm, DEFAULT_LENGTH_MM * self.dots_per_mm)

    def _take_format(self, text: str, channel: Channel) -> None:
        powered = self._memory
        recipe = FormatReader(powered, self.complaints.append).read(text)
        if recipe is None:
            return
        with self._changed:
            self._changed.wait_for(
                lambda: not self._full or self._closing.is_set() or self._memory is not powered
            )
            if self._memory is powered:  # else it was lost with the power
                self._queue.append(_Order(recipe, channel, recipe.copies))
                self._changed.notify_all()

    @property
    def _full(self) -> bool:
        return self.faults.buffer_full or len(self._queue) >= QUEUE_LIMIT

    def _command(self, text: str, channel: Channel, *, mute: bool) -> None:
        answers: dict[str, Callable[[], str]] = {
            "HS": self._host_status,
            "HI": lambda: f"\x02{self._identity}\x03\r\n",
            "HQES": self._error_status,
        }
        if text in answers:
            if not (mute and (self.faults.mute_in_fault or (text == "HS" and self.faults.silent_in_fault))):
                channel.answer(answers[text]().encode("ascii"))
        elif text == "JA":
            with self._changed:
                self._queue.clear()
                self._changed.notify_all()
        elif text in {"PP", "PS"}:
            self.faults.pause = text == "PP"
        elif text[:2] in _STORING:
            try:
                _STORING[text[:2]](self._memory, text)
            except ZplError as error:
                self.complaints.append(str(error))
        else:
            self.complaints.append(f"~{text[:60]}: unknown command")

    def _setting(self, name: str) -> str:
        if name == "odometer.total_label_count":
            return str(self.odometer)
        return self.settings.get(name, "?")

    def _set(self, item: Item) -> None:
        if item.text in self.settings:
            self.settings[item.text] = item.value
        else:
            self.complaints.append(f"setvar {item.text[:60]}: no such setting")

    def _host_status(self) -> str:
        with self._changed:
            faults, full = self.faults, self._full
            waiting = len(self._queue) + self.printing
            remaining = self._queue[0].left - 1 if self._queue else 0
            length, graphics = self._memory.length, len(self._memory.graphics)
        first = f"030,{faults.media_out:d},{faults.stopped:d},{length:04d},{waiting:03d},{full:d},0,0,000,0,0"
        second = f"000,0,{faults.head_open:d},{faults.ribbon_out:d},1,2,4,0,{remaining:08d},1,{graphics:03d}"
        frames = f"{first},{faults.over_temperature:d}", second, "1234,0"
        return "".join(f"\x02{frame}\x03\r\n" for frame in frames)

    def _error_status(self) -> str:
        faults = self.faults
        bits = (
            (faults.media_out and 0x1)
            | (faults.ribbon_out and 0x2)
            | (faults.head_open and 0x4)
            | (faults.over_temperature and 0x10)
            | (faults.stopped and 0x10000)
        )
        return (
            "\x02\r\n\r\n  PRINTER STATUS\r\n"
            f"   ERRORS:         {bool(bits):d} 00000000 {bits:08X}\r\n"
            "   WARNINGS:       0 00000000 00000000\r\n\x03\r\n"
        )

    def _print(self) -> None:
        """Print label after label until the machine is closed; runs on its own thread."""
        while not self._closing.is_set():
            if self.faults.power_cycle:
                self.power_cycle()
            with self._changed:
                self._changed.wait_for(
                    lambda: (
                        self._closing.is_set()
                        or self.faults.power_cycle
                        or (bool(self._queue) and not self.faults.stopped)
                    )
                )
                if self._closing.is_set() or self.faults.power_cycle:
                    continue
                order = self._queue[0]
                if self.faults.begins():
                    if self.faults.cuts and self.faults.partial_label:
                        self._take_up(order)
                        self._break_off(order)
                    continue
                powered = self._memory
                self._take_up(order)
                cut = self._is_cut_within(self._print_s)
            if not cut:
                self._finish(order)
            elif self._memory is powered and not self._closing.is_set():
                self._break_off(order)
            else:
                self._come_out(order.recipe, complete=False)

    def _take_up(self, order: _Order) -> None:
        """Begin to print one label of an order."""
        order.left -= 1
        if not order.left:
            self._queue.popleft()
            self._changed.notify_all()
        self.printing = True

    def _is_cut_within(self, seconds: float) -> bool:
        """Wait while a label passes under the head; tell whether something ended it."""
        powered = self._memory
        return seconds > 0 and self._changed.wait_for(
            lambda: self._closing.is_set() or self._memory is not powered or self.faults.cuts, seconds
        )

    def _break_off(self, order: _Order) -> None:
        """Half a label comes out, which is then printed once more or not, as ^JZ says."""
        with self._changed:
            if self._memory.reprint_after_error:
                if not order.left:
                    self._queue.appendleft(order)
                order.left += 1
            self._come_out(order.recipe, complete=False)

    def _finish(self, order: _Order) -> None:
        recipe = order.recipe
        wrong = self.faults.strikes("wrong_print_after")
        self._come_out(recipe.with_wrong_digit() if wrong else recipe, complete=True)
        self._last = order
        if self.faults.strikes("drop_connection_after_labels"):
            order.channel.drop()
        if self.faults.no_proofs:
            return
        for owed in recipe.verifications:
            if owed.every_label or not order.left:
                text = recipe.data.get(owed.field, "")[: owed.size]
                order.channel.answer(f"{owed.head}{text}{owed.end}".encode())

    def _come_out(self, recipe: Recipe, *, complete: bool) -> None:
        with self._changed:
            self.odometer += complete
            self.printing = False
            label = PhysicalLabel(self.odometer, complete, recipe.field_data, recipe)
            self._physical.append(label)
            if self._paper is not None:
                state = "complete" if complete else "fragment"
                self._paper.write(f"{label.ordinal}\t{state}\t{' '.join(label.field_data)}\n".encode())
            listeners = tuple(self._listeners)
            self._changed.notify_all()
        for listener in listeners:
            listener(label)


_STORING: Final[Mapping[str, Callable[[Memory, str], None]]] = MappingProxyType(
    {"DG": download_graphic, "SD": set_darkness}
)
