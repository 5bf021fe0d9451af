"""Forgeries that checks 1 to 10 find, each named by the number of its check."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from audit.archive import archive_member
from audit.record import name_of_data, name_of_event
from ballots.group import group_named
from ballots.hashing import sha256_hex
from ballots.trustees import make_single, make_trustees
from tests.audit import points
from tests.audit.check_vectors import Base, Case
from tests.audit.forge import (
    Draft,
    Event,
    Json,
    MemberBytes,
    Path,
    archive,
    chain,
    changed,
    dump,
    load,
    rechained,
)
from tests.audit.workshop import workshop

TIME: Final = 1795302820


def plus_one(text: str) -> str:
    """Count one on."""
    return str(int(text) + 1)


def reordered(data: bytes) -> bytes:
    """Write the fields of an object backwards."""
    return dump(dict(reversed(json.loads(data).items())))


def opened(draft: Draft, ballots: int = 0) -> Draft:
    """Return a record as it was while voting went on."""
    first = draft.ballots[:ballots]
    return replace(draft, ballots=first, ended=False, tally=None, decryptions=(), result=None)


def header(content: bytes) -> Case:
    """Write another first member."""

    def case(base: Base) -> bytes:
        members = [("BELENIOS", content), *opened(base.sound).members()]
        return b"".join(archive_member(name, data, TIME) for name, data in members)

    return case


def members(change: Callable[[list[MemberBytes]], list[MemberBytes]]) -> Case:
    """Change the list of members of the sound record: data and events, without the header."""
    return lambda base: archive(change(base.sound.members()), TIME)


def last_event(**values: Json) -> Case:
    """Change the event of the result, which no other event names."""

    def change(found: list[MemberBytes]) -> list[MemberBytes]:
        content = dump({**json.loads(found[-1][1]), **values})
        return [*found[:-1], (name_of_event(content), content)]

    return members(change)


def event(place: int, **values: Json) -> Case:
    """Change a member that is an event, and make the chain right again; None removes a field."""

    def change(found: list[MemberBytes]) -> list[MemberBytes]:
        name, content = found[place]
        said = {**json.loads(content), **values}
        found[place] = (
            name,
            dump({key: value for key, value in said.items() if value is not None}),
        )
        return rechained(found)

    return members(change)


def events(change: Callable[[list[Event]], list[Event]]) -> Case:
    """Change the list of events; the chain is right."""
    return lambda base: archive(chain(change(base.sound.events())), TIME)


def own_time(base: Base) -> bytes:
    """Give the last member a time of its own."""
    found = base.sound.members()
    return archive(found[:-1], TIME) + archive_member(*found[-1], TIME + 1)


def setup(change: Callable[[bytes], bytes]) -> Case:
    """Change the setup data."""

    def case(base: Base) -> bytes:
        draft = opened(base.sound)
        (first,) = draft.events()
        return archive(chain([replace(first, payload=change(draft.setup()))]), TIME)

    return case


def election(path: Path, value: Json) -> Case:
    """Change the election."""
    return lambda base: replace(
        opened(base.sound), election=changed(base.sound.election, path, value)
    )


def trustees(path: Path, value: Json) -> Case:
    """Change the one trustee."""
    return lambda base: replace(
        opened(base.sound), trustees=changed(base.sound.trustees, path, value)
    )


def committee(path: Path, value: Json) -> Case:
    """Change a committee of three."""

    def case(_: Base) -> Draft:
        draft = opened(load("threshold-2-of-3"))
        return replace(draft, trustees=changed(draft.trustees, [1, 1, *path], value))

    return case


def credentials(change: Callable[[Json], Json]) -> Case:
    """Change the list of public credentials."""
    return lambda base: replace(
        opened(base.sound), credentials=dump(change(json.loads(base.sound.credentials)))
    )


def foreign_key(base: Base) -> Draft:
    """Name a trustee whose key is not the election's."""
    group = group_named("Ed25519")
    _, stranger = make_single(group)
    return replace(opened(base.sound), trustees=make_trustees([stranger], group).bytes)


