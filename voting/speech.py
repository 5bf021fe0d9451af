"""What the command line says: the language of a person, and refusals in plain words."""

import os

from audit.catalogue import RECEIPTS
from audit.dispute_report import REFUSED
from audit.errors import DisputeRefused, LogRefused, ReceiptRefused
from audit.language import language_of
from audit.log_catalogue import LOGS
from ballots.errors import BallotsError, Sentence
from voting.booth import BoothRefused
from voting.config import SettingRefused
from voting.findings import FindingsError, Language, sentence_in
from voting.logkey import KeyFileRefused
from voting.refusals import VotingRefused, answer_to
from voting.witnessing.refusals import SENTENCES as WATCHING
from voting.witnessing.refusals import WatchRefused

__all__ = ["Refused", "language_of", "refusal_lines", "spoken"]

Refused = (
    BallotsError,
    BoothRefused,
    DisputeRefused,
    FindingsError,
    KeyFileRefused,
    LogRefused,
    ReceiptRefused,
    SettingRefused,
    VotingRefused,
    WatchRefused,
)


def spoken(sentence: Sentence, language: Language | None = None) -> str:
    """Return a sentence in a language, the terminal's unless it is given."""
    return sentence_in(sentence, language or language_of(os.environ))


def refusal_lines(error: Exception, language: Language) -> list[str]:
    """Say a refusal in plain words, its code in brackets; never a secret or a choice."""
    if isinstance(error, FindingsError):
        return error.sentences(language)
    if isinstance(error, VotingRefused | BallotsError):
        answer = answer_to(error)
        detail = f" ({error.detail})" if error.detail else ""
        return [f"{answer.message(language)}{detail} [{answer.code}]"]
    if isinstance(error, WatchRefused):
        detail = f" ({error.detail})" if error.detail else ""
        return [f"{spoken(WATCHING[error.refusal], language)}{detail} [{error.refusal.value}]"]
    if isinstance(error, BoothRefused):
        return [f"{error.message} [{error.code}]"]
    if isinstance(error, LogRefused | ReceiptRefused):
        sentence = LOGS[error.code] if isinstance(error, LogRefused) else RECEIPTS[error.code]
        return [f"{spoken(sentence, language)} [{error.code.value}]"]
    if isinstance(error, DisputeRefused):
        detail = f" ({error.detail})" if error.detail else ""
        return [f"{spoken(REFUSED[error.code], language)}{detail} [{error.code.value}]"]
    return [str(error)]
