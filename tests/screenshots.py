"""Takes pictures of every page in both languages: ``python -m tests.screenshots FOLDER``.

For people to look at; with ``--readme`` those that README shows go to ``resources/screens`` too. Works
without a screen; Chinese needs a Chinese typeface.
"""

import argparse
import json
import os
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image

import label_templates
import resources
from desktop.app import open_plant
from desktop.operations import (
    batches,
    pool,
    product_exchange,
    product_versions,
    products,
    sample_plant,
)
from desktop.operations.plant import Plant
from desktop.products.details import Details
from desktop.products.version import Master
from desktop.texts import ENGLISH, LANGUAGES, say
from tests.photographer import Photographer
from tests.screenshots_designer import photograph_designer, photograph_designer_dialogs
from tests.screenshots_files import photograph_files
from tests.screenshots_jobs import (
    order,
    photograph_jobs,
    photograph_running,
    photograph_ten_lines,
    run_out,
)
from tests.screenshots_lines import photograph_lines, set_up_lines
from tests.screenshots_orders import photograph_orders
from tests.screenshots_packing import photograph_packing
from tests.screenshots_problem import photograph_problem
from tests.screenshots_quality import photograph_quality
from tests.screenshots_sums import photograph_sums
from tests.screenshots_trace import photograph_trace
from tests.screenshots_warehouse import photograph_warehouse
from ui.dialogs.check_proof import CheckProof
from ui.dialogs.di_change import DiChangeDialog
from ui.dialogs.edit_product import EditProduct
from ui.dialogs.explain import ExplainCode
from ui.dialogs.go_to import GoTo
from ui.dialogs.import_codes import ImportCodes
from ui.dialogs.import_products import ImportProducts
from ui.dialogs.licensed_prefixes import LicensedPrefixes
from ui.dialogs.new_batch import NewBatch
from ui.dialogs.new_job import NewJob
from ui.dialogs.plan_codes import PlanCodes
from ui.dialogs.prove_uniqueness import ProveUniqueness
from ui.dialogs.retire_gtin import RetireGtin
from ui.dialogs.return_codes import ReturnCodes
from ui.dialogs.set_filing import SetFiling
from ui.dialogs.set_threshold import SetThreshold
from ui.dialogs.shortcuts import ShortcutSheet
from ui.pages.codes import CodesPage
from ui.pages.jobs import JobsPage
from ui.pages.labels import LabelsPage
from ui.pages.products import ProductsPage
from ui.wording import Mark

_README = {
    "en-job-running": "job",
    "en-products": "products",
    "en-codes": "codes",
    "zh_CN-labels": "labels_zh",
    "en-trace-unit": "trace",
    "en-lines": "lines",
    "en-job-two-stops": "stopped",
    "en-why-not": "why_not",
    "en-order-planned": "work_order",
    "en-packing-taken": "packing",
    "en-order-sums": "sums",
    "en-warehouse-taken": "warehouse",
    "en-quality": "quality",
}
_COLOURS = 256
SOURCE = "(01)06932833600109(10)L02707(17)20200131(21)81250531278265838370"
"""As it stands in a source document, with its fault."""


def _low_bars(folder: Path) -> Path:
    """Write a design that breaks rules."""
    design = json.loads(label_templates.read_text("drug_code_b"))
    block = next(element for element in design["elements"] if element["type"] == "code_block")
    block |= {"height_mm": 5.0, "x_mm": 2.0}
    path = folder / "low_bars.json"
    path.write_text(json.dumps(design), encoding="utf-8")
    return path


def _empty_pages(camera: Photographer) -> None:
    for name in ("today", "products", "codes", "lines", "jobs", "quality", "warehouse", "trace"):
        camera.page(name)
        camera.take(f"empty-{name}")


def _full_pages(camera: Photographer, running: int, out: int, code: str) -> None:
    camera.page("today")
    camera.take("today")
    _products(camera)
    _codes(camera, code)
    camera.page("labels")
    camera.take("labels")
    page = camera.window.page
    assert isinstance(page, LabelsPage)
    page.load(str(_low_bars(camera.work.plant.data_folder)))
    camera.settle()
    page.preview.findings.view.selectRow(0)
    camera.take("labels-findings")
    camera.page("jobs")
    job_page = camera.window.page
    assert isinstance(job_page, JobsPage)
    job_page.view.left.emit()
    camera.take("jobs")
    camera.page("jobs", running)
    camera.take("job")
    camera.page("jobs", out)
    camera.take("job-unknown")
    camera.page("trace", code)
    camera.take("trace")
    photograph_designer_dialogs(camera)
    photograph_designer(camera)
    photograph_lines(camera)
    photograph_jobs(camera, out)
    photograph_quality(camera)
    _dialogs(camera)


