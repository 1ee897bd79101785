"""Each row of the list of bad inputs that concerns the line, by its number, through the real operations.

Every one is refused with a sentence in both languages that says what was expected, and nothing changes.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop.errors import PackmarkError
from desktop.operations import (
    batches,
    kept_files,
    order_planning,
    order_report,
    pack_exceptions,
    product_exchange,
    product_saving,
    recall,
    relation_check,
)
from desktop.operations.lines import add_line as new_line
from desktop.operations.order_planning import OrderDraft
from desktop.operations.pack_answers import Outcome, Scanned
from desktop.operations.packing import PackStation
from desktop.packing.refusals import Why
from desktop.products.code_pool import CodeState
from desktop.products.details import Details
from desktop.products.packing import Packing
from desktop.products.product import PackLevel, Product
from desktop.products.version import Master
from desktop.storage import codes, products
from desktop.storage import kept_files as stored_files
from desktop.storage.kept_files import FileKind, FileOwner, NewKeptFile
from desktop.storage.pack_tables import pack_event
from desktop.storage.packing import StoredBook
from desktop.texts import CHINESE, ENGLISH, Text
from tests.operations.packing_line import REVIEWER, WHY, PackingLine, packing_line
from tests.packed_order import turn
from tests.storage.pack_stock import add_order, known
from tests.storage.stock import code_values

OTHER_PREFIX = "8055555"
GTIN = "6932833600109"
GOLDEN = Path(__file__).parents[1] / "exchange" / "data" / "relation.xml"
_CHINESE_SIGN = re.compile("[\u4e00-\u9fff]")
_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")


@dataclass(frozen=True)
class Told:
    """What a person is told, and words that must stand in it in each language."""

    english: str
    chinese: str
    words: tuple[str, ...]
    in_chinese: tuple[str, ...] = ()


@dataclass
class World:
    """A running order of 1:3:2 packs with a station of bundles, another product, and another lot."""

    line: PackingLine
    station: PackStation
    folder: Path
    other_product: str
    """A code of another product that is printed there."""
    other_lot: str
    """A printed code of the same product and another lot."""
    spare: str
    """A code of the same product that no job has taken."""

    @property
    def units(self) -> tuple[str, ...]:
        return self.line.units

    @property
    def bundles(self) -> tuple[str, ...]:
        return self.line.line.codes[1]

    @property
    def cases(self) -> tuple[str, ...]:
        return self.line.line.codes[2]

    def take(self, *texts: str) -> Scanned:
        """Scan what is taken."""
        answers = [self.station.scan(text) for text in texts]
        assert {one.outcome for one in answers} <= {Outcome.COLLECTED, Outcome.FULL, Outcome.PACKED}
        return answers[-1]

    def refused(self, text: str, why: Why, *words: str, zh: str = "") -> Told:
        """Scan what is refused; nothing may change."""
        before, tray = self.events(), self.station.state().tray
        answer = self.station.scan(text)
        assert (answer.outcome, answer.why) == (Outcome.REFUSED, why)
        assert self.events() == before
        assert [one.code for one in self.station.state().tray] == [one.code for one in tray]
        return told(answer.sentence, *words, zh=zh)

    def events(self) -> int:
        with self.line.plant.store.read() as connection:
            return connection.scalar(select(func.count()).select_from(pack_event)) or 0

    def code_id(self, code: str) -> int:
        with StoredBook(self.line.plant.store) as book:
            return known(book, code).id


def told(text: Text, *words: str, zh: str = "") -> Told:
    return Told(text.in_language(ENGLISH), text.in_language(CHINESE), words, (zh,) if zh else ())


def raised(call: Callable[[], object], *words: str, zh: str = "") -> Told:
    """Return what the refusal of an operation tells."""
    with pytest.raises(PackmarkError) as caught:
        call()
    error = caught.value
    assert error.exit_status in {2, 3}
    return Told(error.in_language(ENGLISH), error.in_language(CHINESE), words, (zh,) if zh else ())


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with packing_line(tmp_path) as line:
        store, order = line.plant.store, line.line.order
        extra = code_values(2, first=500, prefix=line.units[0][:7])
        codes.import_file(store, "engineer", codes.NewFile("more", "more", order.product_id, 1), [extra])
        add_order(store, order.product_id, order.packing, ((extra[0],),), lot="L2")
        levels = tuple(
            PackLevel(level, prefix, children)
            for level, prefix, children in ((1, OTHER_PREFIX, 1), (2, "8155555", 3))
        )
        new = Product(
            "8055555", "8055555001", "阿莫西林", "国药准字Z1", "胶囊", "0.25g", "10粒/盒", "盒", levels
        )
        with store.change("engineer", "products.import", "products.xml") as change:
            other_id = products.insert(change.connection, new)
        (foreign,) = code_values(1, prefix=OTHER_PREFIX)
        codes.import_file(store, "engineer", codes.NewFile("other", "other", other_id, 1), [[foreign]])
        add_order(store, other_id, Packing((1, 3)), ((foreign,),), lot="L3")
        with PackStation(line.plant, line.order_id, line.bundles) as station:
            yield World(line, station, tmp_path, foreign, extra[0], extra[1])


# scans


def row_14(world: World) -> Iterator[Told]:
    """Code prefix of another product: both are named."""
    yield world.refused(
        world.other_product,
        Why.WRONG_PRODUCT,
        OTHER_PREFIX,
        "belongs to 阿莫西林 0.25g",
        "packs 蒙脱石散",
        zh="它属于 阿莫西林 0.25g",
    )
    unknown = f"{OTHER_PREFIX}0000099991234"
    yield world.refused(unknown, Why.UNKNOWN_CODE, "阿莫西林 0.25g, a unit", zh="阿莫西林")


def row_15(world: World) -> Iterator[Told]:
    """Code of the wrong level."""
    yield world.refused(
        world.cases[0], Why.WRONG_LEVEL, "the code of a case", "scan the code of a unit", zh="箱"
    )


def row_16(world: World) -> Iterator[Told]:
    """Code not in the job's allocated pool."""
    yield world.refused(world.spare, Why.NOT_PRINTED, "is available", "no printer has said", zh="可用")
    never = code_values(1, first=900, prefix=world.units[0][:7])[0]
    yield world.refused(never, Why.UNKNOWN_CODE, "no file with it was imported", zh="导入")


