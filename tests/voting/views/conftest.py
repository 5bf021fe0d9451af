"""What the tests of the pages share. What pages call is tested on both databases; they on one."""

from pathlib import Path

import pytest

from tests.voting.conftest import copied
from tests.voting.people import HIGH, LOW, UNMARKED, Organizer


@pytest.fixture(params=["sqlite"])
def database_url(sqlite_file: Path, tmp_path: Path) -> str:
    return copied(sqlite_file, tmp_path)


@pytest.fixture
def published(organizer: Organizer) -> Organizer:
    delegates = organizer.is_open()
    for delegate, choice in zip(delegates, (HIGH, HIGH, LOW, UNMARKED), strict=False):
        delegate.casts(choice, LOW)
    organizer.finishes()
    return organizer
