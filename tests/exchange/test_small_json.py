"""Small JSON files of the plant: whatever is wrong with one is told in the same words, and told at all."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.errors import InputError
from desktop.exchange.mapping_profiles import MappingProfile
from desktop.exchange.order_profile import read_profile
from desktop.exchange.small_json import MOST_BYTES, parsed, read_small
from desktop.exchange.verifier_mapping import VerifierMapping
from desktop.texts import say
from tests.refusals import refusal_of

BAD = [
    (b"Data;Grade", "is no JSON file in UTF-8"),
    (b'{"name": "\xff"}', "is no JSON file in UTF-8"),
    (b"[" * 60_000, "nested too deeply"),
    (b" " * (MOST_BYTES + 1), "at most 65536 bytes"),
    (b'{"name": "A", "name": "B"}', "a key stands twice in one object"),
    (b'{"name": "V", "columns": {"grade": "A", "grade": "B"}}', "a key stands twice in one object"),
]


@pytest.mark.parametrize(("content", "told"), BAD)
@pytest.mark.parametrize(
    ("read", "what"),
    [(VerifierMapping.parse, "A mapping of columns"), (MappingProfile.parse, "A mapping profile")],
)
def test_all_kinds_refuse_a_bad_file_in_the_same_words(
    read: Callable[[bytes], object], what: str, content: bytes, told: str
) -> None:
    refusal = refusal_of(lambda: read(content), InputError)
    assert refusal.startswith(what)
    assert told in refusal


@pytest.mark.parametrize(("content", "told"), BAD)
def test_a_bad_profile_of_orders_says_why_beside_what_was_expected(
    tmp_path: Path, content: bytes, told: str
) -> None:
    path = tmp_path / "sap.json"
    path.write_bytes(content)
    with pytest.raises(InputError) as refused:
        read_profile(path)
    assert "expected JSON like" in str(refused.value)
    assert told in str(refused.value.details[0])


def test_a_file_that_notepad_saved_is_read() -> None:
    assert parsed(b'\xef\xbb\xbf{"name": "V"}', say("A mapping profile")) == {"name": "V"}


def test_of_a_file_that_is_too_large_no_more_is_read_than_shows_it(tmp_path: Path) -> None:
    path = tmp_path / "film.json"
    path.write_bytes(b" " * (3 * MOST_BYTES))
    assert len(read_small(path)) == MOST_BYTES + 1
