"""Which pages there are. A page's module is imported when the page is first shown: start-up is short."""

from collections.abc import Callable
from dataclasses import dataclass

from desktop.texts import Text, say
from ui.pages.page import Page
from ui.workplace import Workplace


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page in the rail."""

    name: str
    title: Text
    make: Callable[[Workplace], Page]


def _today(work: Workplace) -> Page:
    from ui.pages.today import TodayPage  # noqa: PLC0415 (start-up)

    return TodayPage(work)


def _products(work: Workplace) -> Page:
    from ui.pages.products import ProductsPage  # noqa: PLC0415 (start-up)

    return ProductsPage(work)


def _codes(work: Workplace) -> Page:
    from ui.pages.codes import CodesPage  # noqa: PLC0415 (start-up)

    return CodesPage(work)


def _labels(work: Workplace) -> Page:
    from ui.pages.labels import LabelsPage  # noqa: PLC0415 (start-up)

    return LabelsPage(work)


def _lines(work: Workplace) -> Page:
    from ui.pages.lines import LinesPage  # noqa: PLC0415 (start-up)

    return LinesPage(work)


def _orders(work: Workplace) -> Page:
    from ui.pages.orders import OrdersPage  # noqa: PLC0415 (start-up)

    return OrdersPage(work)


def _jobs(work: Workplace) -> Page:
    from ui.pages.jobs import JobsPage  # noqa: PLC0415 (start-up)

    return JobsPage(work)


def _packing(work: Workplace) -> Page:
    from ui.pages.packing import PackingPage  # noqa: PLC0415 (start-up)

    return PackingPage(work)


def _quality(work: Workplace) -> Page:
    from ui.pages.quality import QualityPage  # noqa: PLC0415 (start-up)

    return QualityPage(work)


def _warehouse(work: Workplace) -> Page:
    from ui.pages.warehouse import WarehousePage  # noqa: PLC0415 (start-up)

    return WarehousePage(work)


def _trace(work: Workplace) -> Page:
    from ui.pages.trace import TracePage  # noqa: PLC0415 (start-up)

    return TracePage(work)


PAGES = (
    PageEntry("today", say("Today"), _today),
    PageEntry("products", say("Products"), _products),
    PageEntry("codes", say("Codes"), _codes),
    PageEntry("labels", say("Labels"), _labels),
    PageEntry("lines", say("Packing lines"), _lines),
    PageEntry("orders", say("Work orders"), _orders),
    PageEntry("jobs", say("Jobs"), _jobs),
    PageEntry("packing", say("Packing"), _packing),
    PageEntry("quality", say("Quality"), _quality),
    PageEntry("warehouse", say("Warehouse"), _warehouse),
    PageEntry("trace", say("Trace"), _trace),
)

BESIDE = (
    "desktop.grading.causes",
    "desktop.operations.external_results",
    "desktop.operations.quality_files",
    "desktop.operations.quality_trend",
    "desktop.operations.recall",
    "desktop.operations.sample_scan",
    "desktop.operations.trace",
    "desktop.operations.watched_folder",
)
"""What the Quality page needs of the rooms below, most of all pages. Without Qt: a thread can load it."""

AHEAD = (
    "ui.quality.looked",
    "ui.quality.picture_view",
    "ui.quality.module_map_view",
    "ui.quality.profile_view",
    "ui.quality.workspace",
    "ui.quality.grading_tab",
    "ui.quality.samples_tab",
    "ui.quality.batch_detail",
    "ui.quality.batches_tab",
    "ui.quality.trend_tab",
    "ui.pages.quality",
)
"""The page's own modules, in pieces that nobody feels: they are loaded on the window's thread."""

_KEYS = (*"1234567890", "T")
"""With Ctrl; in the order of the pages."""


def page_keys() -> tuple[tuple[str, PageEntry], ...]:
    """Return the pages, each with the keys that go there from anywhere."""
    return tuple((f"Ctrl+{key}", entry) for key, entry in zip(_KEYS, PAGES, strict=False))
