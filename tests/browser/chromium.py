"""Find a Chromium: Debian's, Chrome, or one that may be installed; else say what to do."""

import os
import shutil
import subprocess
import sys
from functools import cache
from typing import Final

from voting.demo.phones import chromium_on_path, has_own_chromium

# Debian's Chromium without windows: the same engine and version, for less processor time.
SHELL: Final = "chromium-headless-shell"
FULL: Final = "chromium"
MISSING = """The browser tests need Chromium, and none could be installed. Do one of these:
    sudo apt-get install chromium
    .venv/bin/playwright install chromium
then run the same command again."""


def find_chromium(*, full: bool = False) -> str | None:
    """Return the program of a browser, or None for Playwright's own.

    The one without windows goes first; `full` asks for the one that people have. What is missing
    of Debian's is installed where that is allowed without a password, and where no browser is
    there then, Playwright's. Raises RuntimeError that says what to do.
    """
    if shutil.which(SHELL) is None or chromium_on_path() is None:
        _install_debians()
    found = (None if full else shutil.which(SHELL)) or chromium_on_path()
    if found is not None or has_own_chromium():
        return found
    installed = _run(sys.executable, "-m", "playwright", "install", "chromium")
    if not installed or not has_own_chromium():
        raise RuntimeError(MISSING)
    return None


@cache  # what failed once fails again
def _install_debians() -> None:
    """Install what is missing, the one without windows only beside Debian's: others lack it."""
    if shutil.which("apt-get") is None or "PYTEST_XDIST_WORKER" in os.environ:
        return  # the process that shares the tests out has tried
    missing = [] if chromium_on_path() else [FULL]
    if shutil.which(SHELL) is None and (missing or shutil.which(FULL)):
        missing.append(SHELL)
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if missing and _run(*root, "apt-get", "-qq", "update"):
        options = ("-qq", "-y", "--no-install-recommends", "--no-remove")
        for package in missing:
            _run(*root, "apt-get", *options, "install", package)


def _run(*command: str) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        return subprocess.run(command, env=environment, check=False).returncode == 0
    except FileNotFoundError:
        return False
