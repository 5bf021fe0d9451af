"""The same counts under another regulation: for comparison, never the official result."""

import msgspec

from voting.rules.profile import PROFILE_IDS, Profile, load_profile
from voting.services.results import ConferenceResult, read_result


def readable_profiles(profile: Profile) -> tuple[Profile, ...]:
    """Return the regulations under which the counts of a profile can be read too.

    They have the same levels. A profile that the plan changed can be read as it was shipped.
    """
    shipped = (load_profile(one) for one in PROFILE_IDS if one != "CUSTOM")
    return tuple(
        one
        for one in shipped
        if [level.id for level in one.levels] == [level.id for level in profile.levels]
        and (one.id != profile.id or profile.overridden)
    )


def reread(result: ConferenceResult, profile: Profile) -> ConferenceResult:
    """Read the counts of a result as another regulation would have; the counts stay."""
    definition = msgspec.structs.replace(result.definition, profile=profile)
    return read_result(result.uuid, definition, result.turnout, result.counted)
