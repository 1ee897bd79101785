"""Writes codes in the platform's own format: to hand unused codes back, and to make samples."""

import os
from collections.abc import Iterable
from pathlib import Path

from desktop.codes.drug_code import DrugCode
from desktop.errors import InputError, Refused, StorageError
from desktop.exchange.code_header import CodeFileHeader
from desktop.texts import say


def write_code_file(
    path: Path,
    header: CodeFileHeader,
    codes: Iterable[str],
    *,
    encoding: str = "utf-8",
    line_ending: str = "\r\n",
) -> int:
    """Write a code file and return how many codes are in it.

    Args:
        path: where; its folder must exist.
        header: the first line.
        codes: in the order of the file; may be a generator.
        encoding: of the header; codes are ASCII in any.
        line_ending: behind every line, the last one too.

    Raises:
        Refused: there is a file already; it is left as it is.
        InputError: a code is none or does not begin with the header's prefix. No file remains.
        StorageError: the disk does not take it. No file remains.
    """
    try:
        stream = path.open("xb")
    except FileExistsError as error:
        raise Refused(say("{path} exists already: choose another name.", path=str(path))) from error
    except OSError as error:
        raise _not_written(path, error) from error
    count = 0
    try:
        with stream:
            stream.write((header.raw + line_ending).encode(encoding))
            for count, code in enumerate(codes, start=1):  # noqa: B007 (the count is the answer)
                _require_prefix(code, header.prefix)
                stream.write((code + line_ending).encode("ascii"))
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        raise _not_written(path, error) from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return count


def _require_prefix(code: str, prefix: str) -> None:
    if DrugCode(code).prefix != prefix:
        raise InputError(
            say("Code {code} does not begin with {prefix} as the header says.", code=code, prefix=prefix)
        )


def _not_written(path: Path, error: OSError) -> StorageError:
    return StorageError(
        say(
            "{path} cannot be written: {reason}. Choose another folder.",
            path=str(path),
            reason=error.strerror or type(error).__name__,
        )
    )
