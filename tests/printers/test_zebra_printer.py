"""The driver against written exchanges: these very bytes, in this order."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.devices import AS_SET, Condition, PrinterSettings
from desktop.errors import DeviceError
from printers.zebra.printer import ZebraPrinter
from printers.zebra.zpl import ZplLanguage
from tests.printers.plans import CODE, filled, plan
from tests.printers.scripted import ScriptedTransport, scripted

HI = (b"~HI\r\n", b"\x02ZT411-300dpi,V92.21.26Z,12,65536KB,0\x03\r\n")
UNIQUE_ID = (b'! U1 getvar "device.unique_id"\r\n', b'"99J204501234"')
LANGUAGES = (b'! U1 getvar "device.languages"\r\n', b'"hybrid_xml_zpl"')
WHO = (LANGUAGES, HI, UNIQUE_ID)
NO_REPRINTS = (
    (b'! U1 setvar "ezpl.reprint_mode" "off"\r\n', b""),
    (b'! U1 getvar "ezpl.reprint_mode"\r\n', b'"off"'),
)
PREPARED = (*WHO, *NO_REPRINTS)
ODOMETER = b'! U1 getvar "odometer.total_label_count"\r\n'
STATUS = b"~HS\r\n~HQES\r\n"
READY = (
    b"\x02030,0,0,0600,000,0,0,0,000,0,0,0\x03\r\n"
    b"\x02000,0,0,0,1,2,4,0,00000000,1,010\x03\r\n"
    b"\x021234,0\x03\r\n"
    b"\x02\r\n\r\n  PRINTER STATUS\r\n   ERRORS:         0 00000000 00000000\r\n"
    b"   WARNINGS:       0 00000000 00000000\r\n\x03\r\n"
)
OTHER = "81234567890123456701"


def proof(code: str) -> bytes:
    return b"PRT[>;" + code.encode() + b"]\r\n"


def printer_of(transport: ScriptedTransport, told: PrinterSettings = AS_SET) -> ZebraPrinter:
    return ZebraPrinter(transport, answer_timeout_s=0.01, settings=told)


def written(*codes: str) -> list[bytes]:
    """What a stream of these labels is: the stored format, then the labels."""
    language = ZplLanguage()
    return [language.stored_format(plan()), *(language.label(filled(code)) for code in codes)]


def test_a_printer_says_who_it_is() -> None:
    with scripted(*WHO) as script:
        printer = printer_of(script)
        identity = printer.identify()
        assert printer.identify() is identity
    assert identity.model == "ZT411-300dpi"
    assert identity.firmware == "V92.21.26Z"
    assert identity.unique_id == "99J204501234"
    assert identity.dots_per_mm == 12


def test_a_printer_without_a_serial_number_has_an_empty_one() -> None:
    with scripted(LANGUAGES, HI, (UNIQUE_ID[0], b'"?"')) as script:
        assert printer_of(script).identify().unique_id == ""


def test_an_old_printer_that_does_not_know_its_languages_is_no_reason_to_refuse() -> None:
    with scripted((LANGUAGES[0], b'"?"'), HI, UNIQUE_ID) as script:
        assert printer_of(script).identify().dots_per_mm == 12


@pytest.mark.parametrize("language", ["epl", "line_print", "cpcl", "apl-d"])
def test_another_language_is_told_before_anything_is_asked_in_zpl(language: str) -> None:
    with (
        scripted((LANGUAGES[0], f'"{language}"'.encode())) as script,
        pytest.raises(DeviceError, match=rf"language '{language}'"),
    ):
        printer_of(script).identify()


def test_a_printer_that_insists_on_reprints_by_a_key_is_not_prepared() -> None:
    with (
        scripted(*WHO, NO_REPRINTS[0], (NO_REPRINTS[1][0], b'"on"')) as script,
        pytest.raises(DeviceError, match="REPRINT MODE"),
    ):
        printer_of(script).prepare(plan())


def test_the_odometer_is_a_number_in_quotes() -> None:
    with scripted((ODOMETER, b'"10482"')) as script:
        assert printer_of(script).odometer() == 10482


@pytest.mark.parametrize("answer", [b'"?"', b'"-1"', b'""', b'"12 m"', b'"' + b"9" * 30 + b'"'])
def test_an_odometer_that_is_no_number_is_told(answer: bytes) -> None:
    with scripted((ODOMETER, answer)) as script, pytest.raises(DeviceError, match="no label counter"):
        printer_of(script).odometer()


def test_a_printer_at_rest_is_ready() -> None:
    with scripted((STATUS, READY)) as script:
        status = printer_of(script).status()
    assert status.ready
    assert status.formats_waiting == 0


def test_all_conditions_of_both_answers_are_told() -> None:
    answer = (
        b"\x02030,1,1,0600,003,0,0,0,000,0,0,0\x03\r\n"
        b"\x02000,0,1,0,1,2,4,0,00000002,1,010\x03\r\n\x021234,0\x03\r\n"
        b"\x02PRINTER STATUS\r\nERRORS: 1 00000000 00000002\r\nWARNINGS: 0 00000000 00000000\r\n\x03"
    )
    with scripted((STATUS, answer)) as script:
        status = printer_of(script).status()
    assert status.conditions == {
        Condition.MEDIA_OUT,
        Condition.PAUSED,
        Condition.HEAD_OPEN,
        Condition.RIBBON_OUT,
    }
    assert status.formats_waiting == 5


def test_a_printer_that_says_nothing_is_silent_and_that_is_an_answer() -> None:
    with scripted((STATUS, b""), (STATUS, READY)) as script:
        printer = printer_of(script)
        assert printer.status().conditions == {Condition.SILENT}
        assert printer.status().ready


def test_a_printer_that_answers_one_of_two_questions_is_not_silent() -> None:
    errors = b"\x02ERRORS: 1 00000000 00000001\r\nWARNINGS: 0 00000000 00000000\r\n\x03"
    with scripted((STATUS, errors)) as script:
        assert printer_of(script).status().conditions == {Condition.MEDIA_OUT}


@pytest.mark.parametrize("noise", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"login: ", b"\x02what\x03\r\n"])
def test_a_device_that_speaks_something_else_is_told_by_what_it_said(noise: bytes) -> None:
    with scripted((STATUS, noise)) as script, pytest.raises(DeviceError, match="as no Zebra printer does"):
        printer_of(script).status()


def test_after_a_question_without_an_answer_no_late_answer_is_taken_for_another() -> None:
    with scripted((ODOMETER, b"")) as script:
        printer = printer_of(script)
        with pytest.raises(DeviceError, match="did not answer"):
            printer.odometer()
        with pytest.raises(DeviceError, match="did not answer"):
            printer.odometer()


def test_a_plan_for_another_resolution_is_refused_and_both_are_named() -> None:
    with (
        scripted(*WHO) as script,
        pytest.raises(DeviceError, match=r"laid out for 8 dots/mm, but ZT411-300dpi .* prints 12 dots/mm"),
    ):
        printer_of(script).prepare(plan(dots_per_mm=8))


def test_a_label_wider_than_the_head_is_refused_with_both_widths() -> None:
    with (
        scripted(*WHO) as script,
        pytest.raises(DeviceError, match=r"105 mm wide, but ZT411-300dpi .* prints 104 mm"),
    ):
        printer_of(script).prepare(plan(width=1260))


def test_a_printed_label_is_confirmed_by_its_code() -> None:
    stored, first, second = written(CODE, OTHER)
    with scripted(*PREPARED, (stored, b""), (first, b""), (second, proof(CODE) + proof(OTHER))) as script:
        printer = printer_of(script)
        printer.prepare(plan())
        printer.send(filled(CODE), "first")
        printer.send(filled(OTHER), "second")
        assert printer.confirmed(0.0) == ["first", "second"]
        assert printer.confirmed(0.0) == []


def test_a_label_cannot_be_sent_before_its_format() -> None:
    with scripted() as script, pytest.raises(DeviceError, match="prepare"):
        printer_of(script).send(filled(), CODE)


def test_a_label_that_was_not_sent_now_is_confirmed_by_what_its_symbol_says() -> None:
    stored, label = written(CODE)
    with scripted(*PREPARED, (stored, b""), (label, proof(CODE) * 2 + proof(OTHER))) as script:
        printer = printer_of(script)
        printer.prepare(plan())
        printer.send(filled(), "ours")
        assert printer.confirmed(0.0) == ["ours", CODE, OTHER]


def test_what_was_confirmed_before_the_connection_broke_stays_confirmed() -> None:
    stored, label = written(CODE)
    with scripted(*PREPARED, (stored, b""), (label, proof(CODE))) as script:
        script.lost_at_end = True
        printer = printer_of(script)
        printer.prepare(plan())
        printer.send(filled(), CODE)
        assert printer.confirmed(1.0) == [CODE]
        with pytest.raises(DeviceError, match="closed"):
            printer.confirmed(1.0)


def test_cancelling_sends_format_and_glyphs_anew_with_the_next_label() -> None:
    stored, label = written(CODE)
    with scripted(
        *PREPARED, (stored, b""), (label, b""), (b"~JA\r\n", b""), (stored, b""), (label, b"")
    ) as script:
        printer = printer_of(script)
        printer.prepare(plan())
        printer.send(filled(), CODE)
        printer.cancel()
        printer.send(filled(), CODE)


@settings(max_examples=60)
@given(st.data())
def test_no_confirmation_is_lost_however_answers_interleave_and_are_cut(data: st.DataObject) -> None:
    codes = [f"8123456789012345{number:04}" for number in range(6)]
    stored, *labels = written(*codes)
    frames = READY.split(b"\x03\r\n")[:-1]
    said = [frame + b"\x03\r\n" for frame in frames]
    for code in codes:
        said.insert(data.draw(st.integers(0, len(said))), proof(code))
    stream = b"".join(said)
    cuts = data.draw(st.lists(st.integers(1, len(stream) - 1), max_size=8, unique=True).map(sorted))
    pieces = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    exchange = [(label, b"") for label in labels]
    with scripted(*PREPARED, (stored, b""), *exchange, (STATUS, pieces)) as script:
        printer = printer_of(script)
        printer.prepare(plan())
        for code in codes:
            printer.send(filled(code), code)
        assert printer.status().ready
        assert sorted(printer.confirmed(0.0)) == codes


def test_closing_closes_the_transport() -> None:
    with scripted() as script:
        with printer_of(script) as printer:
            printer.close()
        assert script.closed
