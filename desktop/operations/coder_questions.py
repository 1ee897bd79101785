"""What a coder is asked when it does not print."""

from contextlib import closing
from typing import Final

from desktop.coders import Coder, CoderFault, CoderState
from desktop.errors import DeviceError, InputError, Refused
from desktop.labels.fields import parse_fields
from desktop.operations.answers import Sheet
from desktop.operations.plant import Plant
from desktop.operations.printer_questions import (
    LANGUAGE,
    OWNER,
    REACHABLE,
    refused_or_reset,
    told_not_connected,
    told_not_free,
)
from desktop.products.job import VARYING_FIELDS, CoderOrder
from desktop.texts import say

ON: Final = say("Is it switched on?")
FAULTS: Final = say("Is it without faults?")
JOB_IN_IT: Final = say("Does it hold the job that it is to print?")
FIELDS: Final = say("Has that job the right fields?")

CODER_QUESTIONS: Final = (REACHABLE, OWNER, LANGUAGE, ON, FAULTS)
ORDER_QUESTIONS: Final = (JOB_IN_IT, FIELDS)
"""Asked only where it is known what the coder is to print."""

_STATES: Final = {
    CoderState.OFF: say("It is shut down."),
    CoderState.STARTING: say("It is starting."),
    CoderState.STOPPED: say("It is switched on and stopped; a job starts it."),
    CoderState.RUNNING: say("It is running."),
    CoderState.FAULT: say("It is switched on, and stopped by a fault."),
}
_SWITCH_ON: Final = {
    CoderState.OFF: say("Switch the coder on and wait until it is ready."),
    CoderState.STARTING: say("Wait until the coder is ready, then ask again."),
}


def examine_coder(sheet: Sheet, plant: Plant, address: str, order: CoderOrder | None) -> None:
    """Ask the coder at ``address``, as far as it answers."""
    try:
        coder = plant.devices.coder(address, record_fields(order))
    except DeviceError as error:
        told_not_connected(sheet, error)
        return
    with closing(coder):
        sheet.good(REACHABLE, say("{address} is connected.", address=address))
        if _state(sheet, coder) and order is not None:
            _order(sheet, coder, order)


def record_fields(order: CoderOrder | None) -> tuple[str, ...]:
    """Return the fields of a coder that change with each print."""
    if order is None:
        return ()
    return tuple(name for name, text in order.fields if parse_fields(text).names & VARYING_FIELDS)


def _state(sheet: Sheet, coder: Coder) -> bool:
    try:
        identity = coder.identify()
        status = coder.status()
    except DeviceError as error:
        if refused_or_reset(error):
            told_not_free(sheet, error)
            return False
        sheet.good(OWNER, say("Nobody else holds it."))
        sheet.bad(
            LANGUAGE,
            error.text,
            say(
                "Check that the address is this coder's and names its family (zipher, leibinger, ngpcl, "
                "wsi), and that the interface is switched on at the coder."
            ),
        )
        return False
    sheet.good(OWNER, say("Nobody else holds it."))
    sheet.good(LANGUAGE, say("{who} answers.", who=identity) if identity else say("It answers as it should."))
    advice = _SWITCH_ON.get(status.state)
    if advice is None:
        sheet.good(ON, _STATES[status.state])
    else:
        sheet.bad(ON, _STATES[status.state], advice)
    _faults(sheet, status.state, status.faults)
    return True


def _faults(sheet: Sheet, state: CoderState, faults: tuple[CoderFault, ...]) -> None:
    words = "; ".join(f"{fault.number} {fault.text}".strip() for fault in faults)
    if state is CoderState.FAULT or any(not fault.warning for fault in faults):
        said = say("It says: {words}.", words=words)
        sheet.bad(
            FAULTS,
            said if words else say("It is in a fault and does not say in which."),
            say("Remove the cause at the coder and acknowledge the fault there, then ask again."),
        )
    elif faults:
        sheet.good(FAULTS, say("It has no fault, but warns: {words}.", words=words))
    else:
        sheet.good(FAULTS, say("It reports no fault."))


def _order(sheet: Sheet, coder: Coder, order: CoderOrder) -> None:
    mend = say("Choose a job that the coder holds, or make one of that name at the coder.")
    try:
        jobs = coder.list_jobs()
        if order.job not in jobs:
            known = ", ".join(jobs[:20]) or "-"
            found = say("It has no job {job}; it has {known}.", job=repr(order.job), known=known)
            sheet.bad(JOB_IN_IT, found, mend)
            return
    except Refused as refusal:
        sheet.unknown(JOB_IN_IT, refusal.text)
    except DeviceError as error:
        sheet.unknown(JOB_IN_IT, error.text, say("Look at its display, then ask again."))
        return
    else:
        sheet.good(JOB_IN_IT, say("It has the job {job}.", job=repr(order.job)))
    _fields(sheet, coder, order)


def _fields(sheet: Sheet, coder: Coder, order: CoderOrder) -> None:
    mend = say("Give the fields the same names in the coder's job and at the station.")
    try:
        known = coder.job_fields(order.job)
    except Refused as refusal:
        sheet.unknown(FIELDS, refusal.text)
        return
    except InputError as error:
        sheet.bad(FIELDS, error.text, mend)
        return
    except DeviceError as error:
        sheet.unknown(FIELDS, error.text, say("Look at its display, then ask again."))
        return
    missing = [name for name, _ in order.fields if name not in known]
    if missing:
        found = say(
            "Its job {job} has no field {missing}; it has {known}.",
            job=repr(order.job),
            missing=", ".join(missing),
            known=", ".join(known) or "-",
        )
        sheet.bad(FIELDS, found, mend)
    else:
        sheet.good(FIELDS, say("It has the fields {fields}.", fields=", ".join(known)))
