"""Members of a committee who come with sticks: fresh, or with a key made, saved and restored."""

import shutil

import pytest

from tests.voting.commands.members import Members, at
from tests.voting.desk import Desk


@pytest.fixture
def members(desk: Desk) -> Members:
    return Members(desk)


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Members:
    """Give members whose key is made, saved and restored: played once, to be copied."""
    folder = tmp_path_factory.mktemp("finished")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("LANG", "en_US.UTF-8")
        made = Members(Desk(folder))
        made.ready()
    return made


@pytest.fixture
def ready(desk: Desk, finished: Members) -> Members:
    shutil.copytree(finished.desk.folder, desk.folder, dirs_exist_ok=True)
    return at(finished, desk.folder)
