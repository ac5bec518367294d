"""Local servers run as long as somebody uses them, and no longer; data outlives them."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
import redis

from vsm_workshop.local.layout import LONGEST_SOCKET_FOLDER, DataFolder
from vsm_workshop.local.problems import LocalServerError
from vsm_workshop.local.servers import environment_with_servers, local_servers

CHECKOUT = Path(__file__).resolve().parent.parent.parent
PATIENCE_SECONDS = 120.0


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "It did not come true in time."
        time.sleep(0.05)


def write(addresses: dict[str, str], word: str) -> None:
    with psycopg.connect(addresses["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS words (word text)")
        connection.execute("INSERT INTO words VALUES (%s)", [word])


def read(addresses: dict[str, str]) -> list[str]:
    with psycopg.connect(addresses["DATABASE_URL"]) as connection:
        return [row[0] for row in connection.execute("SELECT word FROM words ORDER BY word")]


def postmaster(folder: DataFolder) -> int:
    return int((folder.root / "postgres" / "postmaster.pid").read_text().splitlines()[0])


def runs(process_id: int) -> bool:
    # A process that ended while nobody waits for it keeps its number as a zombie.
    shown = subprocess.run(["ps", "-o", "stat=", "-p", str(process_id)], capture_output=True, text=True, check=False)
    return shown.stdout.strip() != "" and not shown.stdout.strip().startswith("Z")


def test_servers_end_with_their_last_user_and_keep_the_data(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data with a space")
    with local_servers(folder.root) as first:
        write(first, "one")
        with redis.Redis.from_url(first["REDIS_URL"]) as client:
            assert client.ping()
        process_id = postmaster(folder)
        with local_servers(folder.root) as second:
            assert second == first
            write(second, "two")
        assert read(first) == ["one", "two"]
        assert postmaster(folder) == process_id
    assert not runs(process_id)
    assert not folder.addresses.exists()
    with local_servers(folder.root) as again:
        assert again == first  # the secret key too: links stay valid
        assert read(again) == ["one", "two"]


def test_another_process_keeps_the_servers_when_the_first_is_killed(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    script = "import sys, time; from pathlib import Path; from vsm_workshop.local.servers import local_servers\n"
    script += "with local_servers(Path(sys.argv[1])): print('up', flush=True); time.sleep(60)"
    first = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], cwd=CHECKOUT, stdout=subprocess.PIPE)
    assert first.stdout is not None
    with first.stdout as output:
        assert output.readline() == b"up\n"
    with local_servers(tmp_path) as addresses:
        process_id = postmaster(folder)
        first.kill()
        first.wait()
        write(addresses, "one")
        assert read(addresses) == ["one"]
        # Servers that a crash took away are started again under whoever still uses them.
        os.kill(process_id, signal.SIGQUIT)
        wait_until(lambda: not runs(process_id))
        wait_until(lambda: (tmp_path / "postgres" / "postmaster.pid").exists() and postmaster(folder) != process_id)
        wait_until(lambda: can_read(addresses))
        assert read(addresses) == ["one"]
        process_id = postmaster(folder)
    assert not runs(process_id)


def can_read(addresses: dict[str, str]) -> bool:
    try:
        return bool(read(addresses))
    except psycopg.OperationalError:
        return False


def kill_keeper(postmaster_id: int) -> None:
    shown = subprocess.run(
        ["ps", "-o", "ppid=", "-p", str(postmaster_id)], capture_output=True, text=True, check=True
    ).stdout
    os.kill(int(shown), signal.SIGKILL)
    wait_until(lambda: not runs(int(shown)))


def test_servers_whose_keeper_was_killed_end_with_their_user(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    with local_servers(tmp_path):
        process_id = postmaster(folder)
        kill_keeper(process_id)
        assert runs(process_id)
    assert not runs(process_id)
    assert not folder.addresses.exists()


def test_servers_whose_keeper_was_killed_are_taken_over(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    with local_servers(tmp_path) as addresses:
        write(addresses, "one")
        left_over = postmaster(folder)
        kill_keeper(left_over)
        with local_servers(tmp_path) as taken_over:
            assert not runs(left_over)
            assert read(taken_over) == ["one"]
            process_id = postmaster(folder)
    assert not runs(process_id)


def test_given_servers_are_used_and_none_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/vsm")
    monkeypatch.setenv("REDIS_URL", "redis://somewhere")
    with environment_with_servers(tmp_path / "data"):
        assert os.environ["DATABASE_URL"] == "postgresql://somewhere/vsm"
    assert not (tmp_path / "data").exists()


def test_one_server_without_the_other_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/vsm")
    monkeypatch.delenv("REDIS_URL", raising=False)
    with (
        pytest.raises(LocalServerError, match="DATABASE_URL is set and REDIS_URL is not"),
        environment_with_servers(tmp_path),
    ):
        pass


def test_a_folder_that_is_no_database_says_why(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "something").write_text("of somebody else")
    with pytest.raises(LocalServerError, match="could not initialise"), local_servers(tmp_path):
        pass
    assert (tmp_path / "postgres" / "something").read_text() == "of somebody else"


def test_sockets_of_a_long_path_lie_elsewhere() -> None:
    folder = DataFolder(Path("/" + "long/" * 30))
    assert len(str(folder.sockets)) <= LONGEST_SOCKET_FOLDER
    assert DataFolder(Path("/short")).sockets == Path("/short/sockets")


def test_commands_on_code_start_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    for arguments in (["check"], ["makemigrations", "--check", "--dry-run"], ["migrate", "--help"]):
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=CHECKOUT,
            env={**environment, "DATA": str(data)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert not data.exists()


def test_metrics_of_a_file_start_nothing_and_load_no_site(tmp_path: Path) -> None:
    data = tmp_path / "data"
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    done = subprocess.run(
        [
            sys.executable,
            "-X",
            "importtime",
            "manage.py",
            "metrics",
            "tests/fixtures/formats/feature-delivery.vsm.json",
        ],
        cwd=CHECKOUT,
        env={**environment, "DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["lead_time_s"] > 0
    assert not data.exists()
    imported = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert not imported & {"celery", "channels", "psycopg", "rest_framework", "maps.models"}