def _products(camera: Photographer) -> None:
    camera.page("products")
    page = camera.window.page
    assert isinstance(page, ProductsPage)
    for number, name in enumerate(("products", "product-batches", "product-fields", "product-versions")):
        page.detail.tabs.choose(number)
        camera.take(name)
    page.detail.tabs.choose(0)
    item = page.detail.item()
    assert item is not None
    work, window = camera.work, camera.window
    camera.take_dialog(EditProduct(work, item, window), "product-edit")
    editor = EditProduct(work, item, window)
    editor.show_group("levels")
    camera.take_dialog(editor, "product-levels")
    camera.take_dialog(SetFiling(work, item, window), "filing")
    change = DiChangeDialog(work, item, window)
    for button in (change.no, change.yes, change.no, change.no, change.no):
        button.click()
    camera.take_dialog(change, "di-question")
    change = DiChangeDialog(work, item, window)
    for button in (change.no, change.yes, change.no, change.no, change.no, change.yes):
        button.click()
    camera.take_dialog(change, "di-verdict")
    camera.take_dialog(RetireGtin(work, item, window), "retire")
    camera.take_dialog(LicensedPrefixes(work, window), "prefixes")
    camera.take_dialog(ImportProducts(work, _damaged_table(work.plant), window), "import-products")


def _damaged_table(plant: Plant) -> Path:
    """Write a table as spreadsheets damage it."""
    path = plant.data_folder / "products.csv"
    path.unlink(missing_ok=True)
    product_exchange.export_products(plant, path)
    text = path.read_text(encoding="utf-8-sig")
    text = text.replace("06932833600109", "6.932833600109E+12").replace("9990001001", "9990001002")
    path.write_text(text.replace("8999903", "8.99E+06"), encoding="utf-8-sig")
    return path


def _codes(camera: Photographer, code: str) -> None:
    camera.page("codes")
    page = camera.window.page
    assert isinstance(page, CodesPage)
    page.field.clear()
    for number, name in enumerate(("codes", "code-files", "code-reservations", "code-returns")):
        page.pool.tabs.choose(number)
        camera.take(name)
    page.pool.tabs.choose(0)
    page.show_what(code[:16])
    camera.settle()
    camera.take("code-search")
    page.field.clear()
    work, window = camera.work, camera.window
    camera.take_dialog(ImportCodes(work, [], window), "import-drop")
    camera.take_dialog(ImportCodes(work, _code_files(work.plant), window), "import-codes")
    camera.take_dialog(PlanCodes(work, window), "plan-codes")
    camera.take_dialog(ReturnCodes(work, window), "return-codes")
    camera.take_dialog(ProveUniqueness(work, window), "uniqueness")
    _proofs(camera)
    camera.take_dialog(SetThreshold(work, pool.outlook(work.plant)[0].pool, window), "threshold")
    camera.take_dialog(ExplainCode(work, code, window), "explain-code")
    camera.take_dialog(ExplainCode(work, SOURCE, window), "explain-fault")
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    camera.take_dialog(ExplainCode(work, wide, window), "explain-damage")
    other = ExplainCode(work, "hello", window)
    camera.take_dialog(other, "explain-nothing")


def _proofs(camera: Photographer) -> None:
    """Check a proof, the same after somebody made it better, and one of another plant."""
    work, window = camera.work, camera.window
    folder = work.plant.data_folder
    name = f"{camera.prefix}proof.json"
    pool.write_proof(pool.uniqueness_proof(work.plant).proof, folder / name, ENGLISH)
    own = CheckProof(work, folder / name, window)
    camera.settle()
    own.compare.click()
    camera.take_dialog(own, "proof-own")
    document = json.loads((folder / name).read_text(encoding="utf-8"))
    document["facts"]["codes"] += 1000
    (folder / name).write_text(json.dumps(document), encoding="utf-8")
    camera.take_dialog(CheckProof(work, folder / name, window), "proof-forged")
    with open_plant(f"sqlite:///{folder / 'other' / 'plant.db'}", folder / "other") as other:
        foreign = folder / f"foreign-{name}"
        pool.write_proof(pool.uniqueness_proof(other).proof, foreign, ENGLISH)
    camera.take_dialog(CheckProof(work, foreign, window), "proof-foreign")


