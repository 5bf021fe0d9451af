"""`tinnhiem conference create`: a conference of one vote, or a sitting of several."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

import click

from voting.commands.common import installation, say, warn_of_surplus, write_secret
from voting.commands.paper import BASE_URL, FILE, FOLDER
from voting.commands.trustee import print_links, warn_of_keys
from voting.definition import Definition
from voting.instance import Instance
from voting.plan.plan_file import Plan, with_photos
from voting.plan.sitting_plan import SittingPlan, read_plans, read_single_plan
from voting.planning import definition_of
from voting.services.ceremony import begin_ceremony
from voting.services.drafts import keep_plan
from voting.services.preparing import create_conference, rehearse_decryption, verify_definition
from voting.services.sittings import Place, create_sitting, free_place, new_place, spare_vote


class Frozen(NamedTuple):
    """A vote that can be created."""

    plan: Plan
    definition: Definition
    photos: dict[str, bytes]


@click.command()
@click.argument("plan", type=FILE)
@click.option(
    "--keys",
    type=FOLDER,
    help="Tạo mọi khoá trên máy này, vào thư mục này · Make all keys here, into this folder.",
)
@click.option(
    "--sitting",
    help="Mã phiên: dùng một cuộc dự phòng của phiên · Use a spare vote of this sitting.",
)
@BASE_URL
def create(plan: Path, keys: Path | None, sitting: str | None, base_url: str | None) -> None:
    """Tạo hội nghị từ kế hoạch PLAN (TOML), in ra mã (uuid).

    Create a conference from PLAN and print its uuid. With trustees = "T/N" and [[committee]] in
    the plan, each member of the committee makes a key share on an own device: one secret link a
    member is printed; docs/committee.md tells what follows. With --keys the keys of all members are
    made on this machine instead and rehearsed here, one file a member (mode 0600): hand each to
    its member and delete it. A plan with [[votes]] makes a sitting: its uuid is printed first, then
    place, uuid and name of each vote, spare ones too. See docs/plan.md for the plan file.
    """
    with installation() as instance:
        organized = read_plans(plan) if sitting is None else read_single_plan(plan)
        if isinstance(organized, SittingPlan):
            _create_sitting(instance, organized, plan.parent, keys, base_url)
            return
        frozen = _frozen(instance, organized, plan.parent)
        place = new_place
        if sitting is not None:
            place = partial(spare_vote, uuid=sitting, definition=frozen.definition)
        _create(instance, frozen, place, keys, base_url)


def _frozen(instance: Instance, plan: Plan, folder: Path) -> Frozen:
    organized, photos = with_photos(plan, folder)
    if organized.ignored_columns:
        unused = ", ".join(organized.ignored_columns)
        say(f"Cột không dùng đến: {unused}", f"Columns that were not used: {unused}")
    definition = definition_of(organized, instance.settings.minimum_ballots)
    return Frozen(organized, definition, photos)


def _create_sitting(
    instance: Instance, plan: SittingPlan, folder: Path, keys: Path | None, base_url: str | None
) -> None:
    """Verify every vote, then keep the sitting and create them."""
    votes = [_frozen(instance, one.plan, folder) for one in plan.votes]
    for vote in votes:
        verify_definition(vote.definition, vote.photos)
    own_cards = [one.has_own_cards for one in plan.votes]
    shared = definition_of(plan.shared, instance.settings.minimum_ballots)
    sitting = create_sitting(instance, plan.name, shared, own_cards=own_cards, spare=plan.spare)
    click.echo(sitting.uuid)
    for place, frozen in zip(sitting.votes, votes, strict=False):
        click.echo(f"{place.place}\t{place.uuid}\t{frozen.definition.name}")
    for place in sitting.votes[len(votes) :]:
        click.echo(f"{place.place}\t{place.uuid}\t–")
    for place, frozen in zip(sitting.votes, votes, strict=False):
        say(
            f"Cuộc {place.place}: {frozen.definition.name}",
            f"Vote {place.place}: {frozen.definition.name}",
        )
        own = partial(free_place, uuid=place.uuid)
        _create(instance, frozen, own, keys, base_url, prints_uuid=False)


def _create(
    instance: Instance,
    frozen: Frozen,
    place: Place,
    keys: Path | None,
    base_url: str | None,
    *,
    prints_uuid: bool = True,
) -> None:
    """Create one vote: begin its key ceremony, or make its keys here."""
    organized, definition, photos = frozen
    keep = partial(keep_plan, plan=organized, now=int(datetime.now(UTC).timestamp()))
    warn_of_surplus(definition)
    warn_of_keys(definition)
    if definition.committee is not None and keys is None:
        begun = begin_ceremony(instance, definition, photos, place=place, also=keep)
        if prints_uuid:
            click.echo(begun.uuid)
        print_links(begun.uuid, begun.links, base_url or definition.address)
        return
    created = create_conference(instance, definition, photos, place=place, also=keep)
    for member in created.members:
        if keys is not None:
            write_secret(keys / f"{created.uuid}-member-{member.number}.key", member.content)
    needed = 0 if definition.committee is None else definition.committee.threshold
    rehearse_decryption(
        instance, created.uuid, [member.content for member in created.members[:needed]]
    )
    say(f"Dấu vân: {created.words}", f"Fingerprint: {created.words}")
    say(created.fingerprint, created.fingerprint)
    if prints_uuid:
        click.echo(created.uuid)
