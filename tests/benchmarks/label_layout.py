"""How fast labels are made and drawn, on one core: ``python -m tests.benchmarks.label_layout``."""

import time
from collections.abc import Callable, Iterable

import label_templates
from desktop.labels.checks import check
from desktop.labels.codec import load
from desktop.labels.image import png_bytes, rows_of
from desktop.labels.layout import LabelPlan, plan_labels
from desktop.labels.pdf import labels_pdf
from desktop.symbols.code128 import decode, encode_digits
from desktop.units import Resolution


def rate(work: Callable[[str], object], codes: Iterable[str]) -> float:
    """Return how many codes a second ``work`` takes."""
    codes = list(codes)
    start = time.perf_counter()
    for code in codes:
        work(code)
    return len(codes) / (time.perf_counter() - start)


def main() -> None:
    """Print rates on one core."""
    codes = [f"8100021{serial:09}{serial % 10_000:04}" for serial in range(100_000)]
    print(f"encode and decode back  {rate(lambda code: decode(encode_digits(code).modules), codes):10,.0f}/s")
    for dots_per_mm in (8, 12, 24):
        print(f"{dots_per_mm:2} dots/mm: {speeds(_plan(dots_per_mm), codes)}")
    plan = _plan(12)
    start = time.perf_counter()
    pages = (plan.primitives(plan.fill({"code": code})) for code in codes[:1000])
    size = len(labels_pdf(pages, plan.width_dots, plan.height_dots, plan.resolution))
    print(f"PDF of 1000 labels: {time.perf_counter() - start:.2f} s, {size / 1000:,.0f} bytes a label")


def _plan(dots_per_mm: int) -> LabelPlan:
    design = load(label_templates.read_text("drug_code_b"))
    shared = {field: value for field, value in design.sample if field != "code"}
    return plan_labels(design, Resolution(dots_per_mm), shared)


def speeds(plan: LabelPlan, codes: list[str]) -> str:
    """Measure what is done with the labels of one plan."""
    width, height = plan.width_dots, plan.height_dots

    def draw(code: str) -> bytes:
        return rows_of(plan.primitives(plan.fill({"code": code})), width, height)

    fill = rate(lambda code: plan.fill({"code": code}), codes)
    checked = rate(lambda code: check(plan, plan.fill({"code": code})), codes[:2000])
    drawn = rate(draw, codes[:2000])
    png = rate(lambda code: png_bytes(width, height, draw(code), plan.resolution), codes[:1000])
    return f"fill {fill:8,.0f}/s  check {checked:7,.0f}/s  draw {drawn:6,.0f}/s  with PNG {png:6,.0f}/s"


if __name__ == "__main__":
    main()
