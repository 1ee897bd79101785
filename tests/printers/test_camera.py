import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.devices import Picture
from desktop.errors import DeviceError
from printers.camera import GREETING, TcpCamera, frame
from printers.tcp import TcpTransport

PICTURE = Picture(41, 10, 3, bytes(range(6)))


@contextmanager
def camera_with(stream: bytes) -> Iterator[tuple[TcpCamera, socket.socket]]:
    """A camera whose device has already sent ``stream`` after its greeting."""
    ours, theirs = socket.socketpair()
    with theirs:
        theirs.sendall(GREETING + stream)
        camera = TcpCamera(TcpTransport(ours, "tcp://camera"), 1.0)
        try:
            yield camera, theirs
        finally:
            camera.close()
            camera.close()


def test_pictures_arrive_in_order() -> None:
    later = Picture(42, 8, 1, b"\xff")
    with camera_with(frame(PICTURE) + frame(later)) as (camera, _):
        assert camera.next_picture(1.0) == PICTURE
        assert camera.next_picture(1.0) == later
        assert camera.next_picture(0.0) is None


@given(st.integers(1, len(frame(PICTURE)) - 1))
def test_a_picture_in_two_pieces_is_whole_at_the_end(cut: int) -> None:
    data = frame(PICTURE)
    with camera_with(data[:cut]) as (camera, device):
        assert camera.next_picture(0.0) is None
        device.sendall(data[cut:])
        assert camera.next_picture(1.0) == PICTURE


@pytest.mark.parametrize(
    "header",
    [
        (1, 10, 3, 7),
        (1, 0, 3, 0),
        (1, 10, 0, 0),
        (1, 4_000_000_000, 8, 4_000_000_000),
        (1, 32_000, 32_000, 128_000_000),
        (0, 0, 0, 0),
    ],
)
def test_a_frame_that_can_be_no_label_ends_the_connection(header: tuple[int, ...]) -> None:
    with camera_with(struct.pack("!4I", *header)) as (camera, _):
        with pytest.raises(DeviceError, match="that is no label"):
            camera.next_picture(1.0)
        with pytest.raises(DeviceError, match="is closed"):
            camera.next_picture(1.0)


@given(st.binary(max_size=200))
def test_no_stream_makes_the_camera_hang_or_crash(stream: bytes) -> None:
    with camera_with(stream) as (camera, device):
        device.close()
        with pytest.raises(DeviceError):
            look_forever(camera)


def look_forever(camera: TcpCamera) -> None:
    while True:
        camera.next_picture(1.0)


def test_a_device_that_greets_otherwise_is_no_camera() -> None:
    ours, theirs = socket.socketpair()
    with theirs:
        theirs.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")
        with pytest.raises(DeviceError, match="does not greet as a camera"):
            TcpCamera(TcpTransport(ours, "tcp://camera"), 1.0)
