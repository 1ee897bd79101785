"""Labels without codes of their own: they may be printed again, so nobody waits for the printer's word.

They go to label printers and to print queues. What carries a code never goes this way: a queue says
"done" of labels that never came out (law 3), and each label here is the same as the next (law 5).
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Final

from desktop.devices import DeviceKind, LabelStream
from desktop.errors import Cancelled, DeviceError, InputError, PackmarkError, Refused
from desktop.jobs.faults import trouble
from desktop.labels import codec
from desktop.labels.document import LabelDesign, fields_of
from desktop.labels.fields import FIELDS, OPTIONAL_FIELDS
from desktop.labels.findings import Severity
from desktop.labels.layout import LabelPlan, Values, plan_labels
from desktop.operations import labels
from desktop.operations.label_rules import printed_elements
from desktop.operations.plant import Plant, Report
from desktop.operations.printer_claims import claim_printer
from desktop.operations.printers import settings_of
from desktop.storage import codes
from desktop.texts import say
from desktop.units import Resolution

MOST_LABELS: Final = 100_000
"""Some twenty rolls: more is a slip of the finger."""

_OWN_CODES: Final = frozenset(rule.name for rule in FIELDS if rule.varies)
_DRUG_CODE: Final = re.compile(r"(?=([0-9]{20}))")
"""Wherever 20 digits stand, in an element string too."""
_BITE: Final = 65_536
"""Bytes that are handed over at a time, in whole labels: a queue makes a print job of each."""


@dataclass(frozen=True, slots=True)
class PlainPrint:
    """What was handed over. Whether it came out, a person sees.

    Attributes:
        wanted: labels that were ordered.
        handed_over: fewer if a person stopped it.
        dots_per_mm: as they were drawn.
    """

    wanted: int
    handed_over: int
    dots_per_mm: int


@dataclass(frozen=True, slots=True)
class _Order:
    design: LabelDesign
    values: Values
    count: int
    address: str


def print_plain(
    plant: Plant,
    design_name: str,
    values: Values,
    count: int,
    address: str,
    dots_per_mm: int | None = None,
    report: Report = lambda _done: True,
) -> PlainPrint:
    """Print labels that carry no codes of their own.

    Args:
        plant: where.
        design_name: template, frozen design or design file, as a job would take it.
        values: of the fields of the design.
        count: how many, all the same; at most 100 000.
        address: of a label printer or a print queue.
        dots_per_mm: of the printer. A label printer is asked, and must agree; of a queue it must be given.
        report: asked before each piece. Before the first, no means that nothing is printed; later, that no
            more is.

    Raises:
        Cancelled: before anything was handed over.
        DeviceError: the printer or queue cannot be reached, is not ready, or is another one than was said.
        InputError: a value is missing, the count or the address is none, or the resolution is not given.
        Refused: the design carries codes of its own or breaks a rule, a code of the pool is to be printed,
            or somebody else prints there.
    """
    return print_design(
        plant, lambda _: labels.load_for_job(plant, design_name), values, count, address, dots_per_mm, report
    )


def print_design(
    plant: Plant,
    design_for: Callable[[Resolution], LabelDesign],
    values: Values,
    count: int,
    address: str,
    dots_per_mm: int | None,
    report: Report = lambda _done: True,
) -> PlainPrint:
    """Print a design that may depend on the printer's resolution; else as ``print_plain``."""
    if not 1 <= count <= MOST_LABELS:
        raise InputError(
            say("Print from 1 to {most} labels at a time, not {count}.", most=MOST_LABELS, count=count)
        )
    kind, address = plant.devices.kind(address), plant.devices.spelled(address)
    with claim_printer(plant, address):
        resolution = _resolution(plant, address, kind, dots_per_mm)
        order = _Order(design_for(resolution), values, count, address)
        plan = _checked_plan(plant, order, resolution)
        if kind is DeviceKind.LABEL_PRINTER:
            _make_ready(plant, address, plan)
        stream = plant.devices.stream(address, settings_of(plant, address))
        return _print(plant, order, plan, stream, report)


def refuse_codes(design: LabelDesign) -> None:
    """Refuse a design that shows what differs from label to label.

    Raises:
        Refused: each such element is named.
    """
    faults = tuple(
        say("Element “{element}” shows {field}.", element=element.name, field=f"{{{field}}}")
        for element in printed_elements(design)
        for field in sorted(fields_of(element) & _OWN_CODES)
    )
    if faults:
        raise Refused(
            say(
                "The label “{name}” carries codes of its own: it is printed by a job, which keeps account of"
                " each code. Nothing was printed.",
                name=design.name,
            ),
            faults,
        )


