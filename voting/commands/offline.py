"""`tinnhiem cards …`: make cards on a laptop of the committee's own, without server or database."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import click

from ballots.election import is_uuid
from ballots.group import Group, group_named
from voting.cardbatch import SERVER, card_list_bytes, make_batch
from voting.commands.cards import say_fingerprint
from voting.commands.common import say, write_secret
from voting.commands.paper import FILE, CardFiles, WebAddress, card_options
from voting.documents.cards import CardSheet
from voting.findings import Language
from voting.leftover import lines_of, named_cards
from voting.plan.plan_file import Plan
from voting.plan.sitting_plan import SittingPlan, read_plans
from voting.refusals import Refusal, VotingRefused
from voting.sittingbatch import make_sitting_batch, sitting_list_bytes, vote_uuid

LIST = "public-credentials.json"


class Uuid(click.ParamType[str]):
    """The value of --uuid."""

    name = "UUID"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Read the value: base58, 14 characters or more."""
        if isinstance(value, str) and is_uuid(value):
            return value
        self.fail("mã hội nghị chưa đúng · not the uuid of a conference", param, ctx)


UUID = click.option(
    "--uuid",
    type=Uuid(),
    required=True,
    help="Mã hội nghị hoặc mã phiên · The uuid of the conference, or of the sitting.",
)
PLAN = click.argument("plan", type=FILE)
VOTE = click.option(
    "--vote",
    type=int,
    metavar="K",
    help="Trong phiên: cuộc thứ mấy trong kế hoạch · In a sitting: the place of the vote.",
)


@click.group("cards")
def offline() -> None:
    """Làm thẻ ngoài máy chủ · Make cards away from the server.

    On a laptop of the committee's own, without network. The server never sees a private
    credential. See docs/cards.md.
    """


@offline.command()
@PLAN
@UUID
@VOTE
@click.option(
    "--base-url",
    type=WebAddress(),
    help="Địa chỉ máy chủ trong mã QR · The server's address (default: that of the plan).",
)
@card_options
def generate(
    plan: Path,
    uuid: str,
    vote: int | None,
    base_url: str | None,
    out: Path,
    count: int | None,
    paper: str,
    language: str,
    void_sheets: bool,
) -> None:
    """Làm thẻ theo kế hoạch PLAN: tệp PDF để in, và danh sách để nộp cho máy chủ.

    Make the cards of the conference that was created from PLAN: OUT/cards-a4.pdf to print here,
    and OUT/public-credentials.json for `tinnhiem conference import-cards` on the server, which
    holds no private credential. No other file is written; nothing is sent anywhere. If PLAN has
    [[votes]], UUID is that of the sitting, and each card is good for all its votes; --vote K makes
    the cards of a vote with new_cards = true instead.
    """
    cards = _cards_of(plan, uuid, vote)
    organized = cards.plan
    if (organized.credential_authority or SERVER) == SERVER:
        raise VotingRefused(Refusal.CARDS_MADE_HERE)
    base = base_url or organized.address
    if base is None:
        raise click.UsageError("--base-url URL is needed: the plan names no address")
    files = CardFiles(out, paper, LIST)
    private, listed = cards.make(organized.cards if count is None else count)
    with files.kept_if_done():
        spoken = cast(Language, language)
        sheet = CardSheet(cards.uuid, organized, base, private, spoken, cards.votes, void_sheets)
        files.write_cards(sheet)
        files.write(LIST, listed)
    say(
        f"Đã làm {len(private)} thẻ trong {out}. Chỉ {LIST} được đưa sang máy chủ. Tệp PDF "
        "bỏ phiếu được: in tại đây, rồi xoá.",
        f"{len(private)} cards in {out}. Only {LIST} goes to the server. The PDF can vote: "
        "print it here, then delete it.",
    )
    say_fingerprint(listed)


@offline.command("left-over")
@PLAN
@click.argument("scanned", type=FILE)
@UUID
@VOTE
@click.option(
    "--skipped",
    type=int,
    multiple=True,
    help="Trong phiên: cuộc trước đó nhưng chưa mở · In a sitting: an earlier vote that is not "
    "open yet; may be repeated.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="Tệp để đưa cho lệnh open · The file for `open`.",
)
def left_over(
    plan: Path, scanned: Path, uuid: str, vote: int | None, skipped: tuple[int, ...], out: Path
) -> None:
    """Đổi các thẻ chưa phát đã quét thành tệp cho conference open --left-over.

    SCANNED has one card a line, as a scanner types it. OUT names the same cards without their
    private credentials, in no order: the server voids them and never sees a credential. In a
    sitting, --vote K is the vote that will be opened (default: the first); OUT names the cards for
    it and the votes after it, and no card for a vote that was opened before.
    """
    cards = _cards_of(plan, uuid, None if _is_shared(plan, vote) else vote)
    uuids = cards.uuids_from(vote or 1, skipped)
    lines = scanned.read_text(encoding="utf-8-sig").split("\n")
    named = named_cards(lines, uuids=uuids, group=cards.group)
    write_secret(out, lines_of(named, with_uuid=cards.is_sitting))
    count = len(set(named[uuids[0]]))
    say(f"{count} thẻ chưa phát.", f"{count} cards left over.")


@dataclass(frozen=True, slots=True)
class _Cards:
    """The cards to be made. places: those in the sitting that they are good for; none: one vote."""

    uuid: str
    plan: Plan
    places: tuple[int, ...] = ()
    votes: tuple[str, ...] = ()

    @property
    def is_sitting(self) -> bool:
        return bool(self.places)

    @property
    def group(self) -> Group:
        return group_named(self.plan.group)

    def uuids_from(self, place: int, skipped: Sequence[int] = ()) -> list[str]:
        """Return the uuids of the vote at a place, those after it, and those left out before."""
        if not self.is_sitting:
            return [self.uuid]
        wanted = [one for one in self.places if one >= place] + [
            one for one in self.places if one < place and one in skipped
        ]
        return [vote_uuid(self.uuid, one) for one in wanted]

    def make(self, count: int) -> tuple[Sequence[str], bytes]:
        """Make the cards; return the private credentials, and the list for the server."""
        if not self.is_sitting:
            batch = make_batch(count, uuid=self.uuid, group=self.group)
            return batch.private, card_list_bytes(batch, uuid=self.uuid, group=self.group)
        made = make_sitting_batch(count, uuids=self.uuids_from(1), group=self.group)
        return made.private, sitting_list_bytes(made.public, sitting=self.uuid, group=self.group)


def _is_shared(path: Path, vote: int | None) -> bool:
    plan = read_plans(path)
    return isinstance(plan, SittingPlan) and vote in (None, *plan.shared_places)


def _cards_of(path: Path, uuid: str, vote: int | None) -> _Cards:
    """Read what a plan wants made: the cards of one vote, or of a sitting."""
    plan = read_plans(path)
    if not isinstance(plan, SittingPlan):
        return _Cards(uuid, plan)
    places = plan.shared_places
    if vote is None:
        if not places:
            raise click.UsageError("--vote K is needed: every vote of the plan has new_cards")
        names = tuple(one.plan.name for one in plan.votes if not one.has_own_cards)
        return _Cards(uuid, plan.shared, tuple(places), names)
    if vote in places or not 1 <= vote <= len(plan.votes):
        raise click.UsageError(f"--vote {vote}: this vote has no new_cards in the plan")
    return _Cards(vote_uuid(uuid, vote), plan.votes[vote - 1].plan)
