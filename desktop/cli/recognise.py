"""``packmark recognise``: what may a scanned, typed or pasted text be."""

import argparse

from desktop.cli.context import Context
from desktop.codes.damage import Damage
from desktop.codes.readers import Part, Reading, scheme_title
from desktop.codes.recognise import Recognition, recognise
from desktop.texts import Text, say


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add this room's commands to the command line."""
    command = commands.add_parser("recognise", parents=[common], help="say what a scan may be")
    command.add_argument("text", metavar="TEXT", help="what was scanned, typed or pasted")
    command.set_defaults(run=_recognise)


def _recognise(context: Context) -> int:
    found = recognise(context.options.text)
    _tell(context, found)
    language = context.console.language
    context.console.result(
        {
            "readings": [_reading_record(reading, language) for reading in found.readings],
            "not": [
                {"scheme": str(refusal.scheme), "reason": refusal.reason.in_language(language)}
                for refusal in found.refusals
            ],
            "damage": [_damage_record(damage, language) for damage in found.damage],
            "when_mended": [_reading_record(reading, language) for reading in found.when_mended],
        }
    )
    return 0 if found.readings else 1


def _tell(context: Context, found: Recognition) -> None:
    console = context.console
    for reading in found.readings:
        _tell_reading(context, reading)
    if not found.readings:
        console.say(say("This is no code that is known here."))
    for damage in found.damage:
        console.say(damage.message)
    if found.mended is not None:
        console.say(say("It would then be: {text}", text=_visible(found.mended)))
        for reading in found.when_mended:
            _tell_reading(context, reading)
    for refusal in found.refusals:
        console.say(say("Not {scheme}: {reason}", scheme=scheme_title(refusal.scheme), reason=refusal.reason))


def _tell_reading(context: Context, reading: Reading) -> None:
    console = context.console
    console.line(f"{scheme_title(reading.scheme).in_language(console.language)}  {reading.value}")
    for part in reading.parts:
        console.line(f"    {part.title.in_language(console.language)}: {_worded(part, console.language)}")
    if reading.note is not None:
        console.line(f"    {reading.note.in_language(console.language)}")


def _reading_record(reading: Reading, language: str) -> dict[str, object]:
    record: dict[str, object] = {
        "scheme": str(reading.scheme),
        "value": reading.value,
        "parts": {part.key: _worded(part, language) for part in reading.parts},
    }
    if reading.note is not None:
        record["note"] = reading.note.in_language(language)
    return record


def _damage_record(damage: Damage, language: str) -> dict[str, object]:
    return {
        "kind": str(damage.kind),
        "message": damage.message.in_language(language),
        "mended": damage.mended,
    }


def _worded(part: Part, language: str) -> str:
    return part.value.in_language(language) if isinstance(part.value, Text) else part.value


def _visible(text: str) -> str:
    return text.replace("\x1d", "<GS>")
