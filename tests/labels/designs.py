"""Designs and values that the tests of labels share."""

from dataclasses import replace

from desktop.labels.checks import Finding, check
from desktop.labels.document import LabelDesign, Title
from desktop.labels.elements import CodeBlock, Element, TextElement
from desktop.labels.layout import FilledLabel, LabelPlan, plan_labels
from desktop.labels.primitives import Bars, TextRun
from desktop.units import Resolution

CODE = "81234561234567891234"
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
RESOLUTIONS = (8, 12, 24)

BLOCK = CodeBlock(
    name="trace",
    x_mm=4.0,
    y_mm=5.0,
    field="{code}",
    module_mm=0.25,
    height_mm=9.0,
    heading="药品追溯码",
    heading_size_mm=2.5,
    grouping="1-6-9-4",
    hri_size_mm=2.5,
)


def text(name: str = "lot", **changes: object) -> TextElement:
    element = TextElement(name, 3.0, 24.0, 30.0, 3.5, "LOT {lot}", 2.5)
    return replace(element, **changes)  # type: ignore[arg-type]


def design(*elements: Element, **changes: object) -> LabelDesign:
    label = LabelDesign("test", Title("Test", "测试"), 50.0, 30.0, elements)
    return replace(label, **changes)  # type: ignore[arg-type]


def planned(*elements: Element, dots_per_mm: int = 8, **shared: str) -> tuple[LabelPlan, FilledLabel]:
    plan = plan_labels(design(*elements), Resolution(dots_per_mm), SHARED | shared)
    return plan, plan.fill({"code": CODE})


def findings(*elements: Element, dots_per_mm: int = 8, **shared: str) -> tuple[Finding, ...]:
    return check(*planned(*elements, dots_per_mm=dots_per_mm, **shared))


def bars_of(plan: LabelPlan, label: FilledLabel) -> Bars:
    (bars,) = (one for one in plan.primitives(label) if isinstance(one, Bars))
    return bars


def run_of(plan: LabelPlan, label: FilledLabel, element: str) -> TextRun:
    (run,) = (one for one in plan.primitives(label) if isinstance(one, TextRun) and one.element == element)
    return run
