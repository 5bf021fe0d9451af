"""Where the ciphertexts of an election's ballots stand in their bytes (spec 4.14, 4.16).

A canonical ballot has `{"choices":[{"alpha":"…","beta":"…"},…]` once for each answer, in the order
of the questions, and nothing of variable length in it where elements are written with 64 digits
each. So many ballots can be added up without reading them as JSON: what stands between the elements
is compared with what must stand there, and a ballot that differs is for `ballots.tally` to judge.
"""

from typing import Final

from ballots.election import Election
from ballots.group import Standing
from ballots.questions import choice_count

ELEMENT: Final = bytes(64)
_BEFORE: Final = b'{"choices":[{"alpha":"'
_PAIR: Final = ELEMENT + b'","beta":"' + ELEMENT + b'"}'
_NEXT: Final = b',{"alpha":"'


def standing_of(election: Election) -> Standing:
    """Return where the ciphertexts stand in every ballot of an election."""
    counts = map(choice_count, election.questions)
    return Standing(_BEFORE, [_NEXT.join([_PAIR] * count) + b"]" for count in counts])