def _resolution(plant: Plant, address: str, kind: DeviceKind, given: int | None) -> Resolution:
    if kind is DeviceKind.LABEL_PRINTER:
        with closing(plant.devices.printer(address)) as printer:
            identity = printer.identify()
        if given not in {None, identity.dots_per_mm}:
            raise InputError(
                say(
                    "{model} at {address} has {found} dots/mm, not {given}.",
                    model=identity.model,
                    address=address,
                    found=identity.dots_per_mm,
                    given=given,
                )
            )
        return Resolution(identity.dots_per_mm)
    if kind is DeviceKind.CODER:
        raise InputError(
            say(
                "{address} is a coder, which prints its own jobs: labels are printed on a label printer or a "
                "print queue.",
                address=address,
            )
        )
    if given is None:
        raise InputError(
            say(
                "A print queue cannot be asked how many dots/mm its printer has: give them (8, 12 or 24; they"
                " are on the printer's type plate)."
            )
        )
    return Resolution(given)


def _checked_plan(plant: Plant, order: _Order, resolution: Resolution) -> LabelPlan:
    refuse_codes(order.design)
    missing = sorted(_fields(order.design) - set(order.values) - OPTIONAL_FIELDS)
    if missing:
        raise InputError(
            say(
                "The label “{name}” needs values for: {fields}.",
                name=order.design.name,
                fields=", ".join(missing),
            )
        )
    plan = plan_labels(order.design, resolution, dict(order.values))
    shown = labels.previewed(plan, {})
    errors = [finding.message for finding in shown.findings if finding.severity is Severity.ERROR]
    if errors:
        raise Refused(
            say(
                "Label “{name}” breaks {count} rules on this printer ({dpmm} dots/mm); nothing was sent.",
                name=order.design.name,
                count=len(errors),
                dpmm=resolution.dots_per_mm,
            ),
            errors,
        )
    _refuse_pool_codes(plant, [*(symbol.data for symbol in shown.symbols), *order.values.values()])
    return plan


def _fields(design: LabelDesign) -> set[str]:
    return {field for element in printed_elements(design) for field in fields_of(element)}


def _refuse_pool_codes(plant: Plant, texts: list[str]) -> None:
    """Refuse a code that was issued to this plant, however it got onto the label."""
    numbers = {found[1] for text in texts for found in _DRUG_CODE.finditer(text)}
    with plant.store.read() as connection:
        issued = next((number for number in sorted(numbers) if codes.by_value(connection, number)), None)
    if issued is not None:
        raise Refused(
            say(
                "{code} is a code of this plant's pool. Only a job prints it, once. Nothing was printed.",
                code=issued,
            )
        )


def _make_ready(plant: Plant, address: str, plan: LabelPlan) -> None:
    """Let the printer itself refuse what it cannot print, and say what keeps it from printing."""
    with closing(plant.devices.printer(address, settings_of(plant, address))) as printer:
        printer.prepare(plan)
        fault = trouble(printer.status())
    if fault is not None:
        raise DeviceError(fault)


def _print(plant: Plant, order: _Order, plan: LabelPlan, stream: LabelStream, report: Report) -> PlainPrint:
    pieces = _pieces(stream, plan, order.count)
    dots_per_mm = plan.resolution.dots_per_mm
    with closing(plant.devices.sink(order.address)) as sink:
        if not report(0.0):
            raise Cancelled(say("Nothing was printed."))
        _record(plant, order, "label.print", {"count": order.count, "dots_per_mm": dots_per_mm})
        handed_over = 0
        try:
            for count, piece in pieces:
                sink.write(piece)
                handed_over += count
                if not report(handed_over / order.count):
                    break
        except PackmarkError:
            _record(plant, order, "label.print.broken", {"handed_over_at_least": handed_over})
            raise
    if handed_over < order.count:
        _record(plant, order, "label.print.stopped", {"handed_over": handed_over})
    return PlainPrint(order.count, handed_over, dots_per_mm)


def _pieces(stream: LabelStream, plan: LabelPlan, count: int) -> Iterator[tuple[int, bytes]]:
    """Yield the stream in pieces of whole labels, with how many are in each."""
    filled = plan.fill({})
    head = stream.stored_format(plan)
    label = stream.label(filled)
    at_a_time = max(1, _BITE // len(label))
    for begun in range(0, count, at_a_time):
        many = min(at_a_time, count - begun)
        yield many, (head if begun == 0 else b"") + label * many


def _record(plant: Plant, order: _Order, action: str, facts: dict[str, object]) -> None:
    with plant.store.change(plant.actor, action, f"printer {order.address}") as change:
        document = codec.dump(order.design)
        change.new = {
            "design": order.design.name,
            "document_sha256": hashlib.sha256(document.encode()).hexdigest(),
            "values": dict(order.values),
            **facts,
        }
