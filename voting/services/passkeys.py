"""Passkeys: a device's own key in place of the passphrase (WebAuthn level 2, `webauthn`).

Only discoverable credentials with the device's own check of its user (PIN, finger, face); no
attestation is asked for, so that nothing tells which device it is. A challenge belongs to one
browser and one purpose, and is used up by the first answer.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Any, Final

import webauthn
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from webauthn.helpers import bytes_to_base64url, exceptions
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from voting.account_models import Account, Passkey, PasskeyChallenge
from voting.derived import derived_key
from voting.instance import Instance
from voting.refusals import Refusal, VotingRefused
from voting.services.acts import Act, note_act
from voting.services.attempts import begin_attempt, forget_attempts
from voting.services.entering import Entered
from voting.services.passphrases import normalized
from voting.services.sessions import Who, lasting_account, open_session

LASTS: Final = 5 * 60  # seconds that a challenge is good for
LONGEST_LABEL: Final = 60
_SHOWN: Final = 16
_ANYBODY: Final = "\0passkey"  # in place of a name: an attempt does not say whose it is
_VERIFIED: Final = UserVerificationRequirement.REQUIRED
_REFUSED: Final = (exceptions.WebAuthnException, ValueError, TypeError, KeyError, IndexError)


@dataclass(frozen=True, slots=True)
class Browser:
    """Who asks: the origin and host of the page, the hash of the browser's secret of forms.

    place: where from, as in `voting.services.attempts`.
    """

    origin: str
    host: str
    forms: str
    place: str


@dataclass(frozen=True, slots=True)
class PasskeyView:
    """A passkey in its owner's list. name: what removes it."""

    name: str
    label: str


def list_passkeys(instance: Instance, who: Who) -> list[PasskeyView]:
    """Return one's own passkeys, in the order of their labels."""
    with instance.database.reading() as session:
        found = session.scalars(select(Passkey).where(Passkey.account_id == who.id)).all()
    views = [PasskeyView(_name_of(one.credential_id), one.label) for one in found]
    return sorted(views, key=lambda one: (one.label, one.name))


def ask_to_add(instance: Instance, who: Who, browser: Browser, *, now: int) -> str:
    """Return the options (JSON) by which a browser makes a passkey for who is logged in."""
    key = derived_key(instance, "users of passkeys")
    with instance.database.writing() as session:
        mine = session.scalars(select(Passkey).where(Passkey.account_id == who.id)).all()
        challenge = _new_challenge(session, "add", browser, now=now)
    options = webauthn.generate_registration_options(
        rp_id=browser.host,
        rp_name="tinnhiem",
        user_id=hmac.digest(key, str(who.id).encode(), "sha256"),
        user_name=who.name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_VERIFIED
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(webauthn.base64url_to_bytes(one.credential_id))
            for one in mine
        ],
    )
    return webauthn.options_to_json(options)


def add_passkey(
    instance: Instance,
    who: Who,
    browser: Browser,
    credential: dict[str, Any],
    label: str,
    *,
    now: int,
) -> None:
    """Keep the passkey that a browser made.

    Raises VotingRefused PASSKEY_REFUSED; LOG_IN_NEEDED if the session was ended meanwhile.
    """
    with instance.database.writing() as session:
        challenge = _used_challenge(session, "add", browser, now=now)
    try:
        made = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=browser.host,
            expected_origin=browser.origin,
            require_user_verification=True,
        )
    except _REFUSED as error:
        raise VotingRefused(Refusal.PASSKEY_REFUSED) from error
    credential_id = bytes_to_base64url(made.credential_id)
    plain = " ".join(normalized(label).split())[:LONGEST_LABEL] or _name_of(credential_id)
    with instance.database.writing() as session:
        lasting_account(session, who)
        if session.get(Passkey, credential_id) is not None:
            raise VotingRefused(Refusal.PASSKEY_REFUSED)
        session.add(
            Passkey(
                credential_id=credential_id,
                account_id=who.id,
                public_key=made.credential_public_key,
                sign_count=made.sign_count,
                label=plain,
            )
        )
        note_act(session, who, Act.ADDED_PASSKEY, now=now, about=plain)