def one_of_two(_: Base) -> Draft:
    """Leave out one of two trustees."""
    two = workshop(voters=2, trustees=2)
    return replace(two.draft(), trustees=dump(json.loads(two.trustees)[:1]))


def unnamed(found: list[MemberBytes]) -> list[MemberBytes]:
    """Add data that no event names."""
    return [*found[:5], (name_of_data(b"{}"), b"{}"), *found[5:]]


NOT_HOMOMORPHIC: Final = {
    "type": "NonHomomorphic",
    "value": {"answers": ["a"], "question": "b"},
}
ARCHIVE: Final[dict[str, Case]] = {
    "01-version-2": header(b'{"version":2,"timestamp":"1795302820"}'),
    "01-fields-reordered": header(b'{"timestamp":"1795302820","version":1}'),
    "01-time-is-a-number": header(b'{"version":1,"timestamp":1795302820}'),
    "01-member-with-a-time-of-its-own": own_time,
    "02-name-is-not-the-hash": members(lambda m: [*m[:-1], ("0" * 64 + ".event.json", m[-1][1])]),
    "02-member-twice": members(lambda m: [*m[:6], m[5], *m[6:]]),
    "03-parent-is-another": last_event(parent="0" * 64),
    "03-height-skipped": last_event(height=7),
    "03-unknown-field": last_event(by="x"),
    "03-fields-reordered": members(
        lambda m: [*m[:-1], (name_of_event(reordered(m[-1][1])), reordered(m[-1][1]))]
    ),
    "04-no-setup": lambda _: archive([], TIME),
    "04-ballot-after-the-end": events(lambda e: [*e[:2], e[3], e[2], *e[4:]]),
    "04-shuffle": events(lambda e: [*e[:4], Event("EndShuffles"), *e[4:]]),
    "04-after-the-result": events(lambda e: [*e, Event("EndBallots")]),
    "05-ballot-is-missing": members(lambda m: [*m[:5], *m[6:]]),
    "05-end-has-a-payload": event(9, payload=sha256_hex(b"{}")),
    "05-ballot-after-its-event": members(lambda m: [*m[:5], *m[6:], m[5]]),
    "05-data-that-nothing-names": members(unnamed),
}
SETUP: Final[dict[str, Case]] = {
    "06-fields-reordered": setup(reordered),
    "06-upper-case-hash": setup(lambda data: changed(data, ["election"], str.upper)),
    "07-version-2": election(["version"], 2),
    "07-minimum-above-maximum": election(["questions", 0, "min"], 2),
    "07-unknown-group": election(["group"], "Curve448"),
    "07-other-kind-of-question": election(["questions", 0], NOT_HOMOMORPHIC),
    "07-key-of-small-order": election(["public_key"], points.ORDER_2),
    "07-key-in-upper-case": election(["public_key"], str.upper),
    "07-unknown-field": election(["questions", 0, "shown"], True),
    "08-nobody": lambda base: replace(opened(base.sound), trustees=b"[]"),
    "08-proof-of-another-key": trustees([0, 1, "pok", "response"], plus_one),
    "08-key-of-small-order": trustees([0, 1, "public_key"], points.ORDER_2),
    "08-certificate-signed-by-another": committee(["certs", 0, "signature", "response"], plus_one),
    "08-lower-threshold": committee(["threshold"], 1),
    "09-key-of-others": foreign_key,
    "09-one-of-two-left-out": one_of_two,
    "10-credential-twice": credentials(lambda entries: [*entries, entries[0]]),
    "10-weight-zero": credentials(lambda entries: [f"{one},0" for one in entries]),
    "10-weight-for-one-only": credentials(lambda entries: [entries[0] + ",1", *entries[1:]]),
    "10-point-outside-the-group": credentials(lambda entries: [*entries, points.ORDER_2]),
    "10-not-hexadecimal": credentials(lambda entries: [*entries, "f" * 64]),
}
