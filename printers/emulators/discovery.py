"""What an emulated Zebra printer says when the network is asked for printers (UDP 4201)."""

import socket
import threading
from typing import Final

from printers.closing import Closing
from printers.emulators.server import cannot_listen
from printers.zebra_discovery import ANSWER_HEAD, NAME, PRODUCT, QUESTION

_LOOK_S: Final = 0.1
_SIZE: Final = 375
"""Of an answer that was recorded in public."""


def answer(product: str, name: str) -> bytes:
    """Return the answer of a printer; what its other bytes mean, nobody reads."""
    data = bytearray(_SIZE)
    data[: len(ANSWER_HEAD) + 1] = ANSWER_HEAD + b"\x03"
    for place, text in ((PRODUCT, product), (NAME, name)):
        size = place.stop - place.start
        data[place] = text.encode()[: size - 1].ljust(size, b"\0")
    return bytes(data)


class DiscoveryResponder(Closing):
    """Answers the question on a UDP port, until it is closed.

    Attributes:
        target: where to ask.
    """

    def __init__(
        self,
        product: str = "ZTC ZT411-300dpi ZPL",
        name: str = "EMULATED",
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        reply: bytes | None = None,
    ) -> None:
        """Begin to answer.

        Args:
            product: its model.
            name: its name in the network.
            host: address to listen on.
            port: 0 takes a free one.
            reply: what is answered instead, for printers that are none.

        Raises:
            DeviceError: the port is taken.
        """
        self._reply = answer(product, name) if reply is None else reply
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            self._socket.bind((host, port))
        except OSError as error:
            self._socket.close()
            raise cannot_listen(host, port, error) from error
        self._socket.settimeout(_LOOK_S)
        self.target: tuple[str, int] = (host, self._socket.getsockname()[1])
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="emulated discovery", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Fall silent. May be called twice."""
        self._closing.set()
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        while not self._closing.is_set():
            try:
                question, asker = self._socket.recvfrom(len(QUESTION) + 1)
            except TimeoutError:
                continue
            if question == QUESTION:
                self._socket.sendto(self._reply, asker)
