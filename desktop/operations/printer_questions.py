"""What a label printer is asked when it does not print."""

from contextlib import closing
from dataclasses import dataclass
from typing import Final

from desktop.devices import Condition, Printer, PrinterIdentity
from desktop.errors import DeviceError, InUse
from desktop.operations.answers import Sheet
from desktop.operations.plant import Plant
from desktop.texts import Text, say

REACHABLE: Final = say("Can it be reached?")
OWNER: Final = say("Is it free for Packmark?")
LANGUAGE: Final = say("Does it speak our language?")
RESOLUTION: Final = say("Has it the right resolution?")
WIDTH: Final = say("Is it wide enough?")
HEAD: Final = say("Is the print head closed?")
MEDIA: Final = say("Has it labels?")
RIBBON: Final = say("Has it ribbon?")
TEMPERATURE: Final = say("Is it cool enough?")
PAUSE: Final = say("Is it out of pause?")
BUFFER: Final = say("Has its memory room?")
OTHER: Final = say("Is it without other faults?")

PRINTER_QUESTIONS: Final = (
    REACHABLE,
    OWNER,
    LANGUAGE,
    RESOLUTION,
    WIDTH,
    HEAD,
    MEDIA,
    RIBBON,
    TEMPERATURE,
    PAUSE,
    BUFFER,
    OTHER,
)

_LANGUAGE: Final = "zpl"
_NOT_FREE: Final = (ConnectionRefusedError, ConnectionResetError, ConnectionAbortedError, BrokenPipeError)


@dataclass(frozen=True, slots=True)
class WantedLabel:
    """What a job needs of its printer. ``dots_per_mm`` is None before its first label was printed."""

    name: str
    width_mm: float
    dots_per_mm: int | None


@dataclass(frozen=True, slots=True)
class _Fault:
    question: Text
    condition: Condition
    well: Text
    found: Text
    what_to_do: Text


_FAULTS: Final = (
    _Fault(
        HEAD,
        Condition.HEAD_OPEN,
        say("The print head is closed."),
        say("The print head is open."),
        say("Close the print head until it clicks, then take the printer out of pause."),
    ),
    _Fault(
        MEDIA,
        Condition.MEDIA_OUT,
        say("It has labels."),
        say("The labels have run out, or are not fed."),
        say("Put in a roll of the same labels, close the head, and take the printer out of pause."),
    ),
    _Fault(
        RIBBON,
        Condition.RIBBON_OUT,
        say("It has ribbon, or needs none."),
        say("The ribbon has run out, or is torn."),
        say("Put in ribbon, close the head, and take the printer out of pause."),
    ),
    _Fault(
        TEMPERATURE,
        Condition.OVER_TEMPERATURE,
        say("Its temperature is as it should be."),
        say("The print head is too hot."),
        say("Let it cool down for some minutes, then print with less darkness or speed."),
    ),
    _Fault(
        PAUSE,
        Condition.PAUSED,
        say("It is not in pause."),
        say("It is in pause."),
        say("Press PAUSE on the printer; labels that wait in it are printed then."),
    ),
    _Fault(
        OTHER,
        Condition.OTHER_FAULT,
        say("It reports no other fault."),
        say("It reports a fault that it does not name to us."),
        say("Read the printer's display and do what it says, then ask again."),
    ),
)


def examine_printer(sheet: Sheet, plant: Plant, address: str, label: WantedLabel | None) -> None:
    """Ask the label printer at ``address``, as far as it answers."""
    try:
        printer = plant.devices.printer(address)
    except DeviceError as error:
        told_not_connected(sheet, error)
        return
    with closing(printer):
        _ask(sheet, printer, address, label)


def told_not_connected(sheet: Sheet, error: DeviceError) -> None:
    """Write down why there is no connection: nobody there, or somebody who has no time for us."""
    if not refused_or_reset(error):
        sheet.bad(
            REACHABLE,
            error.text,
            say("Switch it on, check its cable at both ends, and compare the address with its display."),
        )
        return
    sheet.good(REACHABLE, say("Something is switched on at its address."))
    told_not_free(sheet, error)


def told_not_free(sheet: Sheet, error: DeviceError) -> None:
    """Write down that it turned us away."""
    sheet.bad(
        OWNER,
        error.text,
        say(
            "End what else prints there, on this or another computer, and check the port number; else switch "
            "the printer off and on."
        ),
    )