def remove_passkey(instance: Instance, who: Who, name: str, *, now: int) -> None:
    """Remove one of one's own passkeys. Raises VotingRefused NOT_FOUND."""
    with instance.database.writing() as session:
        mine = session.scalars(select(Passkey).where(Passkey.account_id == who.id))
        found = next((one for one in mine if _name_of(one.credential_id) == name), None)
        if found is None:
            raise VotingRefused(Refusal.NOT_FOUND)
        session.delete(found)
        note_act(session, who, Act.REMOVED_PASSKEY, now=now, about=found.label)


def ask_to_enter(instance: Instance, browser: Browser, *, now: int) -> str:
    """Return the options (JSON) by which a browser shows a passkey; they name nobody.

    Raises VotingRefused TRY_LATER.
    """
    begin_attempt(instance, _ANYBODY, browser.place, now=now)
    with instance.database.writing() as session:
        challenge = _new_challenge(session, "enter", browser, now=now)
    options = webauthn.generate_authentication_options(
        rp_id=browser.host, challenge=challenge, user_verification=_VERIFIED
    )
    return webauthn.options_to_json(options)


def enter(instance: Instance, browser: Browser, credential: dict[str, Any], *, now: int) -> Entered:
    """Log in who holds a passkey. Raises VotingRefused PASSKEY_REFUSED."""
    with instance.database.writing() as session:
        challenge = _used_challenge(session, "enter", browser, now=now)
    with instance.database.writing() as session:
        key, account = _locked(session, str(credential.get("id", "")))
        if key is None or account is None or account.is_disabled:
            raise VotingRefused(Refusal.PASSKEY_REFUSED)
        try:
            shown = webauthn.verify_authentication_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=browser.host,
                expected_origin=browser.origin,
                credential_public_key=key.public_key,
                credential_current_sign_count=key.sign_count,
                require_user_verification=True,
            )
        except _REFUSED as error:
            raise VotingRefused(Refusal.PASSKEY_REFUSED) from error
        key.sign_count = shown.new_sign_count
        forget_attempts(session, instance, _ANYBODY, browser.place)
        note_act(session, account, Act.LOGGED_IN, now=now, about=key.label)
        return Entered(account.id, open_session(session, account, now=now))


def _locked(session: Session, credential_id: str) -> tuple[Passkey | None, Account | None]:
    """Lock the account before its passkey, as whoever resets the account does."""
    known = session.get(Passkey, credential_id)
    if known is None:
        return None, None
    account = session.get(Account, known.account_id, with_for_update=True)
    session.expire(known)
    return session.get(Passkey, credential_id, with_for_update=True), account


def _name_of(credential_id: str) -> str:
    return hashlib.sha256(credential_id.encode()).hexdigest()[:_SHOWN]


def _new_challenge(session: Session, purpose: str, browser: Browser, *, now: int) -> bytes:
    """Keep a new challenge for a browser, in place of an older one; return it."""
    asked = _asked(purpose, browser)
    session.execute(
        delete(PasskeyChallenge).where(
            (PasskeyChallenge.asked == asked) | (PasskeyChallenge.ends_at <= now)
        )
    )
    challenge = secrets.token_bytes(32)
    kept = bytes_to_base64url(challenge)
    session.add(PasskeyChallenge(challenge=kept, asked=asked, ends_at=now + LASTS))
    return challenge


def _used_challenge(session: Session, purpose: str, browser: Browser, *, now: int) -> bytes:
    """Use a browser's challenge up and return it. Raises VotingRefused PASSKEY_REFUSED."""
    used = session.execute(
        delete(PasskeyChallenge)
        .where(PasskeyChallenge.asked == _asked(purpose, browser), PasskeyChallenge.ends_at > now)
        .returning(PasskeyChallenge.challenge)
    ).one_or_none()
    if used is None:
        raise VotingRefused(Refusal.PASSKEY_REFUSED)
    return webauthn.base64url_to_bytes(used[0])


def _asked(purpose: str, browser: Browser) -> str:
    return hashlib.sha256(f"{purpose} {browser.forms}".encode()).hexdigest()
