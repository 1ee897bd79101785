"""Products are imported from files all or nothing, previewed before, and exported whole."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.app import open_plant
from desktop.codes.gtin import Gtin
from desktop.errors import InputError, Refused
from desktop.exchange.products_table_writer import products_csv
from desktop.exchange.products_xml_writer import products_xml
from desktop.operations import audit, product_versions, products
from desktop.operations.plant import Plant
from desktop.operations.product_exchange import (
    Action,
    action_title,
    export_products,
    import_products,
    preview_products,
)
from desktop.products.details import Details
from desktop.products.product import PackLevel
from desktop.products.version import Master
from desktop.texts import CHINESE, ENGLISH
from tests.products.masters import DETAILS, MASTER, POWDER
from tests.refusals import refusal_of

OTHER = Master(
    replace(
        POWDER,
        code="9000001",
        type_no="9000001001",
        name="板蓝根颗粒",
        levels=(PackLevel(1, "8300001", 1), PackLevel(2, "8300002", 50)),
    ),
    DETAILS,
)


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Plant]:
    with open_plant(f"sqlite:///{tmp_path / 'plant.db'}", tmp_path) as opened:
        yield opened


def written(folder: Path, *masters: Master, name: str = "products.csv") -> Path:
    path = folder / name
    path.write_bytes(products_csv(masters, ENGLISH))
    return path


def edited(path: Path, old: str, new: str) -> Path:
    text = path.read_text(encoding="utf-8-sig")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("language", [ENGLISH, CHINESE])
def test_what_one_plant_exports_another_imports_as_it_was(
    plant: Plant, tmp_path: Path, ending: str, language: str
) -> None:
    for master in (MASTER, OTHER):
        product_versions.add_product(plant, master)
    path = tmp_path / f"all.{ending}"
    assert export_products(plant, path, language=language) == 2
    with open_plant(f"sqlite:///{tmp_path / 'second.db'}", tmp_path) as second:
        done = import_products(second, path)
        assert (done.added, done.unchanged) == (2, 0)
        assert [row.master for row in products.list_products(second)] == [
            row.master for row in products.list_products(plant)
        ]
        assert audit.verify_audit(second).sound


def test_products_xml_carries_what_the_platform_knows(plant: Plant, tmp_path: Path) -> None:
    product_versions.add_product(plant, OTHER)
    path = tmp_path / "products.xml"
    export_products(plant, path)
    with open_plant(f"sqlite:///{tmp_path / 'second.db'}", tmp_path) as second:
        assert import_products(second, path).added == 1
        (row,) = products.list_products(second)
    assert row.product == replace(OTHER.product, shelf_life_months=None)


def test_an_export_overwrites_nothing(plant: Plant, tmp_path: Path) -> None:
    product_versions.add_product(plant, MASTER)
    path = tmp_path / "all.csv"
    path.write_text("mine", encoding="utf-8")
    assert "exists already" in refusal_of(lambda: export_products(plant, path), Refused)
    assert path.read_text(encoding="utf-8") == "mine"


def test_an_export_writes_just_the_products_it_is_asked_for(plant: Plant, tmp_path: Path) -> None:
    product_versions.add_product(plant, MASTER)
    row, _ = product_versions.add_product(plant, OTHER)
    path = tmp_path / "one.csv"
    assert export_products(plant, path, product_ids=[row.id]) == 1
    assert "蒙脱石散" not in path.read_text(encoding="utf-8-sig")


def test_an_export_to_another_kind_of_file_is_refused(plant: Plant, tmp_path: Path) -> None:
    assert refusal_of(lambda: export_products(plant, tmp_path / "a.csv"), InputError) == (
        "There is no product to export."
    )
    product_versions.add_product(plant, MASTER)
    assert refusal_of(lambda: export_products(plant, tmp_path / "a.pdf"), InputError) == (
        "Products are exported to .xml, .csv or .xlsx, not to “.pdf”."
    )


def test_a_preview_says_what_an_import_would_do_and_does_nothing(plant: Plant, tmp_path: Path) -> None:
    product_versions.add_product(plant, MASTER)
    changed = replace(OTHER, product=replace(OTHER.product, spec="10g"))
    product_versions.add_product(plant, changed)
    bare = Master(
        replace(
            OTHER.product, code="1", type_no="2", levels=(PackLevel(1, "8400001", 1), PackLevel(2, "", 5))
        )
    )
    path = written(tmp_path, MASTER, OTHER, bare)
    preview = preview_products(plant, path)
    assert [(row.line, row.action) for row in preview.rows] == [
        (2, Action.UNCHANGED),
        (3, Action.REVISE),
        (4, Action.ADD),
    ]
    assert (preview.importable, preview.count(Action.ADD), preview.kind) == (True, 1, "csv")
    assert str(preview.rows[0].sentence) == "1 case = 10 bundles = 100 units"
    assert len(products.list_products(plant)) == 2
    assert audit.verify_audit(plant).records == 2


def test_a_preview_names_why_a_product_would_be_refused(plant: Plant, tmp_path: Path) -> None:
    product_versions.add_product(plant, MASTER)
    thief = replace(
        OTHER, product=replace(OTHER.product, levels=(PackLevel(1, "8021762", 1), PackLevel(2, "8300002", 5)))
    )
    preview = preview_products(plant, written(tmp_path, thief))
    (row,) = preview.rows
    assert (row.action, preview.importable) == (Action.REFUSED, False)
    assert str(row.sentence) == "Prefix 8021762 belongs to 蒙脱石散, level 1, already."


def test_an_import_names_the_line_of_what_it_refuses_and_keeps_nothing(plant: Plant, tmp_path: Path) -> None:
    product_versions.add_product(plant, MASTER)
    thief = replace(
        OTHER,
        product=replace(
            OTHER.product, type_no="3", levels=(PackLevel(1, "8021762", 1), PackLevel(2, "8300009", 5))
        ),
    )
    path = written(tmp_path, OTHER, thief)
    assert refusal_of(lambda: import_products(plant, path), Refused) == (
        "Line 3: Prefix 8021762 belongs to 蒙脱石散, level 1, already."
    )
    assert len(products.list_products(plant)) == 1


def test_an_import_fills_in_what_was_empty_and_erases_nothing(plant: Plant, tmp_path: Path) -> None:
    bare = Master(replace(OTHER.product, spec="", shelf_life_months=None))
    row, _ = product_versions.add_product(plant, bare)
    done = import_products(plant, written(tmp_path, OTHER))
    assert (done.completed, done.revised, done.added) == (1, 0, 0)
    assert products.product(plant, row.id).master == OTHER
    sparse = replace(OTHER, details=Details())
    assert import_products(plant, written(tmp_path, sparse, name="b.csv")).unchanged == 1


def test_other_data_is_refused_unless_it_is_meant(plant: Plant, tmp_path: Path) -> None:
    row, _ = product_versions.add_product(plant, OTHER)
    path = written(tmp_path, replace(OTHER, product=replace(OTHER.product, spec="10g")))
    assert refusal_of(lambda: import_products(plant, path), Refused) == (
        "Line 2: Product 9000001001 (板蓝根颗粒) is already known with other data. What was printed cannot "
        "be changed; compare the file with the product's page."
    )
    assert import_products(plant, path, revise=True).revised == 1
    assert products.product(plant, row.id).product.spec == "10g"


def test_another_file_than_the_previewed_one_is_refused(plant: Plant, tmp_path: Path) -> None:
    path = written(tmp_path, OTHER)
    seen = preview_products(plant, path)
    edited(path, "板蓝根颗粒", "另一药")
    said = refusal_of(lambda: import_products(plant, path, expected_sha256=seen.sha256), Refused)
    assert said == "products.csv has changed since it was previewed: look at it again."


def test_damage_is_mended_by_an_import_that_is_told_so(plant: Plant, tmp_path: Path) -> None:
    path = edited(written(tmp_path, MASTER), ",6932833600109,", ",6.932833600109E+12,")
    said = refusal_of(lambda: import_products(plant, path), InputError)
    assert said == ("products.csv: Line 2, Level 1: GTIN: Excel wrote the number with an exponent.")
    mends = preview_products(plant, path).mends
    assert import_products(plant, path, mends=mends).added == 1
    (row,) = products.list_products(plant)
    assert row.product.level(1).gtin == Gtin("6932833600109")


def test_every_problem_of_a_file_is_told_at_once(plant: Plant, tmp_path: Path) -> None:
    path = written(tmp_path, MASTER, OTHER)
    edited(edited(path, ",6932833600109,", ",6932833600108,"), "8300001", "830")
    said = refusal_of(lambda: import_products(plant, path), InputError)
    assert said.splitlines() == [
        "products.csv has 2 problems; nothing of it was taken.",
        "Line 2: GTIN 6932833600108: check digit is 8, must be 9.",
        "Line 3: Pack level 1: code prefix '830', expected 7 digits.",
    ]


def test_a_preview_of_a_broken_products_xml_lists_its_problems(plant: Plant, tmp_path: Path) -> None:
    path = tmp_path / "products.xml"
    path.write_bytes(products_xml([POWDER]).replace(b'codeLevel="3"', b'codeLevel="9"'))
    preview = preview_products(plant, path)
    assert (preview.rows, preview.importable) == ((), False)
    assert [str(problem.sentence) for problem in preview.problems] == [
        "products.xml: Line 8: codeLevel '9', expected 1 (smallest pack) to 5."
    ]


def test_every_action_has_a_word() -> None:
    assert len({str(action_title(action)) for action in Action}) == len(Action)
