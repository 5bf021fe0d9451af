"""A member's own machine without network: what it makes, checks and keeps in the ceremony.

A folder of the member's own (mode 0700, files 0600) holds, for each conference and attempt, the
seed and every message as it was made, so that making it again gives the same bytes, and what the
server showed, so that it cannot show something else later. It never goes onto the stick.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ballots.canonical import decode, encode
from ballots.ceremony import MemberSecret, open_share
from ballots.certificates import Committee, Context, make_certificate, parse_certificates
from ballots.election import Election, parse_election
from ballots.errors import BallotsError
from ballots.errors import Refusal as BallotRefusal
from ballots.group import Group, Scalar, group_named
from ballots.pki import make_seed
from ballots.polynomials import commit_to, make_polynomial, verify_commitments
from ballots.threshold import ThresholdParameters
from ballots.trustees import Trustees, parse_trustees
from ballots.voutputs import Voutput, make_vinputs, make_voutput
from voting.committee_files import Request, Stick
from voting.definition import Definition, DefinitionUnreadable, is_named, parse_definition
from voting.logkey import create_secret_file, read_secret_file
from voting.member_log import MemberLog
from voting.refusals import Refusal, VotingRefused


@dataclass(frozen=True, slots=True)
class MemberMachine:
    """A member's own folder and the request that is on the stick."""

    own: Path
    stick: Stick
    request: Request

    @property
    def group(self) -> Group:
        """The group of the election. Raises BallotsError UNKNOWN_GROUP."""
        return group_named(self.request.group)

    def answer(self) -> tuple[str, bytes]:
        """Make this member's message of the round that is going on: its step and its bytes.

        Raises VotingRefused TRANSCRIPT_DIFFERS, WRONG_ROUND, FILE_NOT_THERE, WRONG_FILE;
        BallotsError naming the member whose message is bad.
        """
        made = {
            "certificate": self._certificate,
            "commitment": self._commitment,
            "polynomial": self._polynomial,
            "voutput": self._voutput,
        }
        if self.request.round not in made:
            raise VotingRefused(Refusal.WRONG_ROUND, self.request.round)
        return self.request.round, made[self.request.round]()

    def _seed(self) -> str:
        return self._kept("seed", lambda: make_seed().encode()).decode()

    def _certificate(self) -> bytes:
        request = self.request
        self._announced()
        context = Context(
            group=request.group,
            size=request.size,
            threshold=request.threshold,
            index=request.index,
        )
        return self._kept("certificate", lambda: make_certificate(self._seed(), context))

    def _committee(self) -> Committee:
        """Verify all certificates, ours among them, and that they are those of the last time."""
        certificates = self.stick.messages("certificates.json")
        self._require_own(certificates, "certificate")
        self._require_same("certificates", certificates)
        committee = parse_certificates(certificates, self.group)
        if (committee.size, committee.threshold) != (self.request.size, self.request.threshold):
            raise VotingRefused(Refusal.TRANSCRIPT_DIFFERS, "threshold")
        return committee

    def _commitment(self) -> bytes:
        committee = self._committee()
        drawn = self._kept("polynomial", lambda: make_polynomial(self._seed(), committee))
        return self._kept("commitment", lambda: commit_to(drawn).encode())

    def _polynomial(self) -> bytes:
        """Show the polynomial only when everybody has committed to one."""
        self._committee()
        commitments = self.stick.messages("commitments.json")
        self._require_own(commitments, "commitment")
        if len(set(commitments)) != self.request.size:
            raise BallotsError(BallotRefusal.BAD_TRUSTEES, "number of commitments")
        self._require_same("commitments", commitments)
        return self._read("polynomial")

    def _voutput(self) -> bytes:
        committee, polynomials = self._committee(), self.stick.messages("polynomials.json")
        commitments = self.stick.messages("commitments.json")
        self._require_same("commitments", commitments)
        self._require_own(polynomials, "polynomial")
        verify_commitments([each.decode() for each in commitments], polynomials)
        routed = make_vinputs(polynomials, committee)[self.request.index - 1]
        return self._kept("voutput", lambda: make_voutput(self._seed(), routed, committee))

    def key(self) -> MemberSecret:
        """Return what is to be saved, once the key is made and the published one holds it.

        From now on the log is held to what it is at this moment (`voting.member_log`).
        Raises VotingRefused TRANSCRIPT_DIFFERS, FILE_NOT_THERE, UNANNOUNCED_SHARE, LOG_DIFFERS;
        BallotsError as open_share.
        """
        published = published_key(self.stick)
        definition = named_definition(self.stick, published.election)
        if self._announced() != _said(published.first_owner > 1):
            raise VotingRefused(Refusal.UNANNOUNCED_SHARE)
        voutput = decode(self._read("voutput"), Voutput)
        member = MemberSecret(
            group=self.request.group,
            index=self.request.index,
            seed=self._seed(),
            private_key=voutput.private_key,
        )
        open_share(member, published.parameters)
        certificates = [encode(one) for one in published.parameters.certs]
        self._require_same("certificates", certificates)
        MemberLog(self.own, published.election, definition).keep(self.stick)
        return member

    def _announced(self) -> bytes:
        """Return whether a share of the server's was announced, as it was told at first."""
        return self._kept("server-share", lambda: _said(self.request.server_share))

    def _name(self, step: str) -> Path:
        request = self.request
        return self.own / f"{request.uuid}-{request.attempt}-{request.index}-{step}"

    def _read(self, step: str) -> bytes:
        try:
            return read_secret_file(self._name(step))
        except OSError as error:
            raise VotingRefused(Refusal.FILE_NOT_THERE, self._name(step).name) from error

    def _kept(self, step: str, make: Callable[[], bytes]) -> bytes:
        """Return what was made before, else make it and keep it before it is used."""
        if not self._name(step).exists():
            create_secret_file(self._name(step), make())
        return self._read(step)

    def _require_own(self, messages: Sequence[bytes], step: str) -> None:
        """Refuse a list in which our message is not the one that we made."""
        place = self.request.index - 1
        if len(messages) != self.request.size or messages[place] != self._read(step):
            raise VotingRefused(Refusal.TRANSCRIPT_DIFFERS, step)

    def _require_same(self, name: str, messages: Sequence[bytes]) -> None:
        """Refuse a list that is not the one of the last time."""
        shown = encode([message.decode() for message in messages])
        if self._kept(name, lambda: shown) != shown:
            raise VotingRefused(Refusal.TRANSCRIPT_DIFFERS, name)


