"""Web servers that benchmarks start, wait for, watch and stop. Knows processes; nothing of pages."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from timing import find_program


@dataclass(frozen=True)
class Server:
    """A server that can be started."""

    command: tuple[str | Path, ...]
    """PORT stands for the port."""
    environment: Mapping[str, str]
    nginx: Path | None = None
    """The folder where nginx's configuration is to be written."""


@dataclass(frozen=True)
class Running:
    """A server that answers."""

    port: int
    pid: int


# As docs/commands.md says for production, but for one worker; a test compares them.
OPTIONS = "--interface wsgi --workers 1 --no-ws --log-level warning --http 1 --runtime-mode st --blocking-threads 1".split()


def granian_server(target: str, *options: str, **environment: str) -> Server | None:
    """One worker of granian, which runs this WSGI application; None where granian is missing."""
    granian = find_program("granian")
    if granian is None:
        return None
    return Server((granian, "--port", "PORT", *OPTIONS, *options, target), {**os.environ, **environment})


def nginx_server(place: Path) -> Server | None:
    """nginx, which serves the files of a folder; None where it is missing."""
    nginx = find_program("nginx") or shutil.which("nginx", path="/usr/sbin")
    return Server((nginx, "-p", place, "-c", place / "nginx.conf"), os.environ, place) if nginx else None


NGINX_CONF = """{user}
worker_processes 1; daemon off; pid nginx.pid; error_log error.log;
events {{ worker_connections 1024; }}
http {{
  types {{ text/html html; }}
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000;
  client_body_temp_path tmp; proxy_temp_path tmp; fastcgi_temp_path tmp; uwsgi_temp_path tmp; scgi_temp_path tmp;
  server {{ listen 127.0.0.1:{port}; root {root}; }}
}}
"""


@contextlib.contextmanager
def running(server: Server, path: str) -> Iterator[Running]:
    """A server on a free port, on the first core where cores can be chosen, once it answers 200 at `path`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    if server.nginx is not None:
        user = "user root;" if os.geteuid() == 0 else ""  # the temporary folder is nobody else's to read
        (server.nginx / "nginx.conf").write_text(NGINX_CONF.format(port=port, root=server.nginx, user=user))
    command = [str(port) if part == "PORT" else str(part) for part in (*on_core(0), *server.command)]
    with subprocess.Popen(command, env=dict(server.environment), stderr=subprocess.DEVNULL) as process:  # noqa: S603
        try:
            _wait_for(port, path)
            yield Running(port, process.pid)
        finally:
            process.terminate()


def _wait_for(port: int, path: str) -> None:
    for _ in range(2000):
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                connection.close()
                return
        time.sleep(0.01)
    raise SystemExit("the server does not answer")


def on_core(number: int) -> tuple[str, ...]:
    """What to put before a command so that it keeps to one core; nothing where that cannot be chosen."""
    taskset = find_program("taskset")
    return (taskset, "-c", str(number)) if taskset and (os.cpu_count() or 1) > 1 else ()


def processor(pid: int) -> float:
    """Seconds of processor time of a process and its children so far, from Linux's /proc; 0 elsewhere."""
    total = 0.0
    for found in [pid, *children(pid)]:
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{found}/stat").read_text().rpartition(")")[2].split()
            total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def children(pid: int) -> list[int]:
    """The processes that a process has started, and those that they have."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += [int(child), *children(int(child))]
    return found
