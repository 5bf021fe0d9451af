"""The browser code is built once for all its tests, if `make setup` has not built it already."""

from pathlib import Path

import pytest

from hatch_build import NODE, WORK, build_client, install_packages

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def packages() -> Path:
    """Install the locked npm packages, TypeScript too, and return their folder."""
    return install_packages(ROOT, tools=True)


@pytest.fixture(scope="session")
def work(packages: Path) -> Path:
    """Return the folder with the core and libsodium as the build left them."""
    if not (ROOT / WORK / "core.wasm").is_file():
        (ROOT / "voting/static/built/sources.txt").unlink(missing_ok=True)
    build_client(ROOT)
    assert packages == ROOT / NODE / "node_modules"
    return ROOT / WORK