def _said(is_so: bool) -> bytes:
    return b"yes" if is_so else b"no"


@dataclass(frozen=True, slots=True)
class PublishedKey:
    """The election and the trustees as they are published, checked."""

    election: Election
    trustees: Trustees
    parameters: ThresholdParameters
    first_owner: int

    def secret(self, member: MemberSecret) -> Scalar:
        """Open a member's share. Raises BallotsError as open_share."""
        return open_share(member, self.parameters)


def published_key(stick: Stick) -> PublishedKey:
    """Read election and trustees from a stick, and verify that they belong together.

    Raises VotingRefused FILE_NOT_THERE, WRONG_FILE, UNANNOUNCED_SHARE; BallotsError as
    parse_trustees.
    """
    election = parse_election(stick.read("election.json"))
    trustees = parse_trustees(stick.read("trustees.json"), election.group)
    return key_of_committee(election, trustees, named_definition(stick, election))


def named_definition(stick: Stick, election: Election) -> Definition:
    """Return the frozen definition that the election names. Raises VotingRefused WRONG_FILE."""
    data = stick.read("definition.json")
    if not is_named(data, election.message.description):
        raise VotingRefused(Refusal.WRONG_FILE, "definition.json")
    try:
        return parse_definition(data)
    except DefinitionUnreadable as error:
        raise VotingRefused(Refusal.WRONG_FILE, "definition.json") from error


def key_of_committee(
    election: Election, trustees: Trustees, definition: Definition
) -> PublishedKey:
    """Return the committee's part of a published key.

    Raises VotingRefused WRONG_FILE; UNANNOUNCED_SHARE if the key has another part than the
    definition announces: whoever holds it would have to agree to the decryption.
    """
    if trustees.public_key != election.public_key or definition.committee is None:
        raise VotingRefused(Refusal.WRONG_FILE, "trustees.json")
    *others, last = trustees.items
    if not isinstance(last.message, ThresholdParameters):
        raise VotingRefused(Refusal.WRONG_FILE, "trustees.json")
    if len(others) != definition.committee.server_share or any(
        isinstance(item.message, ThresholdParameters) for item in others
    ):
        raise VotingRefused(Refusal.UNANNOUNCED_SHARE)
    return PublishedKey(election, trustees, last.message, last.owners.start)
