"""Pictures of the Trace page: on a plant of its own, where two cases and a half are packed."""

import io
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageFilter
from sqlalchemy import insert, select, update

from desktop.app import open_plant
from desktop.labels import codec
from desktop.labels.image import rows_of
from desktop.operations import labels, recall
from desktop.operations.plant import Plant
from desktop.operations.running import RESOLUTION_MARK
from desktop.packing.bills import BillKind
from desktop.products.code_pool import CodeState
from desktop.storage import kept_files, quality
from desktop.storage.kept_files import FileKind, NewKeptFile, PackCounts
from desktop.storage.pack_tables import bill, bill_code
from desktop.storage.tables import design_revision, job, job_mark
from desktop.texts import LANGUAGES
from desktop.units import Resolution
from tests.packed_order import Packed, digits, note_event, packed_order, turn, with_events
from tests.storage.grades import a_grade
from ui.dialogs.recall import RecallDialog
from ui.pages.trace import TracePage
from ui.trace.visits import Visit, Where

if TYPE_CHECKING:
    from tests.photographer import Photographer

_UNITS = 2495
_UNIT, _CASE, _PARTIAL = digits(1, 1, 1177), digits(3, 1, 12), digits(2, 1, 250)


def photograph_trace(make: "Callable[[Plant], Photographer]", *, dark: bool) -> None:
    """Take all pictures in both languages."""
    with (
        tempfile.TemporaryDirectory() as folder,
        open_plant(f"sqlite:///{folder}/trace.db", Path(folder)) as plant,
    ):
        packed = _pack(plant)
        camera = make(plant)
        camera.work.style.choose(dark=dark)
        for language in LANGUAGES:
            camera.work.language.choose(language)
            camera.prefix = f"{language}-"
            _photograph(camera, packed, Path(folder) / f"recall-{language}.csv")
        camera.window.close()


def _pack(plant: Plant) -> Packed:
    """Pack an order with some trouble; one case of it went out, and one label was graded."""
    store = plant.store
    packed = packed_order(store, _UNITS, number="WO-20261103")
    with_events(store, packed, _UNITS)
    packed_order(store, 300, lot=2, number="WO-20261104")
    turn(store, packed.code_id(1, 1173), CodeState.SPOILED)
    turn(store, packed.code_id(1, 1175), CodeState.UNKNOWN)
    _labelled(plant, packed)
    symbol = _symbol(plant)
    unit, bundle = packed.code_id(1, 1177), packed.code_id(2, 118)
    note_event(store, packed, "unreadable", unit, bundle, "标签破损", reviewer="韩梅梅")
    with store.change("lead", "export", "relation") as change:
        new = NewKeptFile.of(
            FileKind.RELATION, "WO-20261103_relation.xml", b"<x/>", PackCounts(2770, 25, _UNITS)
        )
        kept_files.insert(change, packed.order_id, (new,), 10**6)
        quality.insert(change, a_grade(code=_UNIT, job_id=packed.jobs[1], at=change.at), symbol)
        values = {
            "kind": BillKind.SALES_OUT.value,
            "number": "SO-20261103-17",
            "fields": "{}",
            "state": "open",
        }
        change.connection.execute(insert(bill).values(id=1, at=change.at, by="李雷", **values))
        change.connection.execute(
            insert(bill_code).values(bill_id=1, code_id=packed.code_id(3, 12), at=change.at, by="李雷")
        )
    return packed


def _labelled(plant: Plant, packed: Packed) -> None:
    """Give the units a label, as if a printer had been opened for their job."""
    document = codec.dump(labels.load_design(plant, "drug_code_b"))
    with plant.store.change("lead", "label", "job") as change:
        of_job = select(job.c.design_revision_id).where(job.c.id == packed.jobs[1]).scalar_subquery()
        change.connection.execute(
            update(design_revision).where(design_revision.c.id == of_job).values(document=document)
        )
        change.connection.execute(
            insert(job_mark).values(job_id=packed.jobs[1], name=RESOLUTION_MARK, value=12)
        )


def _symbol(plant: Plant) -> bytes:
    """Return the bars of a label, grey and soft as a camera sees them."""
    shown = labels.preview(labels.load_design(plant, "drug_code_b"), Resolution(12))
    rows = rows_of(shown.primitives, shown.width_dots, shown.height_dots)
    size = ((shown.width_dots + 7) // 8 * 8, shown.height_dots)
    dots = Image.frombytes("1", size, rows).convert("L").point(lambda dot: 55 if dot else 215)
    soft = dots.crop((100, 80, 560, 330)).filter(ImageFilter.GaussianBlur(1.2))
    png = io.BytesIO()
    soft.save(png, "PNG")
    return png.getvalue()


def _photograph(camera: "Photographer", packed: Packed, path: Path) -> None:
    for code, name in ((_UNIT, "trace-unit"), (_CASE, "trace-case"), (_PARTIAL, "trace-partial")):
        camera.page("trace", code)
        camera.take(name)
    page = camera.window.page
    assert isinstance(page, TracePage)
    page.visit(Visit(Where.INSIDE, _CASE))
    camera.take("trace-inside")
    for what, name in ((packed.batch_id, "trace-batch"), ("0", "trace-found"), ("?", "trace-nothing")):
        camera.page("trace", what)
        camera.take(name)
    outline = recall.outline(camera.work.plant, packed.batch_id)
    camera.take_dialog(RecallDialog(camera.work, outline, camera.window), "recall")
    written = RecallDialog(camera.work, outline, camera.window)
    written.show()
    written.save(path)
    camera.take_dialog(written, "recall-written")
