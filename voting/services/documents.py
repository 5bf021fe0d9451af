"""The document of a draft: the tables of a plan as canonical JSON, and how they are made.

{"body":"Hội đồng nhân dân tỉnh","cards":50,"date":"2026-12-08","name":"…","people":[…]}
"""

import hashlib
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from voting.definition import Definition
from voting.plan.delegates import Delegate
from voting.plan.keys import KEYS
from voting.plan.plan_file import Plan
from voting.plan.steps import KEYS_OF, Step
from voting.rules.profile import Profile

Document = dict[str, Any]

_TABLES: Final = ("people", "committee", "witnesses", "delegates")
_OF_THE_DAY: Final = ("date", "present", "rehearsal")  # a clone has none of them


def document_bytes(document: Mapping[str, Any]) -> bytes:
    """Return the canonical bytes of a document: sorted keys, no spaces."""
    return msgspec.json.encode(document, order="deterministic")


def parse_document(data: bytes) -> Document:
    """Read what `document_bytes` made."""
    return msgspec.json.decode(data, type=dict[str, Any])


def mark_of(document: Mapping[str, Any], step: Step) -> str:
    """Return what tells whether somebody else has changed a step since a page showed it."""
    own = {key: document[key] for key in KEYS_OF[step] if key in document}
    return hashlib.sha256(document_bytes(own)).hexdigest()[:16]


def cloned(document: Mapping[str, Any]) -> Document:
    """Return what a clone begins with: everything but what belongs to one day."""
    return {key: value for key, value in document.items() if key not in _OF_THE_DAY}


def document_of(given: Plan | Definition) -> Document:
    """Return the tables of a plan, or of the plan that a definition was made from."""
    document: Document = {
        key: msgspec.to_builtins(value)
        for key in KEYS
        if key not in (*_TABLES, "sites", "trustees", "profile", "rules", "rehearsal")
        and (value := getattr(given, key, None)) is not None
    }
    if given.rehearsal:
        document["rehearsal"] = True
    for key in _TABLES:
        rows = getattr(given, key, None) or ()
        if rows and not (key == "committee" and isinstance(given, Definition)):
            document[key] = [_table(row) for row in rows]
    document |= _rules(given.profile) | _sites(given) | _trustees(given)
    return parse_document(document_bytes(_without_defaults(document)))


def _table(row: msgspec.Struct | Delegate) -> Document:
    kept = {key: value for key, value in msgspec.to_builtins(row).items() if value}
    if "is_head" in kept:
        kept["head"] = kept.pop("is_head")
    return kept


def _rules(profile: Profile) -> Document:
    settings = msgspec.to_builtins(profile)
    rules = {key: settings[key] for key in profile.overridden}
    if "quorum" in rules and rules["quorum"] is None:
        rules["quorum"] = "none"
    return {"profile": profile.id, **({"rules": rules} if rules else {})}


def _sites(given: Plan | Definition) -> Document:
    rows = [
        {"name": one} if isinstance(one, str) else _site(msgspec.to_builtins(one))
        for one in given.sites
    ]
    return {"sites": rows} if rows else {}


def _site(site: Document) -> Document:
    return {key: value for key, value in site.items() if value is not None}


def _trustees(given: Plan | Definition) -> Document:
    if isinstance(given, Plan):
        return {} if given.trustees.is_server_only else {"trustees": str(given.trustees)}
    committee = given.committee
    if committee is None or not committee.members:
        return {}
    return {
        "trustees": f"{committee.threshold}/{committee.size}",
        "server_share": committee.server_share,
        "committee": [_table(member) for member in committee.members],
    }


def _without_defaults(document: Document) -> Document:
    unsaid = {"group": "Ed25519", "witness_quorum": 0}
    return {key: v for key, v in document.items() if key not in unsaid or unsaid[key] != v}
