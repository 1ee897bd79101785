"""A process that does to its program whatever a file asks for."""

import os
import signal
import sys
import time

from desktop.reading.framing import read_frame, write_frame


def main() -> int:
    """Answer with the number of the process, or fail as asked."""
    while True:
        try:
            _, content = read_frame(sys.stdin.buffer, 1000)
        except EOFError:
            return 0
        match bytes(content):
            case b"die":
                os.kill(os.getpid(), signal.SIGKILL)
            case b"raise":
                raise RuntimeError("bad luck")
            case b"hang":
                time.sleep(60)
            case b"nonsense":
                sys.stdout.buffer.write(b"\xff" * 100)
                sys.stdout.buffer.flush()
            case b"talk":
                sys.stderr.write("warning\n" * 100_000)
        write_frame(sys.stdout.buffer, {"pid": os.getpid()}, content[::-1])
        if bytes(content) == b"leave":
            return 0


if __name__ == "__main__":
    sys.exit(main())
