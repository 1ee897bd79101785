"""The plant's own designs: drafts are never lost, revisions never change, differences are told."""

import io
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop.errors import InputError, Refused, StorageError
from desktop.labels import codec
from desktop.labels.document import LabelDesign, Title
from desktop.labels.elements import TextElement
from desktop.operations import audit, designs, jobs, labels
from desktop.operations.designs import Draft, SavedElsewhere
from desktop.operations.plant import Plant
from desktop.texts import CHINESE
from tests.operations.conftest import an_order
from tests.refusals import refusal_of

REMARK = TextElement("remark", 2.0, 17.0, 20.0, 3.0, "{lot}", 2.0)


@pytest.fixture
def design(plant: Plant) -> LabelDesign:
    return replace(labels.load_design(plant, "drug_code_b"), name="carton", title=Title("Carton", "纸盒"))


@pytest.fixture
def draft(plant: Plant, design: LabelDesign) -> Draft:
    return designs.new_draft(plant, design)[0]


def test_a_draft_is_opened_as_it_was_saved_with_its_history(plant: Plant, draft: Draft) -> None:
    saved = designs.save_draft(
        plant, draft.id, replace(draft.design, width_mm=60.0), '["steps"]', version=draft.version
    )
    opened = designs.open_draft(plant, draft.id)
    assert opened.design == saved.design == replace(draft.design, width_mm=60.0)
    assert (opened.history_json, opened.version) == ('["steps"]', draft.version + 1)


def test_a_new_draft_gets_a_name_that_no_design_and_no_template_has(plant: Plant, draft: Draft) -> None:
    again, _ = designs.new_draft(plant, draft.design)
    third, _ = designs.new_draft(plant, again.design)
    template, _ = designs.new_draft(plant, labels.load_design(plant, "drug_code_b"))
    assert [again.name, third.name, template.name] == ["carton 2", "carton 3", "drug_code_b 2"]
    assert again.design.name == "carton 2"


def test_saving_writes_no_audit_record_but_making_and_deleting_do(plant: Plant, draft: Draft) -> None:
    before = audit.verify_audit(plant).records
    designs.save_draft(plant, draft.id, draft.design, version=draft.version)
    assert audit.verify_audit(plant).records == before
    designs.delete_draft(plant, draft.id)
    assert audit.verify_audit(plant).records == before + 1


def test_who_saves_second_gets_a_draft_of_his_own_and_overwrites_nothing(plant: Plant, draft: Draft) -> None:
    first = designs.save_draft(plant, draft.id, replace(draft.design, width_mm=60.0), version=draft.version)
    with pytest.raises(SavedElsewhere) as caught:
        designs.save_draft(
            plant, draft.id, replace(draft.design, width_mm=70.0), "[2]", version=draft.version
        )
    copy = caught.value.draft
    assert str(caught.value).startswith("“carton” was changed by ")
    assert "saved as “carton 2”: nothing is lost" in str(caught.value)
    assert "carton 2" in caught.value.in_language(CHINESE)
    assert designs.open_draft(plant, draft.id).design == first.design
    kept = designs.open_draft(plant, copy.id)
    assert (kept.design.width_mm, kept.history_json) == (70.0, "[2]")
    designs.save_draft(plant, copy.id, kept.design, version=copy.version)


def test_what_is_drawn_while_another_deletes_the_draft_is_saved_again(plant: Plant, draft: Draft) -> None:
    designs.delete_draft(plant, draft.id)
    with pytest.raises(SavedElsewhere, match="was deleted by another window") as caught:
        designs.save_draft(plant, draft.id, draft.design, version=draft.version)
    assert caught.value.draft.name == "carton"


def test_a_draft_that_was_open_when_the_program_ended_says_so_and_one_that_was_closed_does_not(
    plant: Plant, draft: Draft
) -> None:
    assert designs.open_draft(plant, draft.id).note is None
    assert [row.name for row in designs.recover(plant)] == ["carton"]
    note = designs.open_draft(plant, draft.id).note
    assert note is not None
    assert str(note).startswith("Recovered: “carton” was open when the program ended.")
    designs.close_draft(plant, draft.id)
    assert designs.recover(plant) == ()
    assert designs.open_draft(plant, draft.id).note is None


