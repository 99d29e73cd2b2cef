"""What stands before the studio instead of Google's proxy: it signs every request and every handshake."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from core.sign_in.providers import HEADER


@dataclass
class Front:
    """A running front.

    Attributes:
        port: Where it listens.
        sign: Makes the header of each request.
        lets_through: Whether it passes anything on; as where access was taken away.
        sockets: How many sockets it has seen begin.
    """

    port: int
    studio_port: int
    sign: Callable[[], str]
    lets_through: bool = True
    sockets: list[bytes] = field(default_factory=list)

    async def pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request a connection; a socket for as long as it is open."""
        head = await reader.readuntil(b"\r\n\r\n")
        lines = [
            one
            for one in head.split(b"\r\n")[:-2]
            if not one.lower().startswith((b"x-goog-", b"connection:"))
        ]
        is_socket = b"\r\nupgrade: websocket" in head.lower()
        if is_socket:
            self.sockets.append(lines[0])
        if not self.lets_through:
            writer.write(b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
            writer.close()
            return
        lines += [
            f"{HEADER}: {self.sign()}".encode(),
            b"connection: " + (b"upgrade" if is_socket else b"close"),
        ]
        behind, before = await asyncio.open_connection("127.0.0.1", self.studio_port)
        before.write(b"\r\n".join(lines) + b"\r\n\r\n")
        with suppress(asyncio.CancelledError):  # the test is over
            await asyncio.gather(_copy(reader, before), _copy(behind, writer))


async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    try:
        while part := await source.read(65_536):
            target.write(part)
            await target.drain()
    except OSError:  # the other side is gone
        pass
    finally:
        target.close()


@contextmanager
def front_running(studio_port: int, port: int, sign: Callable[[], str]) -> Iterator[Front]:
    """A front in a thread of this process."""
    front = Front(port, studio_port, sign)
    ready, end = threading.Event(), threading.Event()

    async def serve() -> None:
        async with await asyncio.start_server(front.pass_on, "127.0.0.1", port):
            ready.set()
            await asyncio.to_thread(end.wait)

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    ready.wait()
    try:
        yield front
    finally:
        end.set()
        thread.join()