def row_17(world: World) -> Iterator[Told]:
    """Code already associated: where, when and by whom."""
    world.take(*world.units[:3], world.bundles[0])
    yield world.refused(
        world.units[1], Why.ALREADY_PACKED, f"in {world.bundles[0]}, place 2", "by anna", zh="anna"
    )
    world.take(world.units[3])
    yield world.refused(world.units[3], Why.IN_TRAY, "place 1", "by anna", zh="料盘第 1 位")


def row_18(world: World) -> Iterator[Told]:
    """Code that was rejected, sampled, void or replaced."""
    for number, (state, chinese) in enumerate(
        (
            (CodeState.SPOILED, "报废"),
            (CodeState.SAMPLED, "取样"),
            (CodeState.VOID, ""),
            (CodeState.RETURNED, ""),
        )
    ):
        code = world.units[number]
        turn(world.line.plant.store, world.code_id(code), state)
        yield world.refused(code, Why.REJECTED, "never used again", zh=chinese)
    world.take(*world.units[4:7], world.bundles[0])
    pack_exceptions.replace(world.line.plant, world.line.order_id, world.units[4], world.units[7], **WHY)
    yield world.refused(world.units[4], Why.REJECTED, "never used again", "by anna")


def row_19(world: World) -> Iterator[Told]:
    """Parent as its own child, or a cycle."""
    plant, order = world.line.plant, world.line.order_id
    world.take(*world.units[:3], world.bundles[0])
    bundle = world.bundles[0]
    yield raised(lambda: pack_exceptions.move(plant, order, bundle, bundle, **WHY), bundle)
    yield raised(lambda: pack_exceptions.top_up(plant, order, bundle, world.units[0], **WHY), bundle)
    yield raised(lambda: pack_exceptions.relabel(plant, order, bundle, bundle, **WHY), "two different codes")


