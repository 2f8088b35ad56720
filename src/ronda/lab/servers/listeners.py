"""Listening sockets and the tasks of their connections, so that stopping leaves nothing behind."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Hashable

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Listeners:
    """Stream servers by key, each connection a task that this object knows."""

    def __init__(self) -> None:
        self._servers: dict[Hashable, asyncio.Server] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self, key: Hashable, sock: socket.socket, serve: Serve) -> None:
        """Serve connections of a bound socket."""

        async def run(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                await serve(reader, writer)
            except OSError:
                # The client went away in a way that the handler did not expect: its right.
                writer.transport.abort()
            finally:
                if not writer.transport.is_closing():
                    writer.transport.abort()

        def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.create_task(run(reader, writer))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

        self._servers[key] = await asyncio.start_server(connected, sock=sock, limit=1 << 18)

    async def close(self, key: Hashable) -> None:
        """Stop listening for one key; its open connections go on."""
        server = self._servers.pop(key)
        server.close()
        await server.wait_closed()

    async def close_all(self) -> None:
        """Stop listening and end every connection."""
        for key in list(self._servers):
            await self.close(key)
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        # Transports close on the turns of the loop after their abort.
        for _ in range(3):
            await asyncio.sleep(0)
