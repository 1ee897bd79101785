"""Labels in files: every design in every kind of file, and proofs that nobody takes for labels."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import label_templates
from desktop.errors import InputError
from desktop.operations import labels
from desktop.operations.label_values import SPECIMEN_MARK
from desktop.operations.plant import Plant
from desktop.units import Resolution

REAL = "89999011234567890123"


@pytest.mark.parametrize("ending", ["png", "pdf", "svg", "zpl"])
def test_every_template_is_written_into_every_kind_of_file(plant: Plant, tmp_path: Path, ending: str) -> None:
    for name in label_templates.names():
        shown = labels.preview(labels.load_design(plant, name), Resolution(8))
        path = tmp_path / f"{name}.{ending}"
        labels.render(plant, shown, None, path)
        assert path.stat().st_size > 400


def test_a_proof_has_no_code_that_was_ever_issued(plant: Plant) -> None:
    design = labels.load_design(plant, "drug_code_b")
    values = labels.specimen_values(design, design.sample_values | {"code": REAL})
    assert values["code"] == "8999901" + 13 * "0"
    assert values["specimen"] == SPECIMEN_MARK
    shown = labels.preview(design, Resolution(8), values)
    assert REAL not in {symbol.data for symbol in shown.symbols}


def test_a_proof_of_a_serial_number_has_none_that_was_ever_issued(plant: Plant) -> None:
    design = labels.load_design(plant, "gs1_carton")
    given = {name: value for name, value in design.sample_values.items() if name != "code"}
    values = labels.specimen_values(design, given | {"serial": "AB12"})
    assert values["serial"] == "0000"


def test_a_proof_is_marked_in_what_is_looked_at_and_refused_for_printers(
    plant: Plant, tmp_path: Path
) -> None:
    design = labels.load_design(plant, "drug_code_b")
    values = labels.specimen_values(design)
    shown = labels.preview(design, Resolution(8), values)
    for ending in ("png", "pdf", "svg"):
        plain, marked = tmp_path / f"plain.{ending}", tmp_path / f"marked.{ending}"
        labels.render(plant, shown, values, plain)
        labels.render(plant, shown, values, marked, proof=True)
        assert plain.read_bytes() != marked.read_bytes()
    greys = np.asarray(Image.open(io.BytesIO((tmp_path / "marked.png").read_bytes())))
    assert len(np.unique(greys)) == 3
    with pytest.raises(InputError, match="no grey"):
        labels.render(plant, shown, values, tmp_path / "proof.zpl", proof=True)
    assert not (tmp_path / "proof.zpl").exists()
