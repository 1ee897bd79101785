"""``packmark label list | compare | import | export | freeze``: the plant's own designs."""

import argparse
from pathlib import Path

from desktop.cli.context import Context
from desktop.exchange.new_file import write_new
from desktop.labels.document import LabelDesign
from desktop.operations import designs, labels
from desktop.texts import say
from desktop.units import PRINTER_RESOLUTIONS, Resolution


def add_commands(
    group: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add these commands to those of ``packmark label``."""
    listing = group.add_parser("list", parents=[common], help="list the templates and the plant's designs")
    listing.set_defaults(run=_list)
    comparing = group.add_parser(
        "compare", parents=[common], help="say how two designs or revisions (NAME@2) differ"
    )
    comparing.add_argument("older", metavar="FILE|NAME[@N]")
    comparing.add_argument("newer", metavar="FILE|NAME[@N]")
    comparing.add_argument("--dpmm", type=int, default=12, help="dots per mm of the picture: 6, 8, 12, 24")
    comparing.add_argument(
        "-o", dest="out", type=Path, metavar="x.png", help="picture: red only older, blue only newer"
    )
    comparing.set_defaults(run=_compare)
    importing = group.add_parser("import", parents=[common], help="take a design file into the plant")
    importing.add_argument("file", type=Path, metavar="FILE")
    importing.set_defaults(run=_import)
    exporting = group.add_parser("export", parents=[common], help="write a design as a file")
    exporting.add_argument("design", metavar="NAME[@N]")
    exporting.add_argument("-o", dest="out", type=Path, required=True, metavar="x.json")
    exporting.set_defaults(run=_export)
    freezing = group.add_parser(
        "freeze", parents=[common], help="freeze a design as a revision that jobs can be ordered with"
    )
    freezing.add_argument("design", metavar="NAME")
    freezing.add_argument("--reason", required=True, metavar="TEXT", help="what is new, or who asked for it")
    freezing.set_defaults(run=_freeze)


def _list(context: Context) -> int:
    language = context.console.language
    with context.plant() as plant:
        printable = labels.list_templates(plant)
        own = designs.list_designs(plant)
    drawn = {row.name for row in own}
    templates = [row for row in printable if not row.revision]
    only_frozen = [row for row in printable if row.revision and row.name not in drawn]
    for template in templates:
        _tell(context, template.name, template.design)
    for row in own:
        _tell(context, row.name, row.design, f"r{row.revision}{'+' if row.changed else ''}")
    for frozen in only_frozen:
        _tell(context, frozen.name, frozen.design, f"r{frozen.revision}")
    records: list[dict[str, object]] = [
        _record(row.name, row.design, language)
        | {
            "revision": row.revision,
            "changed": row.changed,
            "saved_at": row.saved_at.isoformat(),
            "saved_by": row.saved_by,
        }
        for row in own
    ]
    records += [_record(row.name, row.design, language) | {"revision": row.revision} for row in only_frozen]
    context.console.result(
        {
            "templates": [_record(template.name, template.design, language) for template in templates],
            "designs": records,
        }
    )
    return 0


def _compare(context: Context) -> int:
    options, language = context.options, context.console.language
    with context.plant() as plant:
        older = labels.load_design(plant, options.older)
        newer = labels.load_design(plant, options.newer)
    found = designs.compare(older, newer, Resolution(options.dpmm))
    for sentence in found.words:
        context.console.line(sentence.in_language(language))
    if found.same:
        context.console.say(say("The two designs are the same."))
    if options.out is not None and found.picture is not None:
        write_new(options.out, found.picture)
        context.console.say(say("Written: {file}", file=options.out))
    context.console.result(
        {
            "same": found.same,
            "differences": [sentence.in_language(language) for sentence in found.words],
            "differing_dots": found.differing_dots,
        }
    )
    return 0 if found.same else 1


def _import(context: Context) -> int:
    with context.plant() as plant:
        draft, _ = designs.import_design(plant, context.options.file)
    context.console.say(say("Taken in as the design “{name}”.", name=draft.name))
    context.console.result({"id": draft.id, "name": draft.name})
    return 0


def _export(context: Context) -> int:
    options = context.options
    with context.plant() as plant:
        designs.export_design(plant, labels.load_design(plant, options.design), options.out)
    context.console.say(say("Written: {file}", file=options.out))
    context.console.result({"file": str(options.out)})
    return 0


def _freeze(context: Context) -> int:
    with context.plant() as plant:
        draft_id = designs.find_draft(plant, context.options.design)
        revision, _ = designs.freeze(plant, draft_id, context.options.reason)
    context.console.say(
        say("“{name}” is frozen as revision {revision}.", name=revision.name, revision=revision.revision)
    )
    context.console.result(
        {"name": revision.name, "revision": revision.revision, "font": revision.design.font_family}
    )
    return 0


def _tell(context: Context, name: str, design: LabelDesign, revision: str = "") -> None:
    size = f"{design.width_mm:g} x {design.height_mm:g} mm"
    title = design.title.in_language(context.console.language)
    context.console.line("  ".join(filter(None, (name, size, title, revision))))


def _record(name: str, design: LabelDesign, language: str) -> dict[str, object]:
    return {
        "name": name,
        "title": design.title.in_language(language),
        "width_mm": design.width_mm,
        "height_mm": design.height_mm,
        "resolutions": list(design.resolutions or PRINTER_RESOLUTIONS),
    }
