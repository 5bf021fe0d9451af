"""Every refusal of the service: a closed code, its HTTP status, its sentence in vi and en.

A ballot can also be refused by the mathematics; those codes and sentences are `ballots.errors`'.
`answer_to` joins both families, so that a caller sees one list.
"""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from ballots.errors import SENTENCES as BALLOT_SENTENCES
from ballots.errors import BallotsError, Sentence
from ballots.errors import Refusal as BallotRefusal
from voting.account_sentences import ACCOUNT_SENTENCES
from voting.day_sentences import DAY_SENTENCES
from voting.draft_sentences import DRAFT_SENTENCES
from voting.refusal_codes import Refusal
from voting.refusal_sentences import SENTENCES as VOTE_SENTENCES
from voting.rehearsal_sentences import REHEARSAL_SENTENCES

__all__ = [
    "SENTENCES",
    "Answer",
    "MessageRefused",
    "Refusal",
    "VotingRefused",
    "answer_to",
    "blaming",
]

SENTENCES: Final = {
    **VOTE_SENTENCES,
    **ACCOUNT_SENTENCES,
    **DAY_SENTENCES,
    **DRAFT_SENTENCES,
    **REHEARSAL_SENTENCES,
}


class VotingRefused(Exception):
    """The service refused.

    detail: where or how many, never a secret, a choice or a credential. reason: a sentence that
    says more than the catalogue's (of the rules, for example) and stands after it. address: how
    the rules address a delegate in Vietnamese. statement: the signed refusal of a sound ballot.
    """

    statement: str | None = None

    def __init__(
        self,
        refusal: Refusal,
        detail: str = "",
        *,
        reason: Sentence | None = None,
        address: str = "chính mình",
    ) -> None:
        super().__init__(f"{refusal.value}: {detail}" if detail else refusal.value)
        self.refusal = refusal
        self.detail = detail
        self.reason = reason
        self.address = address


class MessageRefused(BallotsError):
    """What a member of the committee sent is not sound; the sentence names the member.

    Nothing of it was kept and nothing else is lost. number: the member's, from 1.
    """

    def __init__(self, cause: BallotsError, number: int, name: str) -> None:
        super().__init__(cause.refusal, cause.detail)
        self.number = number
        self.name = name


@dataclass(frozen=True, slots=True)
class Answer:
    """What a caller is told: the code, the HTTP status, the sentence.

    again_after: seconds, if the same request may well succeed then.
    """

    code: str
    status: int
    sentence: Sentence
    again_after: int | None = None

    def message(self, language: str) -> str:
        """Return the sentence in a language, Vietnamese unless it is `en`."""
        return self.sentence.en if language == "en" else self.sentence.vi


