"""Where the ciphertexts of an election's ballots stand in their bytes (spec 4.14, 4.16).

A canonical ballot has `"choices":[{"alpha":"…","beta":"…"},…]` once for each answer, in the order
of the questions, and nothing of variable length in it where elements are written with so many
digits each. So many ballots can be added up without reading them as JSON: what stands between the
elements is compared with what must stand there, and a ballot that differs is for `ballots.tally` to
judge.
"""

from collections.abc import Sequence
from typing import Final

from ballots.election import Election
from ballots.questions import choice_count

ELEMENT: Final = bytes(64)  # in a template: a digit of an element each
_BEFORE: Final = b'{"choices":[{"alpha":"'
_PAIR: Final = ELEMENT + b'","beta":"' + ELEMENT + b'"}'
_NEXT: Final = b',{"alpha":"'


class Standing:
    """The shape of the ciphertexts of every ballot of an election."""

    def __init__(self, election: Election) -> None:
        """Take an election whose elements are written with 64 digits."""
        counts = [choice_count(question) for question in election.questions]
        rows = [_NEXT.join([_PAIR] * count) + b"]" for count in counts]
        self._lengths = [len(row) for row in rows]
        self.template = b"".join(rows)

    def texts(self, ballots: Sequence[bytes]) -> bytes:
        """Return what stands at the places of the ciphertexts of ballots, one after another.

        Each has the length of the template. Nothing, if a ballot has too little.
        """
        texts = b"".join([piece for ballot in ballots for piece in self._pieces(ballot)])
        # No ballot gives more than the template's length, so all give just that, or one gave less.
        return texts if len(texts) == len(ballots) * len(self.template) else b""

    def _pieces(self, ballot: bytes) -> list[bytes]:
        _, *rows = ballot.split(_BEFORE)
        if len(rows) != len(self._lengths):
            return []
        return [row[:length] for row, length in zip(rows, self._lengths, strict=True)]
