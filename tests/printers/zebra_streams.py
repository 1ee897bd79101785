"""Streams of different labels as a job sends them, and who judges them: renderers draw, a reader reads.

The picture that is expected is drawn by numpy from the primitives; zplkit (two profiles) and zebrash draw
the ZPL; zxing-cpp reads what zplkit has drawn. None of them shares a line with the driver.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np

import label_templates
from desktop.codes.gtin import check_digit
from desktop.labels import codec
from desktop.labels.layout import FilledLabel, LabelPlan, plan_labels
from desktop.labels.primitives import Bars, Matrix
from desktop.units import Resolution
from printers.zebra.zpl import ZplLanguage
from tests.labels.symbol_samples import read, said_by
from tests.printers.plans import Dots, Profile, dots_by_zplkit, dots_of_label
from tests.printers.zebrash import dots_by_zebrash

BOTH: Final[tuple[Profile, ...]] = ("zd621", "specification")
_AT_ONCE: Final = 4
"""zplkit draws so many labels of the largest design in one document, and not many more."""
_SIGNS: Final = "!\"%&'()*+,-./_:;<=>?"
"""What a GS1 serial number may hold beside letters and digits (GS1 General Specifications, table of 82)."""


def drug_code(number: int) -> str:
    return f"81234567{number * 7919 % 10**12:012}"


def serial(number: int) -> str:
    sign = _SIGNS[number % len(_SIGNS)]
    return f"{number * 7919 % 10**9:09}{sign}{chr(65 + number % 26)}{chr(97 + number % 26)}"


def sscc(number: int) -> str:
    body = f"0693283360{number:07}"
    return f"{body}{check_digit(body)}"


@dataclass(frozen=True)
class Stream:
    """Labels of one design that differ in one field."""

    name: str
    template: str
    varies: str
    value: Callable[[int], str]
    plan: LabelPlan = field(init=False)

    def __post_init__(self) -> None:
        design = codec.load(label_templates.read_text(self.template))
        shared = {name: value for name, value in design.sample_values.items() if name != self.varies}
        worst = {self.varies: self.value(1)}
        object.__setattr__(self, "plan", plan_labels(design, Resolution(12), shared, worst=worst))

    def labels(self, count: int) -> Iterator[FilledLabel]:
        for number in range(count):
            yield self.plan.fill({self.varies: self.value(number)})


STREAMS: Final = (
    Stream("drug code, Code 128 that the printer draws", "drug_code_b", "code", drug_code),
    Stream("carton, GS1 DataMatrix", "gs1_carton", "serial", serial),
    Stream("case, Code 128 that the printer draws", "drug_code_a_case", "code", drug_code),
    Stream("shipper, SSCC in GS1-128", "in_export_shipper", "sscc", sscc),
)


@dataclass
class Tally:
    """What came of a stream."""

    labels: int = 0
    bytes_sent: int = 0
    drawn_wrong: list[tuple[str, int]] = field(default_factory=list)
    """(renderer, number of the label)"""
    read_wrong: list[int] = field(default_factory=list)
    said: set[tuple[tuple[str, str], ...]] = field(default_factory=set)
    """What the reader found on each label, labels alike counted once."""


def judged(stream: Stream, count: int) -> Tally:
    """Send ``count`` labels as one stream; draw and read each of them."""
    tally, language = Tally(), ZplLanguage()
    head = language.stored_format(stream.plan)
    glyphs = b""
    tally.bytes_sent = len(head)
    waiting: list[tuple[int, FilledLabel, bytes]] = []
    for number, label in enumerate(stream.labels(count)):
        data = language.label(label)
        tally.bytes_sent += len(data)
        waiting.append((number, label, data))
        if len(waiting) == _AT_ONCE or number == count - 1:
            sent = b"".join(data for _, _, data in waiting)
            judge_block(tally, stream.plan, head + glyphs + sent, waiting)
            # A renderer starts with an empty memory each time: what the printer has kept is said again.
            glyphs += b"".join(line + b"\n" for line in sent.split(b"\n") if line.startswith(b"~DG"))
            waiting.clear()
    return tally


def judge_block(
    tally: Tally, plan: LabelPlan, sent: bytes, block: list[tuple[int, FilledLabel, bytes]]
) -> None:
    drawn = {profile: dots_by_zplkit(sent, profile, plan) for profile in BOTH}
    for place, (number, label, _) in enumerate(block):
        tally.labels += 1
        expected = dots_of_label(plan, label)
        for profile, pictures in drawn.items():
            if len(pictures) != len(block) or not np.array_equal(pictures[place], expected):
                tally.drawn_wrong.append((profile, number))
        found = read(drawn[BOTH[0]][place])
        if found != wanted(plan, label):
            tally.read_wrong.append(number)
        tally.said.add(tuple(sorted(found)))


def wanted(plan: LabelPlan, label: FilledLabel) -> set[tuple[str, str]]:
    """What a reader must find on a label, and nothing else."""
    return {said_by(one) for one in plan.primitives(label) if isinstance(one, Bars | Matrix)}


def drawn_by_zebrash(stream: Stream, count: int) -> list[tuple[Dots, Dots]]:
    """Let the second renderer draw a few labels; each with what is expected."""
    language = ZplLanguage()
    labels = list(stream.labels(count))
    sent = language.stored_format(stream.plan) + b"".join(language.label(label) for label in labels)
    (pictures,) = dots_by_zebrash([(sent, stream.plan)])
    return [(dots, dots_of_label(stream.plan, label)) for dots, label in zip(pictures, labels, strict=True)]
