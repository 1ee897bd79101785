"""What printer, label and coder's job of a station or a job must agree on."""

from collections.abc import Iterator, Mapping

from desktop.devices import DeviceKind
from desktop.errors import InputError, Refused
from desktop.labels.document import fields_of
from desktop.labels.fields import OPTIONAL_FIELDS, parse_fields
from desktop.operations.label_rules import CODE_FIELDS, printed_elements
from desktop.operations.label_values import SHARED_FIELDS
from desktop.operations.labels import load_design
from desktop.operations.plant import Plant
from desktop.products.job import VARYING_FIELDS, CoderOrder
from desktop.texts import Text, say

_LONGEST = 200
"""Characters of a coder's job, of a field's name and of what fills it. Our own bound, against nonsense: what
a device takes its driver checks, before the job starts."""


def refuse_mismatch(
    plant: Plant, station: str, kind: DeviceKind | None, label: str, coder: CoderOrder | None
) -> None:
    """Refuse a station whose printer cannot do what is asked of it there.

    Args:
        plant: where.
        station: its name.
        kind: of its printer; None: it has none.
        label: name of its design, or empty.
        coder: what a coder there is told.

    Raises:
        InputError: the label is none, or what the coder is told is not well formed.
        Refused: a coder without its job, a job without a coder, or a queue that would get codes.
    """
    design = load_design(plant, label) if label else None
    if kind is DeviceKind.CODER and coder is None:
        raise Refused(
            say(
                "At the station {station} stands a coder: say which of its jobs is printed and what fills "
                "its fields.",
                station=station,
            )
        )
    if kind is not DeviceKind.CODER and coder is not None:
        raise Refused(
            say("The station {station} names a job of a coder, but no coder stands there.", station=station)
        )
    if coder is not None:
        check_coder_order(coder)
    varying = design is not None and any(
        fields_of(element) & VARYING_FIELDS for element in printed_elements(design)
    )
    if kind is DeviceKind.QUEUE and varying:
        raise Refused(_never_on_a_queue(), [say("This concerns the station {station}.", station=station)])


def refuse_device(kind: DeviceKind, coder: CoderOrder | None) -> None:
    """Refuse a printer that cannot print what is ordered: labels with codes, or a coder's job.

    Raises:
        InputError: a coder's job is missing or one too many, or it is not well formed.
        Refused: it is a print queue.
    """
    if kind is DeviceKind.QUEUE:
        raise Refused(_never_on_a_queue())
    if kind is DeviceKind.CODER:
        if coder is None:
            raise InputError(
                say("This is the address of a coder: say which of its jobs is printed, and what fills it.")
            )
        check_coder_order(coder)
    elif coder is not None:
        raise InputError(
            say("This is the address of a label printer, which holds no job “{job}”.", job=coder.job)
        )


def check_coder_order(order: CoderOrder) -> None:
    """Check what a coder is told, as far as that is possible without product and coder.

    Raises:
        InputError: a name is missing or twice there, a text cannot be read or has a field that no job
            fills, or none has ``{code}`` or ``{serial}``.
    """
    if not order.job.strip():
        raise InputError(say("The name of the coder's job is empty."))
    names = [name for name, _ in order.fields]
    for name, text in order.fields:
        _check_field(name, text, names)
    _check_lengths((order.job, *names, *(text for _, text in order.fields)))
    if not any(parse_fields(text).names & CODE_FIELDS for _, text in order.fields):
        raise InputError(
            say(
                "No field of the coder's job “{job}” is filled with {code} or {serial}: its marks could not "
                "be told apart.",
                job=order.job,
                code="{code}",
                serial="{serial}",
            )
        )


def refuse_unfillable_order(order: CoderOrder, shared: Mapping[str, str], varying: Mapping[str, str]) -> None:
    """Refuse what a coder is told if this product and batch cannot fill it.

    Args:
        order: what it is told.
        shared: what all marks of the job share.
        varying: values of one mark.

    Raises:
        Refused: each field that is empty is named, as is each value that its format does not suit.
    """
    faults = tuple(_unfillable(order, {**shared, **varying}))
    if faults:
        raise Refused(
            say("The coder's job “{job}” cannot be filled: nothing was ordered.", job=order.job), faults
        )


def _unfillable(order: CoderOrder, values: Mapping[str, str]) -> Iterator[Text]:
    for name, text in order.fields:
        fields = parse_fields(text)
        empty = {field for field in fields.names - OPTIONAL_FIELDS if not values[field]}
        for field in sorted(empty):
            yield say(
                "Field “{name}” of the coder shows {field}, which is empty for this product and pack level. "
                "Fill it in under Products, or take it off.",
                name=name,
                field=f"{{{field}}}",
            )
        if not empty:
            try:
                fields.word(values)
            except InputError as error:
                yield say("Field “{name}” of the coder: {trouble}", name=name, trouble=error.text)


def _check_field(name: str, text: str, names: list[str]) -> None:
    if not name.strip():
        raise InputError(say("A field of the coder has no name; its text is {text}.", text=repr(text[:40])))
    if names.count(name) > 1:
        raise InputError(say("The coder's field “{name}” is filled twice.", name=name))
    for field in sorted(parse_fields(text).names - VARYING_FIELDS - SHARED_FIELDS):
        raise InputError(
            say(
                "Field “{name}” of the coder shows {field}, which a job cannot fill.",
                name=name,
                field=f"{{{field}}}",
            )
        )


def _check_lengths(texts: tuple[str, ...]) -> None:
    for text in texts:
        if len(text) > _LONGEST:
            raise InputError(
                say(
                    "What a coder is told has at most {most} characters a text; this has {found}: {text}…",
                    most=_LONGEST,
                    found=len(text),
                    text=text[:40],
                )
            )


def _never_on_a_queue() -> Text:
    return say(
        "A print queue takes labels and never says which of them were printed, so labels with codes or "
        "numbers of their own are not sent there. Connect the printer by network, USB or a serial line."
    )