def row_20(world: World) -> Iterator[Told]:
    """The product's bar code instead of its drug code."""
    yield world.refused(GTIN, Why.PRODUCT_BAR_CODE, GTIN, "20 digits", zh=GTIN)


def row_21(world: World) -> Iterator[Told]:
    """Two codes in one scan, or one read twice within 50 ms."""
    yield world.refused("".join(world.units[:2]), Why.TWO_CODES, "scan again", zh="重新扫描")
    yield world.refused(world.units[0] * 2, Why.TWO_CODES, "scan again", zh="重新扫描")
    assert world.station.scan(world.units[0], 7.0).outcome is Outcome.COLLECTED
    twice = world.station.scan(world.units[0], 7.03)
    assert (twice.outcome, twice.event) == (Outcome.BOUNCED, None)
    yield told(twice.sentence, "read twice within 50 ms", zh="50")


def row_22(world: World) -> Iterator[Told]:
    """Keyboard or input method at the scanner."""
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in world.units[0])
    yield world.refused(wide, Why.NOT_A_CODE, "Switch the input method to English", zh="英文")
    yield world.refused(
        "ba yi" + world.units[0][:7], Why.NOT_A_CODE, "switch the input method to English", zh="英文"
    )
    yield world.refused("八一" + world.units[0][2:], Why.NOT_A_CODE, "input method", zh="输入法")


# ratios and packs


def row_47(world: World) -> Iterator[Told]:
    """A ratio that is none."""
    assert world.units
    for ratio, words, chinese in (
        ("2:10", "must start with 1", "1"),
        ("0:10", "must start with 1", "1"),
        ("1:0", "expected 1 or more", "0"),
        ("1:-5", "is negative", "负"),
        ("1:10:5", "must not fall", "5"),
        ("1:1.5", "no whole number", "1.5"),
        ("1：10", "Switch the input method", "输入法"),
        ("1:10:100:1000:10000:100000", "levels found: 6, expected 2 to 5", "6"),
        ("1:99999999", "at most", "99999999"),
        ("1::5", "a number is missing", "冒号"),
    ):
        yield raised(lambda ratio=ratio: Packing.parse(ratio), words, zh=chinese)  # type: ignore[misc]


def row_48(world: World) -> Iterator[Told]:
    """A cumulative ratio that does not divide."""
    assert world.units
    yield raised(lambda: Packing.parse("1:4:10"), "10 packs do not fill 4 packs evenly", zh="1:4:10")


def row_49(world: World) -> Iterator[Told]:
    """The ratio is edited while a job is open."""
    plant, product_id = world.line.plant, world.line.line.order.product_id

    def edit() -> None:
        with plant.store.change("lead", "product.save", "product") as change:
            master = product_saving.newest_master(change, product_id)
            levels = (master.product.level(1), replace(master.product.level(2), children=5))
            product = replace(master.product, levels=(*levels, *master.product.levels[2:]))
            product_saving.save(change, product_id, Master(product, master.details))

    yield raised(edit, "stays frozen in it", zh="1:2:6")


