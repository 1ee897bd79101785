"""One code: what it is and where it lies, its tree, and its story."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.operations import trace
from desktop.operations.trace import PackPlace, Trace
from desktop.packing.event_names import flag_name
from desktop.texts import Text, say, say_count
from ui.kit import box, column, facts, row
from ui.style import GRID
from ui.trace.reading import CodeStory
from ui.trace.story import Story
from ui.trace.tree_rows import FOLD_PAGE, FoldRow
from ui.trace.tree_view import TreeView
from ui.trace.visits import Visit, Where
from ui.widgets.code_button import CodeButton
from ui.widgets.state_badge import StateBadge
from ui.wording import CODE_STATES, Mark, day, level_name
from ui.workplace import Workplace


class CodeView(QWidget):
    """Shows the trace of a code.

    Signals:
        wanted: (Visit) the person wants to see something else.
    """

    wanted = Signal(object)

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self._story: CodeStory | None = None
        kit = work.kit
        self.badge = StateBadge(kit.language)
        self.flag = StateBadge(kit.language)
        self.code = CodeButton(work.language, work.messages, points=15)
        self._facts = {name: kit.label(wrap=True) for name in ("product", "batch", "job", "place")}
        self.open_inside = kit.button(say("What is in it"), self._go_inside, icon_name="search")
        self.open_batch = kit.button(say("Cases of the batch"), self._go_to_batch, icon_name="products")
        self.open_job = kit.button(say("Open the job"), self._go_to_job, icon_name="jobs")
        self.tree = TreeView(work.language)
        self.tree.wanted.connect(lambda code: self.wanted.emit(Visit(Where.CODE, code)))
        self.tree.fold_wanted.connect(self._unfold)
        self.setFocusProxy(self.tree)
        self.story = Story(work)
        self._tree_card = kit.card(
            kit.label(say("Where it lies"), "heading"), box(column(self.tree)), spacing=GRID
        )
        self._tree_card.layout().setStretch(1, 1)  # type: ignore[union-attr]  # the tree
        self._body = row(self._tree_card, self.story)
        self._body.setStretch(0, 11)
        self._body.setStretch(1, 9)
        page = column(self._head(), self._body)
        page.setStretch(1, 1)
        self.setLayout(page)

    def show_story(self, story: CodeStory) -> None:
        """Show the trace of a code; the same once more leaves everything as it is."""
        if story == self._story:
            return
        self._story = story
        found = story.found
        self.code.show_code(found.code)
        self.badge.show_state(*CODE_STATES[found.state])
        place = found.place
        self.flag.setVisible(place is not None and bool(place.pack.flag))
        if place is not None and place.pack.flag:
            self.flag.show_state(Mark.ATTENTION, flag_name(place.pack.flag))
        self._show_facts(found)
        self.open_inside.setVisible(place is not None and place.pack.children > 0)
        self.open_batch.setVisible(found.batch is not None)
        self.open_job.setVisible(found.job_id is not None)
        self._tree_card.setVisible(place is not None)
        self.story.stack(narrow=place is not None)
        if place is not None:
            self.tree.show_place(place)
        self.story.show_story(story)

    def _head(self) -> QWidget:
        kit = self._work.kit
        names = {"product": say("Product"), "batch": say("Batch"), "job": say("Job"), "place": say("Place")}
        about = facts(
            *((kit.label(text, "muted"), self._facts[key]) for key, text in names.items()), columns=2
        )
        top = row(self.code, self.badge, self.flag, 1, self.open_inside, self.open_batch, self.open_job)
        top.setSpacing(GRID)
        return kit.card(top, about, spacing=GRID)

    def _show_facts(self, found: Trace) -> None:
        product = found.product.product
        name = f"{product.name} {product.spec}".strip()
        told: dict[str, Text] = {
            "product": say("{product}, {level}", product=name, level=level_name(found.level)),
            "batch": _batch(found),
            "job": _job(found),
            "place": _place(found.place),
        }
        for key, text in told.items():
            self._work.language.word(self._facts[key], text)

    def _unfold(self, fold: FoldRow) -> None:
        plant, limit = self._work.plant, min(FOLD_PAGE, fold.count)
        self._work.background.run(
            lambda _report: trace.children_of(plant, fold.parent, fold.after, limit),
            receiver=self,
            done=lambda packs: self.tree.unfold(fold, packs),
        )

    def _go_inside(self) -> None:
        if self._story is not None:
            self.wanted.emit(Visit(Where.INSIDE, self._story.found.code))

    def _go_to_batch(self) -> None:
        if self._story is not None and self._story.found.batch is not None:
            self.wanted.emit(Visit(Where.BATCH, batch_id=self._story.found.batch.id))

    def _go_to_job(self) -> None:
        if self._story is not None and self._story.found.job_id is not None:
            self._work.go("jobs", self._story.found.job_id)


def _batch(found: Trace) -> Text:
    if found.batch is None:
        return say("none yet")
    batch = found.batch.batch
    return say(
        "{lot} · produced {made} · expiry {expiry}",
        lot=batch.lot,
        made=day(batch.made),
        expiry=day(batch.expiry),
    )


def _job(found: Trace) -> Text:
    if found.job_id is None:
        return say("none yet")
    return say("Job {id}, label {ordinal}", id=found.job_id, ordinal=found.ordinal)


def _place(place: PackPlace | None) -> Text:
    """Say where a pack lies, in one sentence."""
    if place is None:
        return say("nowhere: it was never scanned on a line")
    where = say("order {order} on {line}", order=place.order, line=place.line)
    if place.station:
        where = say("in the tray of {station}, {where}", station=place.station, where=where)
    elif place.path and place.pack.place is not None:
        where = say("{n} of {all}, {where}", n=place.pack.place, all=place.sibling_count, where=where)
    if place.pack.children:
        return say_count(
            "holds {n} pack, {where}", "holds {n} packs, {where}", n=place.pack.children, where=where
        )
    return where
