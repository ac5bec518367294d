"""nginx with the configuration of production, its addresses adapted to this machine."""

import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.faults.site import CHECKOUT, wait_until
from vsm_workshop.local.ports import free_port
from vsm_workshop.local.process import start_logged, stop_all


def find_nginx() -> str | None:
    # Debian keeps it where only root's PATH looks.
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


@dataclass(slots=True)
class Proxy:
    """One nginx in front of the given web processes."""

    program: str
    folder: Path
    webs: list[str]
    port: int = field(default_factory=free_port)
    child: subprocess.Popen[bytes] | None = None

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and return when it passes requests on."""
        configuration = (CHECKOUT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
        replaced = {
            "pid /tmp/nginx.pid;": f"pid {self.folder}/nginx.pid;",
            "listen 8080;": f"listen 127.0.0.1:{self.port};",
            **{f"web-{number}:8000": url.removeprefix("http://") for number, url in enumerate(self.webs, 1)},
        }
        for given, ours in replaced.items():
            assert given in configuration, given
            configuration = configuration.replace(given, ours)
        file = self.folder / "nginx.conf"
        file.write_text(configuration, encoding="utf-8")
        command = [self.program, "-p", str(self.folder), "-c", str(file), "-g", "daemon off;"]
        self.child = start_logged(command, log=self.folder / "nginx.log", folder=self.folder)
        wait_until(self._answers, "nginx answers")

    def stop(self) -> None:
        if self.child is not None:
            stop_all([self.child], patience_s=5)

    def log(self) -> str:
        return (self.folder / "nginx.log").read_text(encoding="utf-8")

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.base_url}/healthz", timeout=2).status_code == 200
        except httpx.HTTPError:
            return False