def row_50(world: World) -> Iterator[Told]:
    """A parent below its ratio without a reason, or above it."""
    world.take(*world.units[:2])
    yield world.refused(world.bundles[0], Why.NOT_FULL, "2 of 3", "partial pack with a reason", zh="2")
    yield raised(lambda: world.station.partial(world.bundles[0], reason=" ", reviewer=REVIEWER), zh="原因")
    world.take(world.units[2])
    yield world.refused(world.units[3], Why.FULL, "full", zh="满")
    world.take(world.bundles[0])
    plant, order = world.line.plant, world.line.order_id
    yield raised(
        lambda: pack_exceptions.top_up(plant, order, world.units[3], world.bundles[0], **WHY),
        "is full: it holds 3 packs",
        zh="3",
    )


def row_51(world: World) -> Iterator[Told]:
    """Mixed lots without approval; mixed products always."""
    yield world.refused(world.other_lot, Why.WRONG_BATCH, "a reviewer approves it first", zh="批")
    world.station.approve_mixed(reason="rest of the lot before", reviewer=REVIEWER)
    yield world.refused(world.other_product, Why.WRONG_PRODUCT, "never packed together", zh="阿莫西林")
    world.take(world.other_lot)


def row_52(world: World) -> Iterator[Told]:
    """A case takes fewer packs, by its size or weight, than the ratio puts into it."""
    plant, product_id = world.line.plant, world.line.line.order.product_id

    def save(capacity: str) -> None:
        with plant.store.change("lead", "product.save", "product") as change:
            master = product_saving.newest_master(change, product_id)
            values = {**master.details.as_dict(), "case_capacity": capacity}
            product_saving.save(change, product_id, Master(master.product, Details.build(values)))

    yield raised(lambda: save("1"), "holds 2 packs", "only 1 fit", zh="只能容纳 1 件")
    yield raised(lambda: save("0"), "from 1 to 999999", zh="999999")
    save("2")


def row_53(world: World) -> Iterator[Told]:
    """A quantity that does not fill whole cases is told before the order runs."""
    plant, product_id = world.line.plant, world.line.line.order.product_id
    with plant.store.change("lead", "product.complete", "product") as change:
        master = product_saving.newest_master(change, product_id)
        whole = replace(master.product, shelf_life_months=48)
        product_saving.save(change, product_id, Master(whole, master.details))
    row, _ = new_line(plant, "Line 2")
    made = plant.clock.now().date()
    expiry = batches.proposed_expiry(plant, product_id, made).day_before
    draft = OrderDraft("WO-2", product_id, row.line.id, units=7, lot="N1", made=made, expiry=expiry)
    planned, _ = order_planning.plan_order(plant, draft)
    bundles, cases = planned.last_packs
    yield told(bundles, "The last of 3 bundles holds 1 of 3", zh="1")
    yield told(cases, "The last of 2 cases holds 1 of 2", zh="2")


# files


def row_63(world: World) -> Iterator[Told]:
    """XML bombs, DTDs and external entities."""
    plant, file = world.line.plant, world.folder / "bomb.xml"
    for declaration in (
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd">',
        '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
    ):
        content = f'<?xml version="1.0" encoding="UTF-8"?>{declaration}<productList>&b;</productList>'
        file.write_text(content, "utf-8")
        yield raised(lambda: product_exchange.import_products(plant, file), "DOCTYPE", zh="DOCTYPE")
        yield raised(lambda: relation_check.check_relation(plant, file), "DOCTYPE", zh="DOCTYPE")


