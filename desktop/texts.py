"""Sentences for people, kept apart from the language they are shown in.

A sentence is written once, in English, where it is needed, and carries its values with it:

>>> say("Expected {expected} digits, found {found}.", expected=20, found=19).in_language("en")
'Expected 20 digits, found 19.'

The Chinese wording stands in ``resources/i18n/zh_CN/*.json`` (one file a room, English template ->
Chinese template). A test walks the source and fails for a sentence that has no Chinese or whose
Chinese uses other placeholders. Neither a window nor a terminal is needed to word a message, so the
command line, the PDF report and the windows all say the same.
"""

import json
from dataclasses import dataclass
from functools import cache

import resources

ENGLISH = "en"
CHINESE = "zh_CN"
LANGUAGES = (ENGLISH, CHINESE)


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence: an English template with named values. Values may be sentences themselves."""

    template: str
    values: tuple[tuple[str, object], ...] = ()

    def in_language(self, language: str) -> str:
        """Word the sentence in ``language`` (``"en"`` or ``"zh_CN"``)."""
        template = self.template
        if language == CHINESE:
            template = chinese_catalogue().get(template, template)
        return template.format(
            **{
                name: value.in_language(language) if isinstance(value, Text) else value
                for name, value in self.values
            }
        )

    def __str__(self) -> str:
        return self.in_language(ENGLISH)


def say(template: str, /, **values: object) -> Text:
    """Make a sentence. ``template`` must be a literal: the catalogue test finds it in the source."""
    return Text(template, tuple(values.items()))


def say_count(one: str, many: str, /, *, n: int, **values: object) -> Text:
    """Make a sentence that counts: ``one`` for n == 1, else ``many``; both use ``{n}``."""
    return Text(one if n == 1 else many, (("n", n), *values.items()))


def joined(parts: tuple[Text, ...], language: str) -> str:
    """Put sentences behind each other as running text in ``language``."""
    return ("" if language == CHINESE else " ").join(part.in_language(language) for part in parts)


def to_json(text: Text) -> str:
    """Write a sentence so that it can be stored and worded later, in whatever language."""
    return json.dumps(_plain(text), ensure_ascii=False, separators=(",", ":"))


def from_json(stored: str) -> Text:
    """Read a sentence that ``to_json`` wrote.

    Raises:
        ValueError: it is none.

    >>> from_json(to_json(say("Label {n} is missing.", n=7))).in_language("en")
    'Label 7 is missing.'
    """
    found = _lively(json.loads(stored))
    if not isinstance(found, Text):
        raise ValueError(f"expected a stored sentence, found {stored!r}")  # noqa: TRY004 (not of its type)
    return found


def _plain(value: object) -> object:
    if isinstance(value, Text):
        return {"template": value.template, "values": {name: _plain(item) for name, item in value.values}}
    return value if isinstance(value, int | float | None) else str(value)


def _lively(value: object) -> object:
    match value:
        case {"template": str(template), "values": dict(values)}:
            return Text(template, tuple((str(name), _lively(item)) for name, item in values.items()))
    return value


@cache
def chinese_catalogue() -> dict[str, str]:
    """Load the Chinese wording of every sentence, once."""
    catalogue: dict[str, str] = {}
    for name in resources.names("i18n/zh_CN", ".json"):
        catalogue.update(json.loads(resources.read_text(name)))
    return catalogue
