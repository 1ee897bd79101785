"""A whole emulated line without a screen: packed, checked, closed, exported, and held against the truth."""

import io
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

from desktop.codes import drug_code
from desktop.exchange.epcis import read_document, tree_of
from desktop.exchange.new_file import write_new
from desktop.exchange.relation_reader import relation_elements
from desktop.operations import (
    audit,
    closing,
    epcis_export,
    kept_files,
    line_plant,
    order_report,
    reconciliation,
    relation_export,
)
from desktop.operations.line_desk import LineDesk
from desktop.operations.line_earlier import Earlier, earlier_plan, end_printing, run_earlier
from desktop.operations.line_floor import Floor
from desktop.operations.line_happenings import HAPPENINGS
from desktop.operations.line_truth import Truth, in_boxes, state_differences, tree_differences
from desktop.operations.line_work import Done, LinePlan, LineWork
from desktop.operations.plant import Plant
from desktop.packing.order import OrderState
from desktop.products.code_pool import CodeState
from desktop.storage import codes, pack_tree, work_orders
from desktop.texts import Text

_NUMBER = "WO-1"
_ACCEPTED = "emulated line: partial packs and labels that were not needed"
_MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class LineResult:
    """What came of an order.

    Attributes:
        units: that were ordered.
        packed: units that lie in boxes, those of an earlier lot that were mixed in among them.
        boxes: packs that hold others.
        done: what happened.
        violations: every difference between the program and what is physically so; empty: none.
        balanced: whether the sums of all levels balance.
        audit_sound: whether the audit trail is whole.
        state: of the order.
        files: what was written, by name.
        seconds: from the first label to the last file.
    """

    units: int
    packed: int
    boxes: int
    done: Done
    violations: tuple[Text, ...]
    balanced: bool
    audit_sound: bool
    state: OrderState
    files: tuple[str, ...]
    seconds: float

    @property
    def good(self) -> bool:
        """Whether nothing at all is wrong."""
        return not self.violations and self.balanced and self.audit_sound and self.state is OrderState.CLOSED

    def as_json(self) -> dict[str, object]:
        """Return it as plain values."""
        return {
            "units": self.units,
            "packed": self.packed,
            "boxes": self.boxes,
            **asdict(self.done),
            "violations": len(self.violations),
            "violations_told": [str(one) for one in self.violations[:_MOST_TOLD]],
            "balanced": self.balanced,
            "audit_sound": self.audit_sound,
            "state": self.state.value,
            "files": list(self.files),
            "seconds": round(self.seconds, 3),
        }


def prepare(plant: Plant, plan: LinePlan, floor: Floor) -> tuple[int, Earlier]:
    """Set up an empty plant for a line, run an earlier order, start the order, and return its id.

    What the earlier one left over is packed with it where packs are mixed, so there is none where nothing
    happens that is out of the ordinary.
    """
    before = earlier_plan(plan)
    needs = zip(plan.packing.packs_for(plan.units), plan.packing.packs_for(before.ordered), strict=True)
    issued = [2 * (need + need_before) for need, need_before in needs]
    made = line_plant.set_up(plant, plan.packing, issued, floor.addresses(), floor.scanners())
    earlier = run_earlier(plant, floor, made, before)
    order_id = line_plant.begin_order(plant, made, _NUMBER, made.batch_id, plan.ordered, plan.spare_percent())
    return order_id, earlier


def run_line(
    plant: Plant, floor: Floor, plan: LinePlan, out: Path, language: str, told: Callable[[int], None]
) -> LineResult:
    """Run a whole order on an emulated line in an empty plant.

    Args:
        plant: empty.
        floor: the line.
        plan: how much is packed.
        out: an empty folder; gets ``relation*.xml``, ``epcis.json``, ``report.pdf`` and ``truth.json``.
        language: of the report.
        told: called with how many units are done, now and then.

    Raises:
        Refused: program and line disagree on what may be done.
        DeviceError: no labels come.
        StorageError: a file or the database cannot be written.
    """
    began = time.monotonic()
    order_id, earlier = prepare(plant, plan, floor)
    with LineDesk(plant, order_id, line_plant.reviewer(plant)) as desk:
        done = LineWork(floor, desk, plan, HAPPENINGS, told, earlier.left_over).run()
    return finish(plant, order_id, floor, out, language, earlier=earlier, done=done, began=began)


