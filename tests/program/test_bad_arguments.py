"""Numbers, choices and devices on the command line that cannot be: one sentence, in the reader's language."""

import pytest

from printers.emulators.ngpcl import NgpclEmulator
from printers.emulators.zebra import ZebraEmulator
from printers.emulators.zipher import ZipherEmulator
from tests.program.test_command_line import Program, plant, program

__all__ = ["plant", "program"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("job", "status", "99999999999999999999999"),
        ("job", "start", "x"),
        ("job", "reprints", "0"),
        ("emulate", "zipher", "--port", "99999"),
        ("emulate", "zebra", "--camera-port", "-1"),
        ("emulate", "zebra", "--print-ms", "-3"),
        ("emulate", "wsi", "--products-per-s", "nan"),
        ("printer", "card", "demo://zebra", "--width", "nan"),
        ("printer", "list", "--seconds", "-1"),
        ("printer", "add", "Z", "demo://zebra", "--darkness", "hot"),
        ("rights", "grant", "me", "fly"),
        ("job", "create", "--coder-field", "CODE"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_no_number_or_choice_is_told_in_one_line_of_the_readers_language(
    program: Program, arguments: tuple[str, ...], language: str
) -> None:
    status, out, err = program("--lang", language, *arguments)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.isascii() == (language == "en")


def test_reprints_of_a_job_that_does_not_exist_are_refused(program: Program) -> None:
    assert program("job", "reprints", "99") == (2, "", "There is no job number 99.\n")


@pytest.mark.parametrize("command", [("label", "print", "drug_code_b", "--printer"), ("printer", "test")])
def test_a_coder_prints_no_labels(program: Program, command: tuple[str, ...]) -> None:
    status, _, err = program(*command, "zipher://192.0.2.9:3003")
    assert status == 2
    assert "zipher://192.0.2.9:3003 is a coder, which prints its own jobs" in err


def test_fields_that_a_coder_has_not_are_refused_before_a_code_is_sent(plant: Program) -> None:
    with ZipherEmulator({"PACKMARK": ("CODE",)}) as coder:
        job = _ordered(plant, coder.address, "PACKMARK", "SN={code}")
        status, out, _ = plant("job", "start", job)
        assert status == 1
        assert "Job 1 is stopped: allocated 5\n" in out
        assert "has no field “SN”. Its fields are: CODE." in out


@pytest.mark.parametrize("text", ["|{code}", "{code}\r", "{code}\x1d", "码{code}"])
def test_characters_that_a_coder_cannot_carry_are_refused_before_a_code_is_sent(
    plant: Program, text: str
) -> None:
    with ZipherEmulator({"PACKMARK": ("CODE",)}) as coder:
        job = _ordered(plant, coder.address, "PACKMARK", f"CODE={text}")
        status, out, _ = plant("job", "start", job)
        assert (status, coder.physical) == (1, [])
        assert "Job 1 is stopped: allocated 5\nField CODE: the character" in out


def test_characters_are_refused_before_a_person_is_sent_to_the_display(plant: Program) -> None:
    with NgpclEmulator({"PACKMARK": {"CODE": ""}}) as coder:
        job = _ordered(plant, coder.address, "PACKMARK", "CODE={code}\x1d", "--camera", coder.camera_address)
        status, out, _ = plant("job", "start", job)
        assert status == 1
        assert "Job 1 is stopped: allocated 5\nThe value of field 'CODE' cannot be sent" in out


def test_a_device_that_may_speak_another_protocol_is_told_as_such(program: Program) -> None:
    with ZebraEmulator() as printer:
        status, _, err = program("printer", "status", printer.address.replace("tcp", "zipher"))
    assert status == 3
    assert "it may speak another protocol: check the address" in err


def _ordered(plant: Program, address: str, job: str, field: str, *more: str) -> str:
    answer = plant.json(
        *("job", "create", "--product", "06932833600109", "--lot", "L1", "--made", "2026-02-01"),
        *("--count", "5", "--label", "drug_code_b", "--printer", address),
        *("--coder-job", job, "--coder-field", field),
        *more,
    )
    return str(answer["job"])
