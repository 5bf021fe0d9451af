"""One browser and one server for all tests of the pages; a hall and phones for each."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from hatch_build import build_client, install_packages
from tests.browser.chromium import find_chromium
from tests.browser.hall import PATIENCE_MS, Hall, Phone, new_phone
from tests.voting.people import Organizer
from voting.config import settings_from
from voting.demo.server import DemoServer, server_environment
from voting.instance import Instance, open_instance

ROOT = Path(__file__).parent.parent.parent

# How long a test may wait for what it expects. Only a failing test waits so long: a machine that
# is busy with something else must not fail one.
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = find_chromium()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox"], timeout=3 * PATIENCE_MS
        )
        yield started
        started.close()


@pytest.fixture(scope="session")
def packages() -> Path:
    """Install the locked npm packages, axe too, build the pages, and return the packages."""
    found = install_packages(ROOT, tools=True)
    build_client(ROOT)
    return found


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hall")


@pytest.fixture(scope="session")
def instance(place: Path) -> Iterator[Instance]:
    opened = open_instance(settings_from(server_environment(place), place))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def server(place: Path, packages: Path, instance: Instance) -> Iterator[DemoServer]:
    assert packages.is_dir() and instance.settings.instance == place
    with DemoServer(instance=place, workers=2) as running:
        yield running


@pytest.fixture
def hall(server: DemoServer, instance: Instance) -> Hall:
    """Give a hall in which nothing is prepared yet."""
    return Hall(Organizer(instance), server)


@pytest.fixture
def phones(browser: Browser) -> Iterator[Callable[..., Phone]]:
    """Give as many phones as are asked for."""
    taken: list[Phone] = []

    def take(**more: object) -> Phone:
        taken.append(new_phone(browser, **more))
        return taken[-1]

    yield take
    for phone in taken:
        phone.context.close()


@pytest.fixture
def phone(phones: Callable[..., Phone]) -> Phone:
    return phones()
