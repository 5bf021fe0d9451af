"""Nothing that people are called, or type, becomes markup or a template."""

import pytest
from flask.testing import FlaskClient

from tests.voting.people import MEDIUM, Delegate, Organizer
from tests.voting.views.page import page, paths, scripts
from voting.definition import make_people

CORPUS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title><svg onload=alert(1)>",
    "{{ 7919 * 7907 }}{% raw %}${7919*7907}",
    "javascript:alert(1)//",
    "&lt;b&gt; & <!-- -->",
    "\u202etxt.exe %(total)s %s",
]


@pytest.mark.parametrize("attack", CORPUS)
def test_names_and_titles_are_shown_and_never_obeyed(
    attack: str, client: FlaskClient, organizer: Organizer
) -> None:
    people = make_people([(attack, attack), ("An", "")])
    delegates = organizer.is_open(name=attack, body=attack, people=people)
    delegates[0].casts(MEDIUM, MEDIUM)
    delegates[1].casts()
    organizer.finishes()
    shown = " ".join(attack.split())
    ours = [path for path in paths(organizer.uuid) if path != "/table"]  # names no conference
    for path in [*ours, f"/c/{organizer.uuid}/board?q={attack}"]:
        seen = page(client, path)
        assert shown in seen.words
        assert not scripts(seen)
        assert not seen.all("img")
        assert not [
            1 for _, attributes in seen.elements if any(n.startswith("on") for n in attributes)
        ]
        assert str(7919 * 7907) not in seen.words


@pytest.mark.parametrize("attack", CORPUS)
def test_what_is_searched_for_is_shown_and_never_obeyed(
    attack: str, client: FlaskClient, organizer: Organizer, delegates: list[Delegate]
) -> None:
    assert delegates
    seen = page(client, f"/c/{organizer.uuid}/board", query_string={"q": attack})
    assert [one["value"] for one in seen.all("input")] == [attack]
    assert not scripts(seen)