def test_a_draft_that_is_open_on_another_station_says_on_which(plant: Plant, draft: Draft) -> None:
    designs.open_draft(replace(plant, station="line-2", actor="韩梅梅"), draft.id)
    assert str(designs.open_draft(plant, draft.id).note).startswith(
        "“carton” is open on line-2 too, by 韩梅梅."
    )


def test_a_history_that_is_too_long_is_left_out_and_the_design_kept(plant: Plant, draft: Draft) -> None:
    saved = designs.save_draft(
        plant, draft.id, draft.design, "x" * (designs.MOST_HISTORY + 1), version=draft.version
    )
    assert saved.history_json == ""
    assert designs.open_draft(plant, draft.id).design == draft.design


def test_a_renamed_draft_keeps_its_new_name_when_the_old_one_is_saved(plant: Plant, draft: Draft) -> None:
    renamed, _ = designs.rename_draft(plant, draft.id, " inner box ")
    saved = designs.save_draft(plant, draft.id, draft.design, version=renamed.version)
    assert (saved.name, saved.design.name) == ("inner box", "inner box")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("drug_code_b", "“drug_code_b” is the name of a template of the program: choose another."),
        ("carton", "There is a design “carton” already: choose another name."),
    ],
)
def test_a_draft_never_takes_the_name_of_another(plant: Plant, draft: Draft, name: str, said: str) -> None:
    other, _ = designs.new_draft(plant, replace(draft.design, name="other"))
    assert refusal_of(lambda: designs.rename_draft(plant, other.id, name), Refused) == said


def test_a_frozen_revision_records_its_font_and_never_changes(plant: Plant, draft: Draft) -> None:
    revision, _ = designs.freeze(plant, draft.id, "asked for by QA")
    assert (revision.revision, revision.released, revision.reason) == (1, True, "asked for by QA")
    assert revision.design.font_family
    assert len(revision.design.font_digest) == 64
    (row,) = designs.list_designs(plant)
    assert (row.revision, row.changed) == (1, False)
    opened = designs.open_draft(plant, draft.id)
    designs.save_draft(plant, draft.id, replace(opened.design, width_mm=60.0), version=opened.version)
    assert designs.list_designs(plant)[0].changed
    second, _ = designs.freeze(plant, draft.id, "wider")
    assert [row.design.width_mm for row in designs.revisions(plant, "carton")] == [60.0, 50.0]
    assert second.revision == 2


def test_the_same_state_is_not_frozen_twice(plant: Plant, draft: Draft) -> None:
    designs.freeze(plant, draft.id, "first")
    said = refusal_of(lambda: designs.freeze(plant, draft.id, "again"), Refused)
    assert said.startswith("“carton” is the same as its revision 1, which was frozen on ")


def test_a_design_is_not_frozen_without_a_reason(plant: Plant, draft: Draft) -> None:
    said = refusal_of(lambda: designs.freeze(plant, draft.id, "  "), InputError)
    assert said == "Say why the design is frozen: what is new in it, or who asked for it."


def test_a_design_that_breaks_rules_on_its_printers_is_not_frozen(plant: Plant, design: LabelDesign) -> None:
    broken, _ = designs.new_draft(plant, replace(design, height_mm=15.0))
    said = refusal_of(lambda: designs.freeze(plant, broken.id, "try"), Refused)
    assert "cannot be frozen: at " in said
    assert "over the edge of the label" in said
    assert designs.revisions(plant, "carton") == ()


def test_a_revision_is_opened_as_a_new_draft(plant: Plant, draft: Draft) -> None:
    revision, _ = designs.freeze(plant, draft.id, "first")
    opened, _ = designs.open_revision(plant, revision.id)
    assert (opened.name, opened.based_on) == ("carton 2", revision.id)
    assert replace(opened.design, name="carton") == revision.design


