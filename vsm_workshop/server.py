"""The web process: the ASGI server, and how it goes without anybody noticing.

On SIGTERM it takes no new connections, commits what waits, sends its sockets to another process, answers the requests
that it has begun, and ends. `python -m vsm_workshop.server --host=… --port=…` is what `processes web` becomes.
"""

import argparse
import logging
import os
import socket

import django
import uvicorn

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vsm_workshop.settings")
# Models can be imported only after this call, hence the imports below it.
django.setup()

from live.rooms import rooms_of_this_process  # noqa: E402
from vsm_workshop.asgi import application  # noqa: E402
from vsm_workshop.collector import spare_the_collector  # noqa: E402
from vsm_workshop.frames import ShortWaysProtocol  # noqa: E402

MESSAGE_LIMIT_BYTES = 1024 * 1024  # docs/PROTOCOL.md, L1
# Commits that wait for a database that is down are not waited for longer: browsers send them again.
HANDING_OVER_S = 4.0
ANSWERING_S = 2


class Server(uvicorn.Server):
    """A server that hands its sockets over before it closes what is left."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Guarantees that every socket was told to come back elsewhere, and that nothing runs afterwards."""
        for server in self.servers:
            server.close()
        rooms = rooms_of_this_process()
        await rooms.hand_over(patience_s=HANDING_OVER_S)
        await super().shutdown(sockets)
        await rooms.stop()


def serve(*, host: str, port: int) -> None:
    """Serve until a signal ends the process."""
    logging.captureWarnings(True)
    config = uvicorn.Config(
        application,
        host=host,
        port=port,
        loop="uvloop",
        http="httptools",
        ws=ShortWaysProtocol,
        ws_max_size=MESSAGE_LIMIT_BYTES,
        # Frames are small and many: compressing them costs more than it saves.
        ws_per_message_deflate=False,
        lifespan="off",
        # Lines about requests and sockets are ours (vsm_workshop/requests.py, live/consumer.py).
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=ANSWERING_S,
    )
    spare_the_collector()
    Server(config).run()


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m vsm_workshop.server")
    arguments.add_argument("--host", required=True)
    arguments.add_argument("--port", type=int, required=True)
    options = arguments.parse_args()
    serve(host=options.host, port=options.port)


if __name__ == "__main__":
    main()
