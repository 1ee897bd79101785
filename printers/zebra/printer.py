"""A Zebra printer as the application sees it: the protocol, over whatever moves the bytes."""

import time
from collections.abc import Sequence
from typing import Final

from desktop.devices import AS_SET, Condition, PrinterIdentity, PrinterSettings, PrinterStatus
from desktop.errors import DeviceError
from desktop.labels.layout import FilledLabel, LabelPlan
from desktop.texts import say
from printers.closing import Closing
from printers.transport import Transport
from printers.zebra.answers import Kind, parse_identity, parse_number
from printers.zebra.dialogue import Dialogue
from printers.zebra.ports import NOWHERE, Aside, in_use
from printers.zebra.profiles import print_width_mm
from printers.zebra.zpl import ZplLanguage

ANSWER_TIMEOUT_S: Final = 2.0
"""A printer answers within some 10 ms; what takes longer than this is silence."""

_UNKNOWN_SETTING: Final = "?"
_REPRINT_OFF: Final = b'! U1 setvar "ezpl.reprint_mode" "off"\r\n'
"""Else whoever presses a key at the printer prints the last label once more (ZPL guide, SGD)."""


class ZebraPrinter(Closing):
    """Implements ``desktop.devices.Printer``. One thread at a time."""

    def __init__(
        self,
        transport: Transport,
        answer_timeout_s: float = ANSWER_TIMEOUT_S,
        *,
        settings: PrinterSettings = AS_SET,
        aside: Aside = NOWHERE,
    ) -> None:
        """Speak to a printer.

        Args:
            transport: connected to it; closed by ``close``.
            answer_timeout_s: what takes longer is silence.
            settings: what it is told beside the labels.
            aside: where it is asked when this connection is silent.
        """
        self._transport = transport
        self._dialogue = Dialogue(transport, answer_timeout_s)
        self._aside = aside
        self._language = ZplLanguage(settings)
        self._plan: LabelPlan | None = None
        self._stored = False
        self._in_flight: list[tuple[str, str]] = []
        self._identity: PrinterIdentity | None = None

    def identify(self) -> PrinterIdentity:
        """Ask the printer who it is; asked once a connection.

        Raises:
            DeviceError: it does not say, another program has it, or its language is another than ZPL.
        """
        if self._identity is None:
            try:
                self._identity = self._ask_identity()
            except DeviceError as error:
                if not self._dialogue.heard and self._aside.answers():
                    raise in_use(self._transport.address) from error
                raise
        return self._identity

    def status(self) -> PrinterStatus:
        """Ask the printer how it is. No answer at all is ``Condition.SILENT``.

        What this connection does not answer in a fault is asked over a second one. If that says that all
        is well, the printer is silent all the same: nothing can be printed over this connection.
        """
        status = self._dialogue.status()
        if status.conditions != {Condition.SILENT}:
            return status
        aside = self._aside.status()
        return status if aside is None or aside.ready else aside

    def odometer(self) -> int:
        """Return the count of labels printed in the printer's life (feeds and calibration not counted)."""
        value = self._dialogue.ask_setting("odometer.total_label_count")
        count = parse_number(value)
        if count is None:
            raise DeviceError(
                say(
                    "{address} has no label counter: expected a number, found {found}.",
                    address=self._transport.address,
                    found=repr(value[:40]),
                )
            )
        return count

    def prepare(self, plan: LabelPlan) -> None:
        """Store what all labels of ``plan`` share; to be repeated after every reconnect.

        Raises:
            DeviceError: the printer has another resolution or language, is too narrow for the label, or
                insists on printing labels twice.
            InputError: a symbol of the plan is none that the printer draws exactly as planned, or the
                printer's offset would push something off the label.
        """
        identity = self.identify()
        if identity.dots_per_mm != plan.resolution.dots_per_mm:
            raise DeviceError(
                say(
                    "The label is laid out for {expected} dots/mm, but {model} at {address} prints {found}"
                    " dots/mm. Choose the right printer or plan the job for this one.",
                    expected=plan.resolution.dots_per_mm,
                    model=identity.model,
                    address=self._transport.address,
                    found=identity.dots_per_mm,
                )
            )
        width_mm = print_width_mm(identity.model)
        if width_mm is not None and plan.width_dots > width_mm * identity.dots_per_mm:
            raise DeviceError(
                say(
                    "The label is {needed} mm wide, but {model} at {address} prints {found} mm at most.",
                    needed=f"{plan.resolution.mm(plan.width_dots):g}",
                    model=identity.model,
                    address=self._transport.address,
                    found=width_mm,
                )
            )
        self._forbid_reprints()
        self._plan = plan
        self._store(plan)

    def send(self, label: FilledLabel, code: str) -> None:
        """Hand over one label; ``confirmed`` will return ``code`` when the printer says it is printed.

        Raises:
            DeviceError: no plan was prepared, or the connection is gone.
            InputError: the label cannot be written, or carries no symbol that the printer could name.
        """
        if self._plan is None:
            raise DeviceError(say("A label was sent before its format: prepare the printer first."))
        if not self._stored:
            self._store(self._plan)
        data = self._language.label(label)
        proof = self._language.proof(label)
        if proof is None:
            raise DeviceError(
                say("The label has no symbol with a code of its own, so its printing cannot be confirmed.")
            )
        self._in_flight.append((proof, code))
        self._transport.write(data)

    def confirmed(self, timeout_s: float) -> Sequence[str]:
        """Return codes that the printer has said it has printed since the last call, in that order.

        For a label that was not sent over this connection (an earlier program's, on a printer that
        answers to whoever is there) it is the data of its symbol; the caller knows what to make of it.

        Raises:
            DeviceError: the printer speaks nonsense, or is gone and nothing is left to return.
        """
        proofs = self._dialogue.proofs
        try:
            while self._dialogue.read(0.0):
                pass
            deadline = time.monotonic() + timeout_s
            while not proofs and self._dialogue.read(deadline):
                pass
        except DeviceError:
            # What was confirmed before the connection broke stays confirmed; the next call will raise.
            if not proofs:
                raise
        codes = [self._take_in_flight(proof) for proof in proofs]
        proofs.clear()
        return codes

    def cancel(self) -> None:
        """Throw away what the printer has received and not yet printed.

        A format or a glyph that still waited in its buffer is thrown away too, so the next label
        brings them again.
        """
        self._stored = False
        self._transport.write(b"~JA\r\n")

    def close(self) -> None:
        """Give the printer free. May be called twice."""
        self._transport.close()

    def _store(self, plan: LabelPlan) -> None:
        self._stored = False
        self._transport.write(self._language.stored_format(plan))
        self._stored = True

    def _take_in_flight(self, proof: str) -> str:
        """Return the code with which the label was sent whose symbol says ``proof``."""
        for place, (data, code) in enumerate(self._in_flight):
            if data == proof:
                del self._in_flight[place]
                return code
        return proof

    def _ask_identity(self) -> PrinterIdentity:
        ask = self._dialogue.ask_setting
        language = ask("device.languages")
        if language != _UNKNOWN_SETTING and "zpl" not in language.lower():
            raise DeviceError(
                say(
                    "{address} is set to the language {found}, and is spoken to in ZPL. Set its language to"
                    " ZPL in its menu, or send it ! U1 setvar {name} {value}, then connect again.",
                    address=self._transport.address,
                    found=repr(language[:40]),
                    name='"device.languages"',
                    value='"zpl"',
                )
            )
        said = parse_identity(self._dialogue.ask("~HI\r\n", Kind.IDENTITY))
        unique_id = ask("device.unique_id")
        return PrinterIdentity(
            model=said.model,
            firmware=said.firmware,
            unique_id="" if unique_id == _UNKNOWN_SETTING else unique_id,
            dots_per_mm=said.dots_per_mm,
            languages="" if language == _UNKNOWN_SETTING else language,
            width_mm=print_width_mm(said.model),
        )

    def _forbid_reprints(self) -> None:
        """See that no key at the printer prints a label again; ^JZN does the same for faults."""
        self._transport.write(_REPRINT_OFF)
        if self._dialogue.ask_setting("ezpl.reprint_mode") == "on":
            raise DeviceError(
                say(
                    "{address} prints its last label again at the press of a key, and does not let that be"
                    " switched off from here. Switch REPRINT MODE off in its menu, then prepare it again.",
                    address=self._transport.address,
                )
            )