def test_a_job_is_ordered_with_the_newest_frozen_revision_and_never_with_a_draft(
    plant: Plant, draft: Draft
) -> None:
    order = replace(an_order(plant, "demo://zebra"), label="carton")
    said = refusal_of(lambda: jobs.create_job(plant, order), Refused)
    assert said.startswith("The design “carton” was never frozen, and may change while it is printed.")
    revision, _ = designs.freeze(plant, draft.id, "first")
    opened = designs.open_draft(plant, draft.id)
    designs.save_draft(plant, draft.id, replace(opened.design, width_mm=60.0), version=opened.version)
    row, _ = jobs.create_job(plant, order)
    assert row.job.design_revision_id == revision.id
    assert [(row.name, row.revision) for row in labels.list_templates(plant) if row.revision] == [
        ("carton", 1)
    ]


def test_a_design_is_loaded_as_draft_or_as_numbered_revision(plant: Plant, draft: Draft) -> None:
    designs.freeze(plant, draft.id, "first")
    opened = designs.open_draft(plant, draft.id)
    designs.save_draft(plant, draft.id, replace(opened.design, width_mm=60.0), version=opened.version)
    assert labels.load_design(plant, "carton").width_mm == 60.0
    assert labels.load_design(plant, "carton@1").width_mm == 50.0
    said = refusal_of(lambda: labels.load_design(plant, "carton@9"), InputError)
    assert said.startswith("There is neither a template nor a design nor a file “carton@9”. Known: ")
    assert said.endswith("carton.")


def test_a_design_file_comes_in_as_it_went_out(plant: Plant, draft: Draft, tmp_path: Path) -> None:
    path = tmp_path / "carton.json"
    designs.export_design(plant, draft.design, path)
    taken, _ = designs.import_design(plant, path)
    assert replace(taken.design, name="carton") == draft.design
    assert refusal_of(lambda: designs.export_design(plant, draft.design, path), Refused).startswith(str(path))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe", "This is no label design: it is not JSON in UTF-8 ("),
        (b"{}", "Label design, $.format: "),
        (b'{"format": 99}', "Label design, $.format: the design was made by a newer version of the program"),
    ],
)
def test_a_file_that_is_no_design_is_refused_in_words(
    plant: Plant, tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content)
    assert refusal_of(lambda: designs.import_design(plant, path), InputError).startswith(said)
    assert designs.list_designs(plant) == ()


def test_a_design_file_that_is_gone_is_told(plant: Plant, tmp_path: Path) -> None:
    said = refusal_of(lambda: designs.import_design(plant, tmp_path / "gone.json"), StorageError)
    assert "gone.json cannot be read" in said


def test_two_revisions_are_compared_in_words_and_dots(design: LabelDesign) -> None:
    block, *rest = design.elements
    newer = replace(design, elements=(replace(block, x_mm=block.x_mm + 0.5), *rest, REMARK))
    found = designs.compare(design, newer)
    assert [str(word) for word in found.words] == [
        "Element “product”, distance from the left edge: 2 mm → 2.5 mm",
        "Element “remark” is new.",
    ]
    assert found.picture is not None
    colours = np.asarray(Image.open(io.BytesIO(found.picture)).convert("RGB")).reshape(-1, 3)
    red = (colours == (200, 30, 30)).all(axis=1).sum()
    blue = (colours == (20, 80, 220)).all(axis=1).sum()
    assert found.differing_dots == red + blue
    assert red > 0
    assert blue > red  # what was moved is in both colours, what is new in one
    assert designs.compare(design, newer).picture == found.picture


def test_a_design_compared_with_itself_has_no_difference(design: LabelDesign) -> None:
    found = designs.compare(design, codec.load(codec.dump(design)))
    assert (found.same, found.words, found.differing_dots) == (True, (), 0)


def test_a_design_that_cannot_be_drawn_is_still_compared_in_words(design: LabelDesign) -> None:
    newer = replace(design, sample=tuple((design.sample_values | {"code": "1"}).items()))
    found = designs.compare(design, newer)
    assert found.picture is None
    assert str(found.words[0]).startswith("Sample value of {code}: “8")
    assert str(found.words[-1]).startswith("There is no picture of the difference: ")


def test_drafts_survive_a_restart(plant: Plant, draft: Draft) -> None:
    plant.store.close()
    (row,) = designs.list_designs(plant)
    assert json.loads(codec.dump(row.design))["name"] == "carton"
    assert plant.clock.now() - row.saved_at < timedelta(days=1)
