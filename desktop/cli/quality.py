"""``packmark quality``: samples that are due, their grades, and the release of batches."""

import argparse
from pathlib import Path

from desktop.cli import quality_files
from desktop.cli.context import Context
from desktop.cli.grading import add_grading_options, request_of
from desktop.cli.numbers import job_number, one_of
from desktop.cli.quality_told import (
    batch_record,
    due_record,
    event_record,
    plan_record,
    tell_batch,
    tell_grades,
    tell_trend,
    waived_record,
)
from desktop.errors import InputError
from desktop.operations import external_results, inspections, jobs, quality_trend, release, sampling
from desktop.operations.plant import Plant
from desktop.products.quality import (
    AqlPlan,
    ExternalResult,
    InspectionLevel,
    Occasion,
    Plan,
    SamplingPlan,
    Verdict,
    occasion_name,
    plan_in_words,
)
from desktop.texts import say

_EXAMPLE = 10_000
"""Labels for which the plan of all jobs is told in words."""


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add this room's commands to the command line."""
    group = commands.add_parser("quality", help="samples, their grades, release of batches").add_subparsers(
        dest="action", required=True
    )
    _add_sampling(group, common)
    _add_grades(group, common)
    _add_batches(group, common)
    quality_files.add_commands(group, common)


def _add_sampling(
    group: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    planning = group.add_parser("plan", parents=[common], help="tell or set which labels are graded")
    planning.add_argument("job", type=job_number, nargs="?", metavar="JOB", help="without: of all jobs")
    for name, text in (
        ("start", "labels at the start"),
        ("every", "one label of each so many; 0: none"),
        ("roll-change", "labels behind each change of the roll"),
        ("end", "labels at the end"),
    ):
        planning.add_argument(f"--{name}", type=int, metavar="N", help=text)
    planning.add_argument("--aql", type=float, metavar="PERCENT", help="by GB/T 2828.1 (ISO 2859-1) instead")
    planning.add_argument(
        "--level", type=one_of(InspectionLevel), metavar="LEVEL", help="inspection level, II if not given"
    )
    planning.set_defaults(run=_plan)
    due = group.add_parser("due", parents=[common], help="list the labels that must be graded")
    due.add_argument("job", type=job_number, nargs="?", metavar="JOB")
    due.set_defaults(run=_due)
    waiving = group.add_parser("waive", parents=[common], help="decide that a sample is not graded")
    waiving.add_argument("job", type=job_number, metavar="JOB")
    waiving.add_argument(
        "--number", type=int, required=True, metavar="N", help="of the label, as due says it"
    )
    waiving.add_argument("--reason", required=True, metavar="TEXT")
    waiving.set_defaults(run=_waive)


def _add_grades(
    group: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    grading = group.add_parser("grade", parents=[common], help="grade the picture of a label, on record")
    grading.add_argument("image", type=Path, metavar="IMAGE")
    _add_sample_options(grading)
    add_grading_options(grading)
    grading.set_defaults(run=_grade)
    external = group.add_parser("external", parents=[common], help="put a verifier's result on record")
    external.add_argument("--device", required=True, help="name and serial number of the verifier")
    external.add_argument("--data", required=True, help="of the symbol")
    external.add_argument("--symbology", required=True, metavar="S", help="such as Code 128")
    external.add_argument("--grade", type=float, required=True, metavar="G", help="4.0 to 0.0")
    external.add_argument("--formal", default="", help="such as 3.2/06/660")
    external.add_argument("--edition", default="", metavar="E", help="by which it graded")
    external.add_argument("--uncalibrated", action="store_true", help="its calibration is not valid")
    _add_sample_options(external)
    external.set_defaults(run=_external)


def _add_sample_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--job", type=job_number, metavar="JOB", help="whose label it is")
    command.add_argument(
        "--number", type=int, metavar="N", help="of the sample that is due; else it is extra"
    )
    command.add_argument("--repeat-of", type=int, metavar="ID", help="the grade that is measured again")
    command.add_argument("--reason", default="", metavar="TEXT", help="why it is measured again")


def _add_batches(
    group: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    def command(name: str, text: str) -> argparse.ArgumentParser:
        made = group.add_parser(name, parents=[common], help=text)
        made.add_argument("lot", metavar="LOT")
        made.add_argument("--product", default="", help="where several products have such a lot")
        return made

    command("status", "tell whether a batch may leave, and what stands against it").set_defaults(run=_status)
    command("history", "list the grades of a batch, its holds and releases").set_defaults(run=_history)
    for name, text, run in (("hold", "hold a batch", _hold), ("release", "release a batch", _release)):
        changing = command(name, text)
        changing.add_argument("--reason", required=True, metavar="TEXT")
        changing.set_defaults(run=run)
    trend = group.add_parser("trend", parents=[common], help="grades over the labels, with limits")
    trend.add_argument("--job", type=job_number, metavar="JOB")
    trend.add_argument("--printer", metavar="URL")
    trend.add_argument("--symbology", metavar="S")
    trend.set_defaults(run=_trend)


def _plan(context: Context) -> int:
    options = context.options
    with context.plant() as plant:
        wanted = _wanted_plan(options, sampling.plan_of(plant, options.job))
        if wanted is not None:
            sampling.set_plan(plant, options.job, wanted)
        plan = sampling.plan_of(plant, options.job)
        labels = _EXAMPLE if options.job is None else jobs.job(plant, options.job).job.count
    context.console.say(plan_in_words(plan, labels))
    context.console.result({"job": options.job, **plan_record(plan, labels)})
    return 0


def _wanted_plan(options: argparse.Namespace, now: Plan) -> Plan | None:
    course = {
        name: value
        for name in ("start", "every", "roll_change", "end")
        if (value := getattr(options, name)) is not None
    }
    by_aql = options.aql is not None or options.level is not None
    if by_aql and course:
        raise InputError(say("A sampling plan goes by AQL or by the course of the job, not by both."))
    if by_aql:
        before = now if isinstance(now, AqlPlan) else AqlPlan()
        return AqlPlan(options.level or before.level, before.aql if options.aql is None else options.aql)
    if not course:
        return None
    plan = now if isinstance(now, SamplingPlan) else SamplingPlan()
    every = course.get("every", plan.every)
    return SamplingPlan(
        course.get("start", plan.start),
        every or None,
        course.get("roll_change", plan.roll_change),
        course.get("end", plan.end),
    )


def _due(context: Context) -> int:
    console = context.console
    with context.plant() as plant:
        found = sampling.due(plant, context.options.job)
    for one in found:
        why = occasion_name(one.occasion).in_language(console.language)
        console.line(
            f"{one.job_id}  {one.number}  {why}  {one.product}  {one.lot}  {one.line}  {one.printer}"
        )
    if not found:
        console.say(say("No sample is due."))
    console.result({"due": [due_record(one) for one in found]})
    return 0 if not found else 1


def _waive(context: Context) -> int:
    options = context.options
    with context.plant() as plant:
        occasion = _occasion_of(plant, options.job, options.number)
        sampling.waive(plant, options.job, occasion, options.number, options.reason)
    context.console.say(say("Noted: this sample is not graded."))
    context.console.result({"job": options.job, "number": options.number})
    return 0


def _grade(context: Context) -> int:
    options = context.options
    request = request_of(options)
    with context.plant() as plant:
        inspection = inspections.inspect(plant, options.image, request, job_id=options.job)
        occasion = _occasion_of(plant, options.job, options.number)
        records, _ = inspections.record(
            plant,
            inspection,
            job_id=options.job,
            occasion=occasion,
            number=options.number,
            repeat_of=options.repeat_of,
            reason=options.reason,
        )
    tell_grades(context.console, records)
    return 0 if inspection.verdict is Verdict.PASSED else 1


def _external(context: Context) -> int:
    options = context.options
    with context.plant() as plant:
        result = ExternalResult(
            device=options.device,
            data=options.data,
            symbology=options.symbology,
            grade=options.grade,
            edition=options.edition,
            formal=options.formal,
            calibrated=not options.uncalibrated,
            job_id=options.job,
            number=options.number,
            occasion=_occasion_of(plant, options.job, options.number),
            repeat_of=options.repeat_of,
            reason=options.reason,
        )
        record, _ = external_results.record_external(plant, result)
    tell_grades(context.console, (record,))
    return 0 if record.verdict is Verdict.PASSED else 1


def _occasion_of(plant: Plant, job_id: int | None, number: int | None) -> Occasion:
    """Return why the sample at a label is due; EXTRA without a number."""
    if number is None:
        return Occasion.EXTRA
    if job_id is None:
        raise InputError(say("A sample that is due has a job: name it with {option}.", option="--job"))
    waiting = sampling.due(plant, job_id)
    for one in waiting:
        if one.number == number:
            return one.occasion
    raise InputError(
        say(
            "No sample of job {job} is due at label {number}; due are: {known}.",
            job=job_id,
            number=number,
            known=", ".join(str(one.number) for one in waiting[:20]) or "0",
        )
    )


def _status(context: Context) -> int:
    with context.plant() as plant:
        found = release.status(plant, _batch(context, plant))
    tell_batch(context.console, found)
    context.console.result(batch_record(found, context.console.language))
    return 0 if not found.obstacles else 1


def _hold(context: Context) -> int:
    with context.plant() as plant:
        batch_id = _batch(context, plant)
        release.hold(plant, batch_id, context.options.reason)
        found = release.status(plant, batch_id)
    tell_batch(context.console, found)
    context.console.result(batch_record(found, context.console.language))
    return 0


def _release(context: Context) -> int:
    with context.plant() as plant:
        batch_id = _batch(context, plant)
        release.release(plant, batch_id, context.options.reason)
        found = release.status(plant, batch_id)
    tell_batch(context.console, found)
    context.console.result(batch_record(found, context.console.language))
    return 0


def _history(context: Context) -> int:
    console = context.console
    with context.plant() as plant:
        batch_id = _batch(context, plant)
        events = release.history(plant, batch_id)
        records = inspections.of_batch(plant, batch_id)
        waived = sampling.waived_of_batch(plant, batch_id)
    for event in events:
        console.line(
            f"{event.at:%Y-%m-%d %H:%M:%S}Z  {event.by}  {event.reason.in_language(console.language)}"
        )
    for one in waived:
        told = say(
            "Label {number} of job {job} was not graded: {reason}",
            number=one.number,
            job=one.job_id,
            reason=one.reason,
        )
        console.line(f"{one.at:%Y-%m-%d %H:%M:%S}Z  {one.by}  {told.in_language(console.language)}")
    tell_grades(
        console,
        records,
        events=[event_record(event, console.language) for event in events],
        waived=[waived_record(one) for one in waived],
    )
    return 0


def _trend(context: Context) -> int:
    options = context.options
    with context.plant() as plant:
        found = quality_trend.trends(
            plant, job_id=options.job, printer=options.printer, symbology=options.symbology
        )
    tell_trend(context.console, found)
    return 0


def _batch(context: Context, plant: Plant) -> int:
    return release.find_batch(plant, context.options.lot, context.options.product)
