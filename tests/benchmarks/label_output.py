"""How fast labels leave the program, on one core: ``python -m tests.benchmarks.label_output [LABELS]``.

A label of 60 x 40 mm at 12 dots/mm whose code (a drug code, or a GS1 DataMatrix with its serial number)
differs from label to label: laid out, decoded back, drawn.
"""

import os
import resource
import sys
import time
from collections.abc import Callable, Iterator

import label_templates
from desktop.labels import codec
from desktop.labels.document import LabelDesign, Title
from desktop.labels.elements import SymbolElement, TextElement
from desktop.labels.image import png_bytes, rows_of
from desktop.labels.layout import FilledLabel, LabelPlan, plan_labels
from desktop.labels.pdf import write_labels_pdf
from desktop.labels.primitives import Primitive, Symbology
from desktop.units import Resolution
from printers.zebra.zpl import ZplLanguage

DRUG_CODE = "drug_code_b"
DATA_MATRIX = LabelDesign(
    "carton",
    Title("Carton", "纸盒"),
    60.0,
    40.0,
    (
        TextElement("product", 3.0, 3.0, 54.0, 5.0, "{product} {spec}", 3.5, bold=True),
        SymbolElement(
            "matrix",
            4.0,
            11.0,
            Symbology.GS1_DATA_MATRIX,
            "(01){gtin}(17){expiry:%y%m%d}(10){lot}(21){serial}",
            0.5,
        ),
        TextElement("gtin", 22.0, 12.0, 36.0, 4.0, "GTIN {gtin}", 2.8),
        TextElement("lot", 22.0, 17.0, 36.0, 4.0, "批号 {lot}", 2.8),
        TextElement("serial", 22.0, 22.0, 36.0, 4.0, "SN {serial}", 2.8),
    ),
)
SHARED = {
    "product": "蒙脱石散",
    "spec": "3 g",
    "gtin": "06932833600109",
    "lot": "L02707",
    "made": "2026-02-01",
    "expiry": "2030-01-31",
    "specimen": "",
    "level": "1",
}


def peak_mib() -> float:
    """The most memory that the process has held."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def plans() -> Iterator[tuple[str, LabelPlan, Callable[[int], FilledLabel]]]:
    """Yield both labels by name, and how each of them is filled."""
    drug_code = plan_labels(codec.load(label_templates.read_text(DRUG_CODE)), Resolution(12), SHARED)
    yield "drug code", drug_code, lambda place: drug_code.fill({"code": f"81234567{place:012}"})
    matrix = plan_labels(DATA_MATRIX, Resolution(12), SHARED)
    yield "GS1 DataMatrix", matrix, lambda place: matrix.fill({"serial": f"SN{place * 7919 % 10**9:09}"})


def rate(work: Callable[[int], object], count: int) -> float:
    """Return how many labels a second ``work`` makes."""
    begun = time.perf_counter()
    for place in range(count):
        work(place)
    return count / (time.perf_counter() - begun)


def main() -> None:
    """Print rates on one core, and the memory that PDF files take."""
    labels = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    for name, plan, filled in plans():
        measure(name, plan, filled)
        for count in (labels // 10, labels):
            write_pdf(plan, filled, count)


def measure(name: str, plan: LabelPlan, filled: Callable[[int], FilledLabel]) -> None:
    """Print how many of one label are made in a second."""
    width, height = plan.width_dots, plan.height_dots
    language = ZplLanguage()
    language.stored_format(plan)
    label = filled(1)

    def drawn(place: int) -> bytes:
        return rows_of(plan.primitives(filled(place)), width, height)

    kinds: tuple[tuple[str, int, Callable[[int], object]], ...] = (
        ("laid out and decoded back", 5000, filled),
        ("1-bit image", 2000, drawn),
        ("PNG", 1000, lambda place: png_bytes(width, height, drawn(place), plan.resolution)),
        ("ZPL", 5000, lambda place: language.label(filled(place))),
        ("ZPL, the writing alone", 20_000, lambda _: language.label(label)),
    )
    print(f"{name}, {width} x {height} dots, {len(language.label(label))} bytes of ZPL a label")
    for kind, count, work in kinds:
        print(f"  {kind:26}{rate(work, count):10,.0f}/s")


def write_pdf(plan: LabelPlan, filled: Callable[[int], FilledLabel], count: int) -> None:
    """Write a PDF of ``count`` labels to nowhere and print what it took."""

    def pages() -> Iterator[tuple[Primitive, ...]]:
        for place in range(count):
            yield plan.primitives(filled(place))

    begun = time.perf_counter()
    with open(os.devnull, "wb") as out:  # noqa: PTH123 (a device, not a file of ours)
        write_labels_pdf(out, pages(), plan.width_dots, plan.height_dots, plan.resolution)
    seconds = time.perf_counter() - begun
    print(f"  PDF of {count:6,} labels      {seconds:8.1f} s, peak memory {peak_mib():.0f} MiB")


if __name__ == "__main__":
    main()
