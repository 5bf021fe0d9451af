"""What the organizer decides in the plan: settings laid over a shipped profile.

    [rules]
    denominator = "issued"
    quorum = { operator = ">=", fraction = "2/3", of = "convened" }    # or quorum = "none"

A list (levels, thresholds) replaces the profile's whole list. The name of a regulation, its levels
and its words for the ballot can be changed only in CUSTOM: with others it would be that regulation
no longer. Whatever is set here is named in `overridden` and loses its source and its doubt.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec

from voting.findings import Finding, nearest_hint, quoted
from voting.rules.profile import (
    Contest,
    Level,
    Profile,
    Quorum,
    Text,
    Threshold,
    verify_profile,
)
from voting.rules.refusals import RulesRefusal, RulesRefused, finding, refused
from voting.rules.words import Denominator, RowPolicy

_TYPES: dict[str, object] = {
    "title": Text,
    "address": Text,
    "ballot": Text,
    "instructions": Text,
    "levels": Annotated[tuple[Level, ...], msgspec.Meta(min_length=2, max_length=10)],
    "every_row_marked": bool,
    "row_policy": RowPolicy,
    "quorum": Quorum | Literal["none"],
    "denominator": Denominator,
    "thresholds": tuple[Threshold, ...],
    "contest": Contest,
}

ONLY_CUSTOM = ("title", "address", "ballot", "instructions", "levels")


def apply_overrides(profile: Profile, overrides: Mapping[str, object]) -> Profile:
    """Return the profile with the settings of a plan's [rules] table laid over it.

    Raises RulesRefused with every setting that is unknown, fixed or malformed.
    """
    changes: dict[str, object] = {}
    findings: list[Finding] = []
    for key, value in overrides.items():
        try:
            changes[key] = _setting(profile, key, value)
        except RulesRefused as error:
            findings.extend(error.findings)
    if findings:
        raise RulesRefused(findings)
    changed = _with_changes(profile, changes)
    verify_profile(changed)
    return changed


def _setting(profile: Profile, key: str, value: object) -> object:
    if key not in _TYPES:
        raise refused(
            RulesRefusal.UNKNOWN_SETTING,
            key=quoted(key),
            hint=nearest_hint(key, _TYPES),
            known=", ".join(_TYPES),
        )
    if (key in ONLY_CUSTOM and profile.id != "CUSTOM") or _is_foreign(profile, key):
        raise refused(RulesRefusal.SETTING_FIXED, key=key, profile=profile.id)
    try:
        converted: object = msgspec.convert(_laid_over(profile, key, value), _TYPES[key])
    except msgspec.ValidationError as error:
        problem = f"{key}: {error}"
        raise RulesRefused([finding(RulesRefusal.SETTING_MALFORMED, problem=problem)]) from error
    return None if key == "quorum" and converted == "none" else converted


def _is_foreign(profile: Profile, key: str) -> bool:
    """Tell whether a setting is of another kind of ballot: a rating elects nobody."""
    return key == "contest" and profile.contest is None


def _laid_over(profile: Profile, key: str, value: object) -> object:
    """Return a table of `contest` with what it leaves out as the profile has it."""
    if key != "contest" or not isinstance(value, Mapping):
        return value
    return {**msgspec.to_builtins(profile.contest), **value}


def _with_changes(profile: Profile, changes: Mapping[str, object]) -> Profile:
    kept = tuple(source for source in profile.sources if _root(source.setting) not in changes)
    return msgspec.structs.replace(
        profile,
        **changes,
        sources=kept,
        uncertain=tuple(name for name in profile.uncertain if _root(name) not in changes),
        overridden=(*profile.overridden, *changes),
    )


def _root(setting: str) -> str:
    return setting.split(".")[0]
