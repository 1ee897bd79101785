"""Jobs with labels that show more than a drug code: what fills them, and what is refused when ordered."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desktop.app import open_plant
from desktop.errors import Refused
from desktop.labels import codec
from desktop.labels.document import LabelDesign, Layer, Title
from desktop.labels.elements import SymbolElement, TextElement
from desktop.labels.primitives import Matrix, Symbology, TextRun
from desktop.operations import batches, jobs, label_rules, labels, product_versions, products, sample_plant
from desktop.operations.label_values import longest_values, shared_values
from desktop.operations.plant import Plant
from desktop.operations.running import plan_of
from desktop.products.batch import Batch
from desktop.products.details import Details
from desktop.products.job import JobState, label_values
from desktop.products.schemes import CodeScheme
from desktop.texts import CHINESE, ENGLISH
from desktop.units import Resolution
from printers.emulators.zebra import ZebraEmulator
from tests.operations.conftest import an_order
from tests.products.masters import MASTER
from tests.refusals import refusal_of

ELEMENT_STRING = "(01){gtin}(17){expiry:%y%m%d}(10){lot}(21){serial}"
DEVICE = {
    "schemes": CodeScheme.UDI.value,
    "udi_lot": "yes",
    "udi_serial": "yes",
    "udi_made": "no",
    "udi_expiry": "yes",
}


def design_of(*texts: str, data: str = ELEMENT_STRING) -> LabelDesign:
    symbol = SymbolElement("code", 3.0, 3.0, Symbology.GS1_DATA_MATRIX, data, 0.5)
    shown = (
        TextElement(f"text {number}", 18.0, 3.0 + 4 * number, 30.0, 3.0, text, 2.0)
        for number, text in enumerate(texts)
    )
    return LabelDesign("carton", Title("Carton", "纸盒"), 50.0, 40.0, (symbol, *shown))


def refused(plant: Plant, order: jobs.JobOrder) -> tuple[str, str]:
    """What is said in both languages; fields are shown with their braces, so ``refusal_of`` cannot look."""
    with pytest.raises(Refused) as caught:
        jobs.create_job(plant, order)
    return caught.value.in_language(ENGLISH), caught.value.in_language(CHINESE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def order_with(
    plant: Plant, folder: Path, design: LabelDesign, printer: str, count: int = 5
) -> jobs.JobOrder:
    path = folder / "carton.json"
    path.write_text(codec.dump(design), encoding="utf-8")
    return replace(an_order(plant, printer, count), label=str(path))


def test_a_data_matrix_job_is_printed_and_read_back_symbol_by_symbol(
    plant: Plant, folder: Path, printer: ZebraEmulator
) -> None:
    design = design_of("{product} {spec}", "{number} / {total}", "{approval}")
    order = replace(order_with(plant, folder, design, printer.address), camera=printer.camera_address)
    row, _ = jobs.create_job(plant, order)
    assert jobs.open_job(plant, row.job.id).run() is JobState.DONE
    done = jobs.job(plant, row.job.id)
    assert (done.counts.verified, done.counts.unknown) == (5, 0)


def test_the_number_on_a_label_is_its_place_in_the_job(plant: Plant, folder: Path) -> None:
    row, _ = jobs.create_job(
        plant, order_with(plant, folder, design_of("{number} / {total}"), "demo://zebra", 12)
    )
    plan = plan_of(plant, row.job, Resolution(12))
    label = plan.fill(label_values("8" * 20, 7))
    (text,) = [run.text for run in label.slots if isinstance(run, TextRun) and run.element == "text 0"]
    assert text == "7 / 12"


def test_all_symbols_of_a_job_have_the_size_that_its_longest_data_need(plant: Plant, folder: Path) -> None:
    data = "(01){gtin}(10){number}(21){serial}"
    row, _ = jobs.create_job(plant, order_with(plant, folder, design_of(data=data), "demo://zebra", 1000))
    plan = plan_of(plant, row.job, Resolution(12))
    sizes = {
        (len(matrix.rows), len(matrix.rows[0]))
        for number in (1, 10, 99, 1000)
        for matrix in plan.fill(label_values("8" * 20, number)).slots
        if isinstance(matrix, Matrix)
    }
    assert len(sizes) == 1


@pytest.mark.parametrize("field", ["sscc", "trace", "crypto_key", "order", "weight", "destination"])
def test_a_field_that_no_job_fills_is_refused_when_the_job_is_ordered(
    plant: Plant, folder: Path, field: str
) -> None:
    order = order_with(plant, folder, design_of(f"{{{field}}}"), "demo://zebra")
    english, chinese = refused(plant, order)
    assert english == (
        "A job cannot print the label “carton”: nothing was ordered.\n"
        f"Element “text 0” shows {{{field}}}, which a job cannot fill. Take it off, or choose another label."
    )
    assert chinese == (
        "任务无法打印标签“carton”：未下单。\n"
        f"元素“text 0”使用了 {{{field}}}，任务无法填写该字段。请去掉该字段，或选择其他标签。"
    )
    assert jobs.list_jobs(plant) == ()


def test_a_field_that_the_product_leaves_empty_is_refused_when_the_job_is_ordered(
    plant: Plant, folder: Path
) -> None:
    order = order_with(plant, folder, design_of("{storage}"), "demo://zebra")
    assert refused(plant, order)[0].splitlines()[1] == (
        "Element “text 0” shows {storage}, which is empty for this product and pack level. Fill it in under "
        "Products, or take it off the label."
    )


def test_a_field_on_a_layer_that_is_not_printed_is_no_trouble(plant: Plant, folder: Path) -> None:
    design = design_of("{sscc}")
    hidden = replace(design.elements[1], layer="tracing")
    design = replace(design, layers=(Layer("tracing", printed=False),), elements=(design.elements[0], hidden))
    row, _ = jobs.create_job(plant, order_with(plant, folder, design, "demo://zebra"))
    assert row.job.state is JobState.READY


def test_a_label_without_its_own_code_in_a_symbol_is_refused(plant: Plant, folder: Path) -> None:
    order = order_with(plant, folder, design_of("{code}", data="(01){gtin}(10){lot}"), "demo://zebra")
    english, chinese = refused(plant, order)
    assert english.startswith("No symbol of the label “carton” carries {code} or {serial}")
    assert chinese.startswith("标签“carton”上没有任何条码含有 {code} 或 {serial}")


def test_every_fact_of_product_and_batch_fills_its_field() -> None:
    details = Details.build(
        {
            "manufacturer": "示例制药",
            "storage": "密封",
            "english_name": "Montmorillonite Powder",
            "national_number": "0693283",
        }
    )
    batch = Batch("L1", date(2026, 2, 1), date(2030, 1, 31), specimen=True)
    product = MASTER.product
    values = shared_values(product, batch, 2, details, count=40)
    assert values["english"] == "Montmorillonite Powder"
    assert (values["manufacturer"], values["storage"], values["approval"]) == (
        "示例制药",
        "密封",
        product.authorized_no,
    )
    assert values["content_count"] == str(product.level(2).children)
    gtin = product.level(1).gtin
    assert values["content_gtin"] == (gtin.as_14 if gtin else "")
    assert (values["total"], values["level"], values["national_number"]) == ("40", "2", "0693283")
    assert shared_values(product, batch, 1)["content_count"] == ""


def test_the_longest_values_of_a_job_have_as_many_digits_as_its_last_label(plant: Plant) -> None:
    row, _ = jobs.create_job(plant, an_order(plant, "demo://zebra", 120))
    product = products.find_product(plant, sample_plant.GTIN).product
    longest = longest_values(product, row.job)
    assert longest["number"] == "999"
    assert longest["serial"] == longest["code"] == product.level(1).prefix + "0" * 13


@pytest.fixture
def device_plant(tmp_path: Path) -> Iterator[Plant]:
    with open_plant(f"sqlite:///{tmp_path / 'device.db'}", tmp_path) as opened:
        product_versions.add_product(opened, replace(MASTER, details=Details.build(DEVICE)))
        yield opened


def test_a_design_that_lacks_what_udid_promises_is_a_finding_for_that_product(device_plant: Plant) -> None:
    def faults(data: str) -> list[str]:
        found = label_rules.findings_against_udid(
            device_plant, design_of(data=data), MASTER.product.type_no, {}
        )
        return [str(finding.message) for finding in found]

    assert faults(ELEMENT_STRING) == []
    (fault,) = faults("(01){gtin}(17){expiry:%y%m%d}(10){lot}")
    assert fault.startswith("The serial number (21) is missing on the label: UDID says")
    (fault,) = faults("(01){gtin}(11){made:%y%m%d}(17){expiry:%y%m%d}(10){lot}(21){serial}")
    assert fault.startswith("The production date (11) stands on the label: UDID says")


def test_production_data_of_all_symbols_count_together() -> None:
    first = SymbolElement("code", 3.0, 3.0, Symbology.GS1_DATA_MATRIX, "(01){gtin}(10){lot}", 0.5)
    second = SymbolElement("link", 20.0, 20.0, Symbology.QR, "https://id.gs1.org/01/{gtin}/21/{serial}", 0.5)
    hidden = replace(first, name="hidden", data="(01){gtin}(11){made:%y%m%d}", layer="off")
    design = LabelDesign(
        "d", Title("d", "d"), 50.0, 40.0, (first, second, hidden), layers=(Layer("off", printed=False),)
    )
    values = {"gtin": "06932833600109", "serial": "S1"}
    assert label_rules.carried(design, values) == {"01", "10", "21"}


def test_a_job_against_the_udid_record_is_refused(plant: Plant, folder: Path) -> None:
    product = products.find_product(plant, sample_plant.GTIN)
    known = product_versions.versions(plant, product.id)[0].version
    product_versions.save_product(
        plant,
        product.id,
        replace(known.master, details=Details.build(known.details.as_dict() | DEVICE)),
        reason="is a device",
    )
    order = order_with(
        plant, folder, design_of(data="(01){gtin}(17){expiry:%y%m%d}(21){serial}"), "demo://zebra"
    )
    said = refusal_of(lambda: jobs.create_job(plant, order), Refused)
    assert said.startswith("The label “carton” does not agree with the UDID record of the product")
    assert "The lot (10) is missing" in said or "(10) is missing on the label" in said


def test_a_batch_preview_shows_every_field_with_a_specimen_code(plant: Plant) -> None:
    batch = batches.list_batches(plant)[0]
    values = labels.batch_values(plant, batch.id, 1)
    assert values["serial"] == values["code"] == values["code"][:7] + "0" * 13
    assert (values["number"], values["total"], values["specimen"]) == ("1", "1", "样张 SPECIMEN")
