"""`make interop`: golang.org/x/mod/sumdb reads our log, and we read one that it writes.

    .venv/bin/python -m tests.interop.driver

Both sides also read the other's log with one byte changed, again and again, and must refuse it.
Without Go nothing is run: that fails in CI, elsewhere it is said.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from audit.errors import LogRefused
from tests.interop.folders import make_folder, spoilt, verify_folder

SOURCES = Path(__file__).parent / "go"
NOT_HOLDING = 1


def without_go(environment: "os._Environ[str] | dict[str, str]") -> int:
    """Say that nothing was run; return the exit status, which in CI is a failure."""
    in_ci = environment.get("CI") == "true"
    print("interop: Go is not installed" + (": it must be in CI" if in_ci else ": left out"))
    return 1 if in_ci else 0


def build(go: str, target: Path) -> None:
    """Build the Go program from its locked modules."""
    environment = {**os.environ, "GOFLAGS": "-mod=readonly", "GOWORK": "off", "CGO_ENABLED": "0"}
    subprocess.run([go, "vet", "./..."], cwd=SOURCES, env=environment, check=True)
    subprocess.run(
        [go, "build", "-trimpath", "-o", str(target), "."], cwd=SOURCES, env=environment, check=True
    )


def go_reads_ours(program: Path, folder: Path) -> None:
    """Let Go verify our log, sound and spoilt."""
    make_folder(folder)

    def read() -> "subprocess.CompletedProcess[str]":
        return subprocess.run([program, "verify", folder], capture_output=True, text=True)

    sound = read()
    if sound.returncode != 0:
        sys.exit(f"interop: Go refuses our log: {sound.stderr}")
    print(f"interop: Go verified ours: {sound.stdout.strip()}")
    count = 0
    for change in spoilt(folder):
        said = read()
        if said.returncode != NOT_HOLDING:
            sys.exit(f"interop: Go does not refuse {change}: {said.stdout}{said.stderr}")
        count += 1
    print(f"interop: Go refused {count} changes of it")


def we_read_theirs(program: Path, folder: Path) -> None:
    """Verify a log that Go wrote, sound and spoilt."""
    subprocess.run([program, "make", folder], check=True)
    print(f"interop: we verified Go's: {verify_folder(folder)}")
    count = 0
    for change in spoilt(folder):
        try:
            verify_folder(folder)
        except LogRefused:
            count += 1
        else:
            sys.exit(f"interop: we do not refuse {change}")
    print(f"interop: we refused {count} changes of it")


def main() -> int:
    """Run both directions; return the exit status."""
    go = shutil.which("go")
    if go is None:
        return without_go(os.environ)
    with TemporaryDirectory() as scratch:
        program = Path(scratch, "interop")
        build(go, program)
        go_reads_ours(program, Path(scratch, "ours"))
        we_read_theirs(program, Path(scratch, "theirs"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