_NOT_FOUND = (
    Refusal.UNKNOWN_CONFERENCE,
    Refusal.RESULT_NOT_PUBLISHED,
    Refusal.NO_RECORD_YET,
    Refusal.NOT_FOUND,
    Refusal.NO_SUCH_ENTRY,
    Refusal.UNKNOWN_ACCOUNT,
    Refusal.UNKNOWN_DRAFT,
    *(Refusal.UNKNOWN_SITE, Refusal.UNKNOWN_DELEGATE, Refusal.NO_SUCH_BATCH),
)
_BUSY = (Refusal.CASTING_BUSY, Refusal.SERVER_BUSY, Refusal.DESK_BUSY)
_FORBIDDEN = (
    Refusal.NOT_ALLOWED,
    Refusal.OTHER_SITE,
    Refusal.WRONG_NAME_OR_PHRASE,
    Refusal.LINK_USED,
    Refusal.PASSKEY_REFUSED,
)
_TO_BE_MENDED = (
    *(Refusal.POOR_PHRASE, Refusal.POOR_NAME, Refusal.SITE_NEEDED),
    *(Refusal.BAD_COUNT, Refusal.NOTHING_SCANNED, Refusal.ONE_AT_A_TIME, Refusal.BAD_WIFI),
    *(Refusal.BAD_NETWORK, Refusal.NETWORK_TAKEN),
    Refusal.NOT_AGREED,
)
_LOG_STOPPED = (
    Refusal.LOG_KEY_CHANGED,
    Refusal.LOG_WENT_BACK,
    Refusal.LOG_FORKED,
    Refusal.LOG_NOT_RESUMED,
)
_STATUSES: dict[Refusal, HTTPStatus] = {
    **dict.fromkeys(_NOT_FOUND, HTTPStatus.NOT_FOUND),
    Refusal.BAD_DEFINITION: HTTPStatus.UNPROCESSABLE_ENTITY,
    Refusal.BAD_CARD_COUNT: HTTPStatus.UNPROCESSABLE_ENTITY,
    Refusal.BAD_NOTE: HTTPStatus.UNPROCESSABLE_ENTITY,
    **dict.fromkeys(_LOG_STOPPED, HTTPStatus.SERVICE_UNAVAILABLE),
    Refusal.METHOD_NOT_ALLOWED: HTTPStatus.METHOD_NOT_ALLOWED,
    Refusal.BAD_REQUEST: HTTPStatus.BAD_REQUEST,
    Refusal.UNKNOWN_WITNESS: HTTPStatus.FORBIDDEN,
    Refusal.UNKNOWN_MEMBER: HTTPStatus.UNAUTHORIZED,
    Refusal.HEAD_ONLY: HTTPStatus.FORBIDDEN,
    Refusal.COSIGNATURE_REFUSED: HTTPStatus.BAD_REQUEST,
    **dict.fromkeys(_BUSY, HTTPStatus.SERVICE_UNAVAILABLE),
    Refusal.NOT_SETTLED: HTTPStatus.UNPROCESSABLE_ENTITY,
    Refusal.LOG_IN_NEEDED: HTTPStatus.UNAUTHORIZED,
    **dict.fromkeys(_FORBIDDEN, HTTPStatus.FORBIDDEN),
    **dict.fromkeys(_TO_BE_MENDED, HTTPStatus.UNPROCESSABLE_ENTITY),
    Refusal.FORM_TOO_OLD: HTTPStatus.BAD_REQUEST,
    Refusal.TRY_LATER: HTTPStatus.TOO_MANY_REQUESTS,
    Refusal.SERVER_ERROR: HTTPStatus.INTERNAL_SERVER_ERROR,
}
_BALLOT_STATUSES: dict[BallotRefusal, HTTPStatus] = {
    BallotRefusal.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    BallotRefusal.UNKNOWN_CREDENTIAL: HTTPStatus.FORBIDDEN,
    BallotRefusal.BAD_SIGNATURE: HTTPStatus.FORBIDDEN,
}


def blaming(refusal: BallotRefusal, number: int, name: str) -> Sentence:
    """Return the sentence of a refusal with the member whose message it is about."""
    sentence = BALLOT_SENTENCES[refusal]
    return Sentence(
        f"Thành viên số {number}, {name}: {sentence.vi}",
        f"Member {number}, {name}: {sentence.en}",
    )


_NOTHING = Sentence("", "")
_AGAIN_AFTER = 2


def answer_to(error: VotingRefused | BallotsError) -> Answer:
    """Return the answer to a refusal of either family."""
    if isinstance(error, MessageRefused):
        sentence = blaming(error.refusal, error.number, error.name)
        return Answer(error.refusal.value, HTTPStatus.UNPROCESSABLE_ENTITY.value, sentence)
    if isinstance(error, BallotsError):
        status = _BALLOT_STATUSES.get(error.refusal, HTTPStatus.BAD_REQUEST)
        return Answer(error.refusal.value, status.value, BALLOT_SENTENCES[error.refusal])
    sentence, reason = SENTENCES[error.refusal], error.reason or _NOTHING
    spoken = Sentence(
        f"{sentence.vi.format(delegate=error.address)} {reason.vi}".strip(),
        f"{sentence.en} {reason.en}".strip(),
    )
    status = _STATUSES.get(error.refusal, HTTPStatus.CONFLICT)
    again_after = _AGAIN_AFTER if error.refusal in _BUSY else None
    return Answer(error.refusal.value, status.value, spoken, again_after)
