"""What runs beside the sockets: tasks that are not forgotten, and threads for what would hold up the event loop."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from typing import Any, ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError, close_old_connections, connection

logger = logging.getLogger(__name__)

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

# What a database that is down, restarting or out of connections raises.
DATABASE_DOWN = (OperationalError, InterfaceError)

# Fewer than the pool has connections, so that pages find one when every map is being written.
_database_threads = ThreadPoolExecutor(max_workers=8, thread_name_prefix="live-database")
_figures_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="live-figures")


async def in_database_thread(
    function: Callable[Parameters, Result], *args: Parameters.args, **kwargs: Parameters.kwargs
) -> Result:
    """Return what the function returns, run in a thread with a connection of its own, which goes back to the pool.

    Not Django's one thread for everything: an edit that waits for a map's row must not hold up other maps.
    """

    def run() -> Result:
        close_old_connections()
        try:
            return function(*args, **kwargs)
        finally:
            close_old_connections()

    return await asyncio.get_running_loop().run_in_executor(_database_threads, run)


async def in_figures_thread(
    function: Callable[Parameters, Result], *args: Parameters.args, **kwargs: Parameters.kwargs
) -> Result:
    """Return what the function returns, run in a thread that arithmetic alone uses."""
    return await asyncio.get_running_loop().run_in_executor(_figures_threads, lambda: function(*args, **kwargs))


def replace_dead_connections() -> None:
    """Make the pool's idle connections work again after the database was restarted.

    Left alone, whoever asks for one meets the dead ones in turn, with pauses that double, until patience ends.
    """
    connection.pool.check()  # type: ignore[attr-defined]


class Background:
    """Tasks that run until they end or all are stopped; one that fails is logged."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
        # What runs for everybody is not to be logged as the work of whoever caused it.
        task = asyncio.get_running_loop().create_task(work, context=Context())
        # The event loop itself holds tasks only weakly.
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    async def stop(self) -> None:
        """End all tasks and return when they have ended."""
        while self._tasks:
            for task in self._tasks:
                task.cancel()
            # Once is not enough: a client library may take a cancellation for a connection that was lost.
            await asyncio.wait(self._tasks, timeout=0.1)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("Work beside the sockets failed.", exc_info=error)
