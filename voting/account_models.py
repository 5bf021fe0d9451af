"""The tables of people with power: accounts, their sessions, and the private journal of acts.

None of them names a delegate, a card or a ballot, or has a column where one could stand. Secrets
(of sessions, links, forms) are kept as their SHA-256 only; passphrases as argon2id. Times are Unix
seconds of what people with power did, in whole minutes where a finer time would serve nobody.
"""

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from voting.models import Base, stored_enum
from voting.roles import Role


class Account(Base):
    """Somebody who logs in. name_key: the name as it is compared, one account each.

    passphrase: argon2id in PHC form, or None until a one-time link was used. site: of a check-in
    desk, and of nobody else.
    """

    __tablename__ = "accounts"
    __table_args__ = (CheckConstraint("(role = 'checkin') = (site IS NOT NULL)", name="site"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    name_key: Mapped[str] = mapped_column(String(240), unique=True)
    role: Mapped[Role] = mapped_column(stored_enum(Role, "role"))
    site: Mapped[str | None] = mapped_column(String(120))
    passphrase: Mapped[str | None] = mapped_column(Text)
    is_disabled: Mapped[bool]


class DeskSession(Base):
    """A log-in that lasts. made_at, seen_at, ends_at: whole minutes, in seconds."""

    __tablename__ = "desk_sessions"

    secret_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    made_at: Mapped[int]
    seen_at: Mapped[int]
    ends_at: Mapped[int]


class OneTimeLink(Base):
    """A link that sets a passphrase once; without an account, of the first administrator."""

    __tablename__ = "one_time_links"

    secret_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    ends_at: Mapped[int]


class FailedLogIn(Base):
    """How often a log-in failed lately. bucket: keyed hash of a name and of where it came from."""

    __tablename__ = "failed_log_ins"

    bucket: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]
    last_at: Mapped[int]


class Passkey(Base):
    """A public key of a device or a security key, for log-in without the passphrase (WebAuthn)."""

    __tablename__ = "passkeys"

    credential_id: Mapped[str] = mapped_column(Text, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int]
    label: Mapped[str] = mapped_column(String(80))


class PasskeyChallenge(Base):
    """A question that one browser may answer once with a passkey. asked: hash of that browser's
    secret of forms."""

    __tablename__ = "passkey_challenges"

    challenge: Mapped[str] = mapped_column(String(64), primary_key=True)
    asked: Mapped[str] = mapped_column(String(64))
    ends_at: Mapped[int]


class DeskAct(Base):
    """One line of the private journal: who, in which role, did what. Append-only (triggers).

    name, role: as they were then. about: whom or what the act concerned: a name of this list, a
    count, a site; never a delegate and never a card.
    """

    __tablename__ = "desk_acts"

    id: Mapped[int] = mapped_column(primary_key=True)
    minute: Mapped[int]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(20))
    act: Mapped[str] = mapped_column(String(40))
    conference_id: Mapped[int | None] = mapped_column(ForeignKey("conferences.id"))
    about: Mapped[str] = mapped_column(Text)
