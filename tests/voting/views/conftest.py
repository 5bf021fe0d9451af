"""What the tests of the pages share."""

import pytest

from tests.voting.people import HIGH, LOW, UNMARKED, Organizer


@pytest.fixture
def published(organizer: Organizer) -> Organizer:
    delegates = organizer.is_open()
    for delegate, choice in zip(delegates, (HIGH, HIGH, LOW, UNMARKED), strict=False):
        delegate.casts(choice, LOW)
    organizer.finishes()
    return organizer