def finish(
    plant: Plant,
    order_id: int,
    floor: Floor,
    out: Path,
    language: str,
    *,
    earlier: Earlier,
    done: Done,
    began: float,
) -> LineResult:
    """End an order that is packed: close it, write its files, and hold everything against the truth.

    Args and errors as of ``run_line``; ``earlier``: what went before it; ``began``: when the first label was
    asked for (``time.monotonic``).
    """
    truth = floor.packs.truth()
    write_new(out / "truth.json", json.dumps(truth.as_json(), indent=1).encode())
    end_printing(plant, order_id)
    closing.begin(plant, order_id)
    levels = range(1, len(floor.addresses()) + 1)
    came_out = earlier.cleared.came_out.union(*map(floor.came_out, levels))
    everything = earlier.cleared.truth.with_all_of(truth)
    violations = database_differences(plant, (*earlier.orders, order_id), everything, came_out)
    names = ["truth.json"]
    exported = relation_export.export_relation(plant, order_id).files
    pairs: list[tuple[str, str]] = []
    for number, file in enumerate(exported, start=1):
        content = kept_files.content(plant, file.id)
        name = "relation.xml" if len(exported) == 1 else f"relation_{number:02}.xml"
        write_new(out / name, content)
        names.append(name)
        pairs += relation_pairs(content, name)
    violations += tree_differences(truth, pairs, "relation.xml")
    epcis = kept_files.content(plant, epcis_export.export_epcis(plant, order_id)[0].id)
    write_new(out / "epcis.json", epcis)
    names.append("epcis.json")
    violations += tree_differences(truth.unordered(), epcis_pairs(epcis), "epcis.json")
    checked = reconciliation.reconciliation(plant, order_id)
    closing.close(plant, order_id, line_plant.reviewer(plant), _ACCEPTED)
    order_report.write(plant, order_id, out / "report.pdf", language)
    names.append("report.pdf")
    with plant.store.read() as connection:
        order = work_orders.get(connection, order_id)
    inside = [child for children in truth.parents.values() for child in children]
    return LineResult(
        order.units,
        len([code for code in inside if code not in truth.parents]),
        len(truth.parents),
        done,
        tuple(violations),
        checked.balances,
        audit.verify_audit(plant).sound,
        order.state,
        tuple(names),
        time.monotonic() - began,
    )


def database_differences(
    plant: Plant, orders: Sequence[int], truth: Truth, came_out: frozenset[str]
) -> list[Text]:
    """Return where the database says something else of packs or codes than what is physically so.

    Args:
        plant: where.
        orders: all that the line has run.
        truth: of all of them together.
        came_out: whole labels that came out of the printers.
    """
    states: dict[str, CodeState] = {}
    with plant.store.read() as connection:
        trees = chain.from_iterable(pack_tree.nodes(connection, order_id) for order_id in orders)
        found = tree_differences(truth, in_boxes(trees), "database")
        own = chain.from_iterable(work_orders.jobs_of(connection, order_id) for order_id in orders)
        for one in own:
            states |= {item.value: item.state for item in codes.of_job(connection, one.job_id)}
    return found + state_differences(truth, states, came_out)


def relation_pairs(content: bytes, name: str) -> Iterator[tuple[str, str]]:
    """Yield code and parent of each pack of a relation file that lies in another.

    Raises:
        InputError: it is no relation file.
    """
    for element in relation_elements(io.BytesIO(content), name):
        parent = element.attributes.get("parentCode", "")
        if element.name == "Code" and parent:
            yield element.attributes.get("curCode", ""), parent


def epcis_pairs(content: bytes) -> list[tuple[str, str]]:
    """Return code and parent of each pack that lies in another by the events of an EPCIS document, sorted.

    Raises:
        InputError: a line of it is no event.
    """
    tree = tree_of(tuple(read_document(content.splitlines())))
    return sorted(
        (child[-drug_code.LENGTH :], parent[-drug_code.LENGTH :])
        for parent, children in tree.items()
        for child in children
    )