def _code_files(plant: Plant) -> list[Path]:
    """Write a file with bad lines and a sound one."""
    lines = resources.read_text("sample_plant/codes_level1.txt").splitlines()[1:2001]
    fresh = [f"{line[:8]}7{line[9:20]}" for line in lines]
    sound = plant.data_folder / "codes_2026_11.txt"
    sound.write_text("\n".join(fresh) + "\n", encoding="utf-8")
    for number in (5, 9, 12):
        fresh[number] = fresh[number][: number + 5]
    bad = plant.data_folder / "codes_damaged.txt"
    bad.write_text("\n".join(fresh) + "\n", encoding="utf-8")
    return [bad, sound]


def _dialogs(camera: Photographer) -> None:
    camera.take_dialog(NewJob(camera.work, camera.window), "new-job")
    camera.take_dialog(GoTo(camera.work, camera.window), "go-to")
    camera.page("products")
    page = camera.window.page
    assert isinstance(page, ProductsPage)
    item = page.table.chosen_row()
    assert item is not None
    camera.take_dialog(NewBatch(camera.work, item, camera.window), "new-batch")
    camera.take_dialog(ShortcutSheet(camera.work, page.shortcuts, camera.window), "shortcuts")
    camera.window.explaining.watch.scanned.emit("81000210157090217447")
    camera.take("scan-offer")
    camera.work.messages.tell(
        Mark.STOPPED,
        say("Import codes"),
        tuple(say("{n} labels/s", n=n) for n in range(40)),
    )
    camera.take("message")
    camera.work.messages.clear()


def _stock(camera: Photographer) -> None:
    """Set alarms and reserve codes, so that there is something to see."""
    plant = camera.work.plant
    product_id = batches.list_batches(plant)[0].product_id
    pool.set_threshold(plant, product_id, 1, 1_500)
    pool.set_threshold(plant, product_id, 2, 100)
    pool.set_threshold(plant, product_id, 3, 120)
    pool.allocate(plant, product_id, {1: 500, 2: 50}, "预印纸盒 20261103")
    path = plant.data_folder / "returned.txt"
    returned = pool.return_codes(
        plant, path, product_id=product_id, level=2, count=20, reason="20261101 停产"
    )
    camera.work.announce(returned.changes)
    row = products.product(plant, product_id)
    details = Details.build(
        {**row.details.as_dict(), "manufacturer": "示例制药有限公司", "storage": "密封，25 °C 以下"}
    )
    product_versions.save_product(
        plant, product_id, Master(row.product, details), reason="manufacturer added"
    )


def _photograph(plant: Plant, folder: Path, size: tuple[int, int], *, dark: bool) -> None:
    camera = Photographer(plant, folder, size)
    camera.work.style.choose(dark=dark)
    for language in LANGUAGES:
        camera.work.language.choose(language)
        camera.prefix = f"{language}-"
        _empty_pages(camera)
    camera.work.announce(sample_plant.load(plant))
    done = order(plant, 12)
    camera.work.running.start(done)
    camera.settle(lambda: not camera.work.running.ids)
    running = order(plant, 6000)
    out = run_out(camera)
    _stock(camera)
    set_up_lines(plant)
    code = ""
    for language in LANGUAGES:
        camera.work.language.choose(language)
        camera.prefix = f"{language}-"
        printed = photograph_running(camera, running)
        code = code or printed
        _full_pages(camera, running, out, code)
    for language in LANGUAGES:
        camera.work.language.choose(language)
        camera.prefix = f"{language}-"
        photograph_ten_lines(camera)
    camera.window.close()


def _keep_for_readme(folder: Path) -> None:
    screens = Path(resources.__file__).parent / "screens"
    for taken, kept in _README.items():
        with Image.open(folder / f"{taken}.png") as picture:
            few = picture.convert("RGB").quantize(
                _COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
            )
            few.save(screens / f"{kept}.png", optimize=True)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def main() -> None:
    """Take all pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", default="1366x768")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--readme", action="store_true")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    width, height = map(int, chosen.size.split("x"))
    with (
        tempfile.TemporaryDirectory() as temporary,
        open_plant(f"sqlite:///{temporary}/plant.db", _made(Path(temporary) / "Sample")) as plant,
    ):
        _photograph(plant, chosen.folder, (width, height), dark=chosen.dark)
    for photograph in (
        photograph_orders,
        photograph_trace,
        photograph_sums,
        photograph_files,
        photograph_warehouse,
        photograph_problem,
        photograph_packing,
    ):
        photograph(lambda other: Photographer(other, chosen.folder, (width, height)), dark=chosen.dark)
    if chosen.readme:
        _keep_for_readme(chosen.folder)


if __name__ == "__main__":
    main()
