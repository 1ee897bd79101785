import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import DeviceError
from printers.tcp import TcpTransport


@contextmanager
def served(serve: Callable[[socket.socket], None]) -> Iterator[int]:
    """Serve one client on a thread; yields the port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def run() -> None:
            client, _ = listener.accept()
            with client:
                serve(client)

        thread = threading.Thread(target=run)
        thread.start()
        yield listener.getsockname()[1]
        thread.join()


@contextmanager
def connected(serve: Callable[[socket.socket], None]) -> Iterator[TcpTransport]:
    with served(serve) as port, TcpTransport.connect("127.0.0.1", port, 5.0) as transport:
        yield transport


def test_a_printer_that_nobody_listens_for_is_told_as_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(DeviceError, match=rf"tcp://127.0.0.1:{port} refused the connection"):
        TcpTransport.connect("127.0.0.1", port, 2.0)


def test_an_unknown_host_is_told_as_unknown() -> None:
    with pytest.raises(DeviceError, match="no device of that name"):
        TcpTransport.connect("printer.invalid", 9100, 5.0)


def connect_repeatedly(host: str, port: int) -> None:
    for _ in range(3):
        TcpTransport.connect(host, port, 0.2).close()


def test_a_printer_that_does_not_accept_in_time_is_told_as_silent() -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        address = full.getsockname()
        # One client fills the queue of a listener that accepts none; a further one waits in vain.
        with closing(socket.create_connection(address)), pytest.raises(DeviceError, match="did not answer"):
            connect_repeatedly(*address)


@pytest.mark.parametrize("error", [OSError(113, "No route to host"), OSError(101, "Network is unreachable")])
def test_a_network_without_a_way_is_told_as_unreachable(
    monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(DeviceError, match="cannot be reached"):
        TcpTransport.connect("192.0.2.7", 9100)


def test_small_writes_leave_at_once_and_a_dead_peer_is_noticed() -> None:
    with connected(lambda client: None) as transport:
        assert transport._socket is not None
        assert transport._socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert transport._socket.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)


def test_what_is_not_asked_for_stays_in_the_buffer() -> None:
    with connected(lambda client: client.sendall(b"one;two;rest")) as transport:
        assert transport.read_until(b";", 5.0) == b"one;"
        assert transport.read_until(b";", 5.0) == b"two;"
        assert transport.read_exactly(2, 5.0) == b"re"
        assert transport.read_some(5.0) == b"st"


def test_a_read_without_an_answer_ends_at_its_deadline_and_loses_nothing() -> None:
    go_on = threading.Event()

    def serve(client: socket.socket) -> None:
        client.sendall(b"half")
        go_on.wait(10)
        client.sendall(b"way;")

    with connected(serve) as transport:
        assert transport.read_until(b";", 0.05) == b""
        assert transport.read_exactly(5, 0.05) == b""
        go_on.set()
        assert transport.read_until(b";", 5.0) == b"halfway;"


@given(st.lists(st.binary(min_size=1, max_size=5), max_size=12), st.data())
def test_lines_are_the_same_however_the_network_cuts_them(lines: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(line.replace(b"\n", b".") + b"\n" for line in lines)
    cuts = data.draw(st.lists(st.integers(0, len(stream)), max_size=6).map(sorted))
    pieces = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    ours, theirs = socket.socketpair()
    with TcpTransport(ours, "pair") as transport, theirs:
        read = []
        for piece in pieces:
            theirs.sendall(piece)
            while line := transport.read_until(b"\n", 0.0):
                read.append(line)
        assert b"".join(read) == stream
        assert len(read) == len(lines)


def test_a_flood_without_an_end_mark_is_given_up() -> None:
    with (
        connected(lambda client: client.sendall(b"x" * 100)) as transport,
        pytest.raises(DeviceError, match="protocol"),
    ):
        transport.read_until(b";", 5.0, limit=50)


def test_a_printer_that_closes_is_told_after_what_it_said() -> None:
    with connected(lambda client: client.sendall(b"bye")) as transport:
        assert transport.read_exactly(3, 5.0) == b"bye"
        with pytest.raises(DeviceError, match="closed the connection"):
            transport.read_some(5.0)
        with pytest.raises(DeviceError, match="is closed"):
            transport.write(b"more")


def write_repeatedly(transport: TcpTransport) -> None:
    for _ in range(1000):
        transport.write(b"label" * 1000)


def test_a_connection_that_is_reset_is_told_as_closed() -> None:
    def serve(client: socket.socket) -> None:
        client.recv(1)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    with connected(serve) as transport, pytest.raises(DeviceError, match="closed the connection"):
        write_repeatedly(transport)


def test_a_write_that_is_not_taken_in_time_closes_the_connection() -> None:
    done = threading.Event()

    def serve(client: socket.socket) -> None:
        done.wait(10)

    with connected(serve) as transport:
        with pytest.raises(DeviceError, match=r"took only \d+ of \d+ bytes in 0.1 s"):
            transport.write(bytes(50_000_000), 0.1)
        with pytest.raises(DeviceError, match="is closed"):
            transport.read_some(0.0)
        done.set()


def test_all_bytes_of_a_long_write_arrive() -> None:
    received = bytearray()

    def serve(client: socket.socket) -> None:
        while data := client.recv(65536):
            received.extend(data)

    sent = bytes(range(256)) * 20_000
    with connected(serve) as transport:
        transport.write(sent)
    assert bytes(received) == sent


def test_closing_twice_is_allowed() -> None:
    with connected(lambda client: None) as transport:
        transport.close()
        transport.close()
