"""LibreOffice without a screen, from Debian; where it is not installed, it is.

    sudo apt-get install --no-install-recommends libreoffice-writer-nogui libreoffice-calc-nogui

84 MB. A test that needs it fails without it: nothing here skips.
"""

import os
import shutil
import subprocess
from contextlib import suppress
from functools import cache
from pathlib import Path

PACKAGES = ("libreoffice-writer-nogui", "libreoffice-calc-nogui")
PATIENCE = 600  # seconds for one conversion: only what hangs is ended


@cache
def find_libreoffice() -> str | None:
    """Return where LibreOffice is, None if it neither is there nor can be installed."""
    found = shutil.which("soffice")
    if found is None and shutil.which("apt-get"):
        root = [] if os.geteuid() == 0 else ["sudo", "-n"]
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update"], ["install", "-y", "--no-install-recommends", *PACKAGES]):
            with suppress(FileNotFoundError):  # no sudo
                subprocess.run([*root, "apt-get", "-qq", *words], env=environment, check=False)
        found = shutil.which("soffice")
    return found


def soffice() -> str:
    """Return where LibreOffice is; the test fails where it is not."""
    found = find_libreoffice()
    assert found, f"LibreOffice is missing: apt-get install {' '.join(PACKAGES)}"
    return found


def converted(file: Path, kind: str, folder: Path) -> Path:
    """Open a file in LibreOffice and save it as another kind ("pdf", "docx", "csv")."""
    profile = (folder / "profile").resolve().as_uri()
    out = folder / "converted"
    run = subprocess.run(
        [
            soffice(),
            f"-env:UserInstallation={profile}",
            *("--headless", "--norestore", "--convert-to", kind, "--outdir", str(out), str(file)),
        ],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    made = out / f"{file.stem}.{kind.split(':')[0]}"
    assert made.is_file(), run.stderr
    return made
