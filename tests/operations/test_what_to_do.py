"""A fault is shown with the place at the machine where something is to be done."""

import pytest

import resources
from desktop.devices import Condition
from desktop.jobs.faults import SENTENCES
from desktop.operations.what_to_do import STEPS, Help, help_for
from desktop.texts import say


@pytest.mark.parametrize(
    ("condition", "place"),
    [
        (Condition.HEAD_OPEN, Help.HEAD),
        (Condition.MEDIA_OUT, Help.MEDIA),
        (Condition.RIBBON_OUT, Help.RIBBON),
        (Condition.OVER_TEMPERATURE, Help.HEAT),
        (Condition.PAUSED, Help.PAUSE),
        (Condition.BUFFER_FULL, Help.MEMORY),
        (Condition.SILENT, Help.CABLE),
        (Condition.OTHER_FAULT, Help.PRINTER),
    ],
)
def test_a_condition_is_found_inside_the_reason_of_a_job(condition: Condition, place: Help) -> None:
    reason = say("{trouble} {fate}", trouble=SENTENCES[condition], fate=say("4 codes are unknown."))
    assert help_for(reason) is place


@pytest.mark.parametrize(
    ("template", "place"),
    [
        ("The connection to {address} was lost.", Help.CABLE),
        ("Label {number} must say {expected}, but says {found}.", Help.LABEL),
        ("Something that nobody has thought of.", Help.PRINTER),
    ],
)
def test_other_faults_are_found_by_their_words(template: str, place: Help) -> None:
    values = {"address": "192.0.2.7", "number": 3, "expected": "A", "found": "B"}
    assert help_for(say(template, **values)) is place


def test_every_condition_that_keeps_a_printer_from_printing_has_a_place() -> None:
    assert all(help_for(sentence) in Help for sentence in SENTENCES.values())


@pytest.mark.parametrize("place", Help)
def test_each_place_has_a_picture_and_steps(place: Help) -> None:
    assert resources.read_text(f"icons/help-{place}.svg").startswith("<svg")
    assert 1 <= len(STEPS[place]) <= 3
