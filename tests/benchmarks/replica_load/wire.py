"""The wire between replicas and PostgreSQL, which can be cut: passes bytes on to the server's socket.

Run ``python wire.py PORT SOCKET``. SIGUSR1 cuts it: nothing passes any more, nobody new is let in. SIGUSR2
mends it: what was cut is closed, as after a failure of the network, and new connections pass.
"""

import asyncio
import signal
import sys
from contextlib import suppress

PIECE = 65536


class Wire:
    """All connections that pass here."""

    def __init__(self, socket: str) -> None:
        self.socket = socket
        self.whole = asyncio.Event()
        self.whole.set()
        self.writers: set[asyncio.StreamWriter] = set()

    async def pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of a replica, both ways."""
        try:
            if not self.whole.is_set():
                raise ConnectionRefusedError
            behind, before = await asyncio.open_unix_connection(self.socket)
        except OSError:  # also while the server is started again
            writer.close()
            return
        ends = {writer, before}
        self.writers |= ends
        with suppress(OSError):
            await asyncio.gather(self._copy(reader, before), self._copy(behind, writer))
        self.writers -= ends
        for end in ends:
            end.close()

    async def _copy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while piece := await reader.read(PIECE):
            await self.whole.wait()
            writer.write(piece)
            await writer.drain()
        writer.close()

    def cut(self) -> None:
        """Let nothing pass."""
        self.whole.clear()

    def mend(self) -> None:
        """Let new connections pass; those that were cut are gone."""
        for writer in self.writers:
            writer.transport.abort()
        self.whole.set()


async def main(port: int, socket: str) -> None:
    """Pass connections on until the process is ended."""
    wire = Wire(socket)
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGUSR1, wire.cut)
    loop.add_signal_handler(signal.SIGUSR2, wire.mend)
    server = await asyncio.start_server(wire.pass_on, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