def refused_or_reset(error: DeviceError) -> bool:
    """Tell whether the other side turned us away, in contrast to not being there."""
    if isinstance(error, InUse):
        return True
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, _NOT_FREE):
            return True
        cause = cause.__cause__
    return False


def _ask(sheet: Sheet, printer: Printer, address: str, label: WantedLabel | None) -> None:
    sheet.good(REACHABLE, say("{address} is connected.", address=address))
    try:
        identity = printer.identify()
    except DeviceError as error:
        if refused_or_reset(error):
            told_not_free(sheet, error)
            return
        sheet.good(OWNER, say("Nobody else holds it."))
        sheet.bad(
            LANGUAGE,
            error.text,
            say(
                "Check that this is the address of a Zebra printer and nothing else, and set its language to "
                "ZPL (on its display, or with SGD device.languages)."
            ),
        )
        return
    sheet.good(OWNER, say("Nobody else holds it."))
    if _speaks(sheet, identity):
        _resolution(sheet, identity, label)
        _width(sheet, identity, label)
        _status(sheet, printer)


def _speaks(sheet: Sheet, identity: PrinterIdentity) -> bool:
    if identity.languages and _LANGUAGE not in identity.languages.lower():
        sheet.bad(
            LANGUAGE,
            say(
                "{model} is set to the language {found}.",
                model=identity.model,
                found=identity.languages[:40],
            ),
            say("Set its language to ZPL (on its display, or with SGD device.languages)."),
        )
        return False
    sheet.good(
        LANGUAGE,
        say("{model}, firmware {firmware}, answers.", model=identity.model, firmware=identity.firmware),
    )
    return True


def _resolution(sheet: Sheet, identity: PrinterIdentity, label: WantedLabel | None) -> None:
    if label is None or label.dots_per_mm in {None, identity.dots_per_mm}:
        sheet.good(RESOLUTION, say("It prints {found} dots/mm.", found=identity.dots_per_mm))
        return
    sheet.bad(
        RESOLUTION,
        say(
            "It prints {found} dots/mm; the job was begun with {expected} dots/mm.",
            found=identity.dots_per_mm,
            expected=label.dots_per_mm,
        ),
        say("Connect a printer with {expected} dots/mm for this job.", expected=label.dots_per_mm),
    )


def _width(sheet: Sheet, identity: PrinterIdentity, label: WantedLabel | None) -> None:
    if identity.width_mm is None:
        sheet.unknown(WIDTH, say("How wide {model} prints is not known here.", model=identity.model))
    elif label is None or label.width_mm <= identity.width_mm:
        sheet.good(WIDTH, say("It prints up to {width} mm wide.", width=f"{identity.width_mm:g}"))
    else:
        sheet.bad(
            WIDTH,
            say(
                "It prints up to {width} mm wide; label “{label}” is {needed} mm wide.",
                width=f"{identity.width_mm:g}",
                label=label.name,
                needed=f"{label.width_mm:g}",
            ),
            say("Order the job on a wider printer, or with a narrower label."),
        )


def _status(sheet: Sheet, printer: Printer) -> None:
    look = say("Look at its display, then ask again.")
    try:
        status = printer.status()
    except DeviceError as error:
        for question in (HEAD, MEDIA, RIBBON, TEMPERATURE, PAUSE, BUFFER, OTHER):
            sheet.unknown(question, error.text, look)
        return
    silent = Condition.SILENT in status.conditions
    silence = say("It does not say how it is, as some printers do in a fault.")
    for fault in _FAULTS:
        if fault.question is OTHER:
            _buffer(sheet, status.formats_waiting, full=Condition.BUFFER_FULL in status.conditions)
        if fault.condition in status.conditions:
            sheet.bad(fault.question, fault.found, fault.what_to_do)
        elif silent:
            sheet.unknown(fault.question, silence, look)
        else:
            sheet.good(fault.question, fault.well)


def _buffer(sheet: Sheet, waiting: int | None, *, full: bool) -> None:
    if full:
        sheet.bad(
            BUFFER,
            say("Its memory is full of labels that it has not printed."),
            say("Let it print them; if it does not, cancel them on its display."),
        )
    elif waiting is None:
        sheet.unknown(BUFFER, say("It does not say how many labels wait in it."))
    else:
        sheet.good(BUFFER, say("Labels waiting in it: {n}.", n=waiting))
