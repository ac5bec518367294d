"""The product under load: the real servers on a data folder of their own, one map, and people with session cookies."""

import contextlib
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vsm_workshop.local.ports import free_port
from vsm_workshop.local.process import start_logged, stop_all
from vsm_workshop.local.servers import environment_with_servers
from vsm_workshop.processes import web_command

CHECKOUT = Path(__file__).resolve().parent.parent
PEOPLE = 420
# Prints the map's id and one Cookie header a line; a process of its own, because Django reads its settings once.
PREPARE = """
import django; django.setup()
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from maps.models import Map
from workshops.commands.people import add_participant
from workshops.commands.workshop import create_workshop
from workshops.models import Role, User
owner = create_workshop(actor=User.objects.create_user("bench@example.org"), charter={"name": "Bench"})
print(Map.objects.create(workshop=owner.workshop, title="Bench").id)
for index in range({people}):
    user = User.objects.create_guest(f"Participant {index}")
    add_participant(workshop=owner.workshop, user=user, name=user.name, role=Role.MEMBER)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    print(f"{settings.SESSION_COOKIE_NAME}={session.session_key}")
"""


@dataclass(slots=True)
class RunningProduct:
    """Where the product is reached, and the processes that are accounted for."""

    folder: Path
    environment: dict[str, str]
    port: int
    room: str
    people: list[str]
    processes: dict[str, int]
    web: "subprocess.Popen[bytes]"

    def kill(self) -> None:
        """End the web process as a crash does: kill -9."""
        self.web.kill()
        self.web.wait()

    def restart(self) -> int:
        """Start another web process on the same data and return its port."""
        self.web, self.port = start_web(self.folder, self.environment)
        return self.port


@contextlib.contextmanager
def running_product(folder: Path) -> Iterator[RunningProduct]:
    """Start PostgreSQL, Valkey and one web process on `folder`; all durable, as people run it."""
    with environment_with_servers(folder):
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "vsm_workshop.settings"}
        run = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
        subprocess.run(run, cwd=CHECKOUT, env=environment, check=True)
        prepare = [sys.executable, "-c", PREPARE.replace("{people}", str(PEOPLE))]
        prepared = subprocess.run(prepare, cwd=CHECKOUT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
        room, *people = prepared.stdout.split()
        web, port = start_web(folder, environment)
        processes = {"web": web.pid, "postgres": postgres_pid(folder), "valkey": valkey_pid()}
        product = RunningProduct(folder, environment, port, room, people, processes, web)
        try:
            yield product
        finally:
            stop_all([product.web], patience_s=4)


def start_web(folder: Path, environment: dict[str, str]) -> tuple["subprocess.Popen[bytes]", int]:
    """Return a web process that answers, and its port."""
    port = free_port()
    settings = {**environment, "PUBLIC_URL": f"http://127.0.0.1:{port}"}
    command = web_command(host="127.0.0.1", port=port)
    web = start_logged(command, log=folder / "logs" / "web.log", folder=CHECKOUT, environment=settings)
    deadline = time.monotonic() + 30
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()
            return web, port
        except OSError:
            if time.monotonic() > deadline or web.poll() is not None:
                raise
            time.sleep(0.1)


def postgres_pid(folder: Path) -> int:
    (pid_file,) = folder.rglob("postmaster.pid")
    return int(pid_file.read_text().splitlines()[0])


def valkey_pid() -> int:
    ask = "import os, redis; print(redis.Redis.from_url(os.environ['REDIS_URL']).info('server')['process_id'])"
    return int(subprocess.check_output([sys.executable, "-c", ask], text=True))
