"""``packmark codes proof`` and ``codes proof verify``: a signed proof that no code is there twice."""

import argparse
from pathlib import Path

from desktop.cli.context import Context
from desktop.operations import pool
from desktop.texts import say


def add_commands(
    group: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add these commands to ``packmark codes``."""
    proving = group.add_parser("proof", parents=[common], help="prove that no code is there twice")
    proving.add_argument(
        "-o", "--out", type=Path, metavar="FILE", help="write it as .json, or as .pdf with its .json"
    )
    proving.set_defaults(run=_prove)
    verbs = proving.add_subparsers(dest="verb", metavar="verify")
    verifying = verbs.add_parser("verify", parents=[common], help="check the .json of a proof")
    verifying.add_argument("file", type=Path, metavar="FILE.json")
    verifying.add_argument(
        "--fingerprint", metavar="HEX", help="of the key, as the plant that signed told by another way"
    )
    compared = verifying.add_mutually_exclusive_group()
    compared.add_argument("--pool", action="store_true", help="are this plant's codes still the same?")
    compared.add_argument(
        "--codes",
        type=Path,
        nargs="+",
        default=[],
        metavar="FILE",
        help="are the codes of these files the same?",
    )
    verifying.set_defaults(run=_verify)


def _prove(context: Context) -> int:
    console = context.console
    with context.plant() as plant:
        proven = pool.uniqueness_proof(plant)
    proof, facts = proven.proof, proven.proof.facts
    out = context.options.out
    files = pool.write_proof(proof, out, console.language) if out is not None else ()
    console.say(proof.sentence)
    console.line(f"{facts.sha256}  {facts.audit_head}")
    console.say(say("Signed with the key {fingerprint}.", fingerprint=proof.fingerprint))
    if proven.new_key is not None:
        console.say(proven.new_key)
    console.result(
        {
            **facts.as_json(),
            "public_key": proof.key.text,
            "fingerprint": proof.fingerprint,
            "signature": proof.signature_text,
            "new_key": None if proven.new_key is None else proven.new_key.in_language(console.language),
            "out": str(out) if out else None,
            "files_written": [str(file) for file in files],
        }
    )
    return 0 if facts.repeats == 0 else 1


def _verify(context: Context) -> int:
    console, options = context.console, context.options

    def report(fraction: float) -> bool:
        console.progress(say("{file}: {percent} %", file=options.file.name, percent=round(fraction * 100)))
        return True

    with context.plant() as plant:
        found = pool.check_proof(
            plant,
            options.file,
            fingerprint=options.fingerprint,
            pool=options.pool,
            code_files=options.codes,
            report=report,
        )
    for sentence in found.sentences:
        console.say(sentence)
    console.result(
        {
            "holds": found.holds,
            "genuine": found.genuine,
            "faults": [fault.in_language(console.language) for fault in found.faults],
            "key_of_this_plant": found.key is not None,
            "trusted": found.trusted,
            "same_codes": found.same_codes,
            "facts": found.proof.facts.as_json(),
            "fingerprint": found.proof.key.fingerprint,
            "sentences": [sentence.in_language(console.language) for sentence in found.sentences],
        }
    )
    return 0 if found.holds else 1
