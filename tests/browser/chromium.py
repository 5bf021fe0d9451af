"""Find a Chromium: Debian's, Chrome, or one that may be installed; else say what to do."""

import os
import shutil
import subprocess
import sys

from voting.demo.phones import chromium_on_path, has_own_chromium

MISSING = """The browser tests need Chromium, and none could be installed. Do one of these:
    sudo apt-get install chromium
    .venv/bin/playwright install chromium
then run the same command again."""


def find_chromium() -> str | None:
    """Return the program of a browser, or None for Playwright's own.

    Installs Debian's where that is allowed without a password, else Playwright's. Raises
    RuntimeError that says what to do.
    """
    found = chromium_on_path()
    if found is None and shutil.which("apt-get"):
        _install_debians()
        found = chromium_on_path()
    if found is not None or has_own_chromium():
        return found
    installed = _run(sys.executable, "-m", "playwright", "install", "chromium")
    if not installed or not has_own_chromium():
        raise RuntimeError(MISSING)
    return None


def _install_debians() -> None:
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if _run(*root, "apt-get", "-qq", "update"):
        _run(*root, "apt-get", "-qq", "install", "-y", "--no-install-recommends", "chromium")


def _run(*command: str) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        return subprocess.run(command, env=environment, check=False).returncode == 0
    except FileNotFoundError:
        return False
