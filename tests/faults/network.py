"""A bad network between a browser and a web process: a TCP proxy that can stall, slow down and cut what it carries."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import urlsplit

from vsm_workshop.local.ports import free_port

CHUNK_BYTES = 16 * 1024
LOOK_S = 0.02


class Network:
    """Carries everything between its own address and that of a web process; lives in a thread of its own."""

    def __init__(self, target: str) -> None:
        address = urlsplit(target)
        assert address.hostname is not None
        self._host, self._target_port = address.hostname, address.port
        port = free_port()
        self.base_url = f"http://{self._host}:{port}"
        # While it stalls nothing arrives and nobody is told: connections look open and are dead.
        self.stalls = False
        self.bytes_per_s: float | None = None
        self._is_cut = False
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="network")
        self._thread.start()
        self._server = self._run(asyncio.start_server(self._carry, self._host, port))

    def cut(self) -> None:
        """End all connections, and refuse new ones until `mend`."""
        self._is_cut = True
        self._call(self._abort)

    def mend(self) -> None:
        self._is_cut = self.stalls = False
        self.bytes_per_s = None

    def stop(self) -> None:
        self.mend()
        self._call(self._server.close)
        self._call(self._abort)
        self._run(self._settle())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _abort(self) -> None:
        for writer in self._writers:
            writer.transport.abort()

    async def _settle(self) -> None:
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        if tasks:
            await asyncio.wait(tasks, timeout=5)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_cut:
            writer.transport.abort()
            return
        try:
            there, back = await asyncio.open_connection(self._host, self._target_port)
        except OSError:
            writer.transport.abort()
            return
        ends = {writer, back}
        self._writers |= ends
        try:
            await asyncio.gather(self._pass_on(reader, back), self._pass_on(there, writer))
        finally:
            self._writers -= ends
            for end in ends:
                end.transport.abort()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while content := await reader.read(CHUNK_BYTES):
                while self.stalls:
                    await asyncio.sleep(LOOK_S)
                if self.bytes_per_s:
                    await asyncio.sleep(len(content) / self.bytes_per_s)
                writer.write(content)
                await writer.drain()
            writer.write_eof()

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    def _call(self, function: Callable[[], object]) -> None:
        async def run() -> None:
            function()

        self._run(run())
