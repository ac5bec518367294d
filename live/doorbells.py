"""What this process hears from the channel layer: one channel for all its rooms.

Measured: a channel for each socket costs five to ten times as much, and stops delivering at 50 cursors.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any

import redis
from channels.layers import get_channel_layer

logger = logging.getLogger(__name__)

VALKEY_DOWN = (redis.RedisError, OSError)
PATIENCE_S = 1.0


class Doorbells:
    """Passes every message of the groups that it was told to listen to to `hear`, also after Valkey was away."""

    def __init__(self, hear: Callable[[Mapping[str, Any]], None]) -> None:
        self._hear = hear
        self._layer: Any = get_channel_layer()
        self._channel: str | None = None
        self._wanted: set[str] = set()
        self._subscribed: set[str] = set()
        self._has_changed = asyncio.Event()
        self._subscribing = asyncio.Lock()

    async def listen(self, *groups: str) -> None:
        """Listen to these groups from now on; where Valkey does not answer in time, as soon as it does."""
        self._wanted.update(groups)
        try:
            async with asyncio.timeout(PATIENCE_S):
                await self._subscribe()
        except VALKEY_DOWN as error:
            logger.warning("Valkey does not answer (%s); open maps are read once a second meanwhile.", error)

    def forget(self, *groups: str) -> None:
        self._wanted.difference_update(groups)
        self._has_changed.set()

    def mend(self) -> None:
        """Try again what did not work; to be called about once a second."""
        if self._wanted != self._subscribed:
            self._has_changed.set()

    async def keep_subscribed(self) -> None:
        """Follow what is wanted, for ever."""
        while True:
            await self._has_changed.wait()
            self._has_changed.clear()
            try:
                await self._subscribe()
            except VALKEY_DOWN as error:
                logger.warning("Valkey does not answer: %s", error)

    async def _subscribe(self) -> None:
        async with self._subscribing:
            if self._channel is None:
                self._channel = await self._layer.new_channel("rooms.")
            for group in self._wanted - self._subscribed:
                await self._layer.group_add(group, self._channel)
                self._subscribed.add(group)
            for group in self._subscribed - self._wanted:
                await self._layer.group_discard(group, self._channel)
                self._subscribed.discard(group)

    async def receive(self) -> None:
        """Pass on what comes, for ever."""
        # The layer's own receiver outlives a restart of Valkey: it connects and subscribes again.
        while True:
            if self._channel is None:
                await asyncio.sleep(PATIENCE_S / 10)
                continue
            try:
                self._hear(await self._layer.receive(self._channel))
            except Exception:
                logger.exception("A doorbell could not be understood; open maps are read once a second anyway.")
