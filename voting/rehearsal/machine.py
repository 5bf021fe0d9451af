"""What can be measured of this machine: disk, memory, battery, clock, address, TLS."""

import shutil
import socket
import ssl
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

MEMORY: Final = Path("/proc/meminfo")
POWER: Final = Path("/sys/class/power_supply")
TLS_SECONDS: Final = 5
LOOPBACKS: Final = ("127.", "::1")


@dataclass(frozen=True, slots=True)
class Reached:
    """How phones reach this machine: what the plan says, and the own address that it leads to.

    ip: None if the name leads to no address of this machine.
    """

    scheme: str
    host: str
    port: int
    ip: str | None

    @property
    def is_loopback(self) -> bool:
        """Tell whether only this machine itself gets there."""
        return self.ip is not None and self.ip.startswith(LOOPBACKS)


@dataclass(frozen=True, slots=True)
class Battery:
    """Per cent, and whether it is being used up."""

    percent: int
    is_discharging: bool


def reach(address: str | None) -> Reached | None:
    """Return how phones reach the address of a plan; None if it names none."""
    parts = urlsplit(address or "")
    if not parts.hostname:
        return None
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return Reached(parts.scheme, parts.hostname, port, own_address(parts.hostname))


def own_address(host: str) -> str | None:
    """Return the IPv4 address of this machine that a name or address leads to, or None."""
    try:
        found = socket.getaddrinfo(host, 0, socket.AF_INET, socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return None
    for *_, place in found:
        with socket.socket() as probe:
            try:
                probe.bind((place[0], 0))
            except OSError:
                continue
            return str(place[0])
    return None


def certificate_until(reached: Reached) -> datetime:
    """Return until when the certificate at an address holds, judged as a phone does.

    Raises OSError (ssl.SSLError with it) if nobody answers, or a phone would warn.
    """
    context = ssl.create_default_context()
    place = (reached.host, reached.port)
    with (
        socket.create_connection(place, timeout=TLS_SECONDS) as plain,
        context.wrap_socket(plain, server_hostname=reached.host) as secured,
    ):
        certificate = secured.getpeercert() or {}
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(certificate["notAfter"])), UTC)


def free_disk(folder: Path) -> int:
    """Return the free bytes where a folder lies."""
    return shutil.disk_usage(folder).free


def used_by(folder: Path) -> int:
    """Return the bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def free_memory(file: Path = MEMORY) -> int | None:
    """Return the bytes of memory that programs can still have; None where it cannot be read."""
    try:
        lines = file.read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    for line in lines:
        name, _, rest = line.partition(":")
        if name == "MemAvailable":
            return int(rest.split()[0]) * 1024
    return None


def battery(folder: Path = POWER) -> Battery | None:
    """Return the state of the battery; None if there is none, or it cannot be read."""
    for supply in sorted(folder.glob("*")):
        try:
            if (supply / "type").read_text().strip() != "Battery":
                continue
            percent = int((supply / "capacity").read_text())
            return Battery(percent, (supply / "status").read_text().strip() == "Discharging")
        except (OSError, ValueError):
            continue
    return None


@dataclass(frozen=True, slots=True)
class ClockWatch:
    """Tells by how many seconds the clock on the wall jumped since this was made."""

    wall: float
    steady: float

    @classmethod
    def begin(cls) -> "ClockWatch":
        """Look at both clocks."""
        return cls(time.time(), time.monotonic())

    def jump(self) -> float:
        """Return the jump: positive if the clock was put forward."""
        return (time.time() - self.wall) - (time.monotonic() - self.steady)


def hours_ahead() -> float:
    """Return how many hours the machine's time zone is ahead of UTC."""
    ahead = datetime.now(UTC).astimezone().utcoffset()
    return 0.0 if ahead is None else ahead.total_seconds() / 3600