def row_64(world: World) -> Iterator[Told]:
    """Faults of a relation file, each with its line."""
    golden, file = GOLDEN.read_text("utf-8"), world.folder / "relation.xml"
    lines = golden.splitlines(keepends=True)
    child = next(at for at, line in enumerate(lines) if 'packLayer="1"' in line)
    parent = next(at for at, line in enumerate(lines) if 'packLayer="2"' in line)
    below = lines[child]
    without = re.sub(r' parentCode="\d+"', "", below)
    swapped = lines[:parent] + lines[parent + 1 : child + 1] + [lines[parent]] + lines[child + 1 :]
    extra = [below.replace(re.findall(r"\d{20}", below)[0], f"810002199999999{n:05d}") for n in range(9)]
    for content, words, chinese in (
        (golden.replace(below, without, 1), "has no parentCode", "parentCode"),
        ("".join(swapped), "parent", ""),
        ("".join([*lines[: child + 1], *extra, *lines[child + 1 :]]), "packs", ""),
        (golden.replace(below, below + below, 1), "twice", ""),
        (golden.replace('packLayer="1"', 'packLayer="7"', 1), "expected 1 to 3", "7"),
        (golden.replace('Version="3.0"', 'Version="2.0"', 1), "expected 3.0", "2.0"),
        (golden.replace("Schema-3.0.xsd", "Schema-2.0.xsd", 1), "Schema-3.0.xsd", "Schema-2.0.xsd"),
    ):
        assert content != golden
        file.write_text(content, "utf-8")
        found = relation_check.check_relation(world.line.plant, file, alone=True)
        assert not found.sound
        assert all(one.line > 0 for one in found.faults)
        yield Told(
            "\n".join(one.text.in_language(ENGLISH) for one in found.faults),
            "\n".join(one.text.in_language(CHINESE) for one in found.faults),
            (words,),
            (chinese,) if chinese else (),
        )


def row_65(world: World) -> Iterator[Told]:
    """A folder that takes nothing, a full disk, a file that exists."""
    plant, order = world.line.plant, world.line.order_id
    new = NewKeptFile.of(FileKind.TABLE, "table.csv", b"codes")
    with plant.store.change("lead", "file.keep", "file") as change:
        (kept,) = stored_files.insert(change, FileOwner(order), (new,))
    there = world.folder / "table.csv"
    there.write_bytes(b"somebody's")
    yield raised(lambda: kept_files.save(plant, kept.id, world.folder), "exists already", zh="已存在")
    yield raised(lambda: kept_files.save(plant, kept.id, there), "cannot be written", zh="无法写入")
    batch_id = world.line.line.order.batch_id
    yield raised(lambda: recall.write(plant, batch_id, there, "en"), "exists already", zh="已存在")
    yield raised(lambda: order_report.write(plant, order, there, "en"), "exists already", zh="已存在")
    yield raised(
        lambda: order_report.write(plant, order, there / "report.pdf", "en"),
        "cannot be written",
        zh="无法写入",
    )
    assert there.read_bytes() == b"somebody's"
    yield from _on_a_full_disk(world, kept.id)


def _on_a_full_disk(world: World, file_id: int) -> Iterator[Told]:
    really_open, folder = Path.open, world.folder / "full"
    folder.mkdir()

    def open_on_a_full_disk(self: Path, mode: str = "r") -> object:
        really_open(self, mode).close()
        return really_open(Path("/dev/full"), "wb")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "open", open_on_a_full_disk)
        yield raised(
            lambda: kept_files.save(world.line.plant, file_id, folder), "No space left", zh="无法写入"
        )
    assert list(folder.iterdir()) == []


ROWS: dict[int, Callable[[World], Iterator[Told]]] = {
    14: row_14, 15: row_15, 16: row_16, 17: row_17, 18: row_18, 19: row_19, 20: row_20, 21: row_21,
    22: row_22, 47: row_47, 48: row_48, 49: row_49, 50: row_50, 51: row_51, 52: row_52, 53: row_53,
    63: row_63, 64: row_64, 65: row_65,
}  # fmt: skip


@pytest.mark.parametrize("row", ROWS)
def test_a_bad_input_is_refused_in_both_languages(world: World, row: int) -> None:
    count = 0
    for one in ROWS[row](world):
        count += 1
        for text in (one.english, one.chinese):
            assert not _PLACEHOLDER.search(text), text
        for line in one.chinese.splitlines():
            assert _CHINESE_SIGN.search(line), f"no Chinese: {line}"
        for word in one.words:
            assert word in one.english
        for word in one.in_chinese:
            assert word in one.chinese
    assert count
