"""The browser tests take the Chromium that costs least, and any other where it is missing."""

from pathlib import Path

import pytest

from tests.browser import chromium
from tests.browser.chromium import find_chromium

SHELL, FULL = "chromium-headless-shell", "chromium"
SUDO = '#!/bin/sh\nshift\nexec "$@"\n'  # sudo -n COMMAND
APT = """#!/bin/sh
for last; do :; done
echo "$last" >>"{asked}"
[ "$last" = update ] || {{ : >"{folder}/$last" && /bin/chmod +x "{folder}/$last"; }}
"""


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the only folder of programs: an empty one, on a machine that has tried nothing."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    monkeypatch.setattr(chromium, "_install_debians", chromium._install_debians.__wrapped__)
    return folder


def write(program: Path, text: str = "") -> None:
    program.write_text(text, encoding="ascii")
    program.chmod(0o755)


@pytest.mark.parametrize(
    ("programs", "cheap", "full"),
    [
        ((SHELL, FULL), SHELL, FULL),
        ((FULL,), FULL, FULL),
        (("google-chrome",), *2 * ("google-chrome",)),
    ],
    ids=["both", "full-only", "chrome"],
)
def test_the_browser_that_costs_least_goes_first_and_full_means_the_one_that_people_have(
    path: Path, programs: tuple[str, ...], cheap: str, full: str
) -> None:
    for name in programs:
        write(path / name)
    assert find_chromium() == str(path / cheap)
    assert find_chromium(full=True) == str(path / full)


@pytest.mark.parametrize(
    ("programs", "fetched", "cheap"),
    [
        ((), ["update", FULL, SHELL], SHELL),
        ((FULL,), ["update", SHELL], SHELL),
        ((SHELL,), ["update", FULL], SHELL),
        (("google-chrome",), [], "google-chrome"),
    ],
    ids=["none", "full-only", "shell-only", "chrome"],
)
def test_what_is_missing_of_debians_is_fetched_and_nothing_else(
    path: Path, programs: tuple[str, ...], fetched: list[str], cheap: str
) -> None:
    asked = path.parent / "asked"
    asked.touch()
    write(path / "sudo", SUDO)
    write(path / "apt-get", APT.format(asked=asked, folder=path))
    for name in programs:
        write(path / name)
    assert find_chromium() == str(path / cheap)
    assert asked.read_text(encoding="ascii").split() == fetched


def test_a_machine_that_may_fetch_nothing_uses_what_it_has(path: Path) -> None:
    for program in ("sudo", "apt-get"):
        write(path / program, "#!/bin/sh\nexit 1\n")
    write(path / FULL)
    assert find_chromium() == str(path / FULL)
