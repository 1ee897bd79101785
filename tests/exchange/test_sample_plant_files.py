"""The sample plant's files are what their script makes, and files of the platform's kind."""

import itertools
from pathlib import Path

import pytest

import resources
from desktop.exchange.code_file import read_code_file
from desktop.exchange.products_xml import read_products, read_products_file
from desktop.products.packing import Packing
from resources.sample_plant import make

FOLDER = Path(make.__file__).parent


@pytest.mark.parametrize("name", sorted(make.files()))
def test_the_script_makes_the_same_bytes_again(name: str) -> None:
    assert resources.read_bytes(f"sample_plant/{name}") == make.files()[name]


def test_the_script_writes_what_it_makes(tmp_path: Path) -> None:
    make.main(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == make.files()


def test_the_product_is_the_one_of_the_source_documents_and_marked_as_specimen() -> None:
    (product,) = read_products_file(FOLDER / "products.xml")
    assert product.name == "蒙脱石散"
    assert product.specimen
    assert str(Packing.of(product.levels).sentence) == "1 case = 10 bundles = 100 units"


@pytest.mark.parametrize(("level", "count"), [(1, 10_000), (2, 1_000), (3, 100)])
def test_each_level_has_its_codes(level: int, count: int) -> None:
    products = read_products(make.files()["products.xml"])
    found = read_code_file(FOLDER / f"codes_level{level}.txt")
    product, pack_level = found.belongs_to(products)
    assert (found.count, found.level, pack_level.level, product) == (count, level, level, products[0])
    assert found.header is not None
    assert found.header.fields[:2] == ("SPECIMEN", "样张")


def test_the_last_four_digits_follow_no_rule_that_can_be_seen() -> None:
    secrets = [int(code[16:]) for code in make.codes("8999901", 10_000)]
    steps = {(after - before) % 10_000 for before, after in itertools.pairwise(secrets)}
    assert len(set(secrets)) > 6_000
    assert len(steps) > 6_000
