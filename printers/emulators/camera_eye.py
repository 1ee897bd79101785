"""The eye of an emulated scanner: it sees what the camera of an emulated printer shows, and reads it.

So the scanner may be another program than the printer, and reads what the dots of a label say.
"""

import threading
from collections.abc import Callable
from typing import Final

from desktop.errors import DeviceError
from desktop.reading.reader import SymbolReader
from printers.camera import TcpCamera
from printers.closing import Closing

_FORMATS: Final = ("Code128", "DataMatrix", "QRCode", "EAN13", "ITF")
_LOOK_S: Final = 0.2


class CameraEye(Closing):
    """Reads each label that a camera shows from now on, in order, on a thread of its own."""

    def __init__(
        self, camera: TcpCamera, read: Callable[[str], None], told: Callable[[DeviceError], None]
    ) -> None:
        """Begin to look.

        Args:
            camera: is closed by this.
            read: gets what the first symbol of each label says; a label without one is passed over.
            told: gets what is wrong: a picture that cannot be read, and at last a camera that is gone.
        """
        self._camera = camera
        self._read = read
        self._told = told
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._look, name="eye of an emulated scanner", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Look no more. May be called twice."""
        self._closing.set()
        self._thread.join()
        self._camera.close()

    def _look(self) -> None:
        with SymbolReader(_FORMATS) as reader:
            while not self._closing.is_set():
                try:
                    picture = self._camera.next_picture(_LOOK_S)
                except DeviceError as gone:
                    self._told(gone)
                    return
                if picture is not None:
                    self._read_one(reader, picture.width, picture.height, picture.rows)

    def _read_one(self, reader: SymbolReader, width: int, height: int, rows: bytes) -> None:
        try:
            symbols = reader.read(width, height, rows)
        except DeviceError as trouble:
            self._told(trouble)
            return
        if symbols:
            self._read(symbols[0].text)
