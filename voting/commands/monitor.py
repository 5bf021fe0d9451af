"""`tinnhiem monitor`: follow a live conference from outside and shout when something is wrong."""

import sys
import time
from pathlib import Path

import click

from audit.checkpoint import SignedCheckpoint, parse_checkpoint, verify_checkpoint
from audit.note import VerificationKey, parse_verification_key
from audit.policy import parse_policy
from audit.proof import KIND, parse_proof
from audit.words import words_of_hash
from ballots.canonical import MEBIBYTE
from voting.commands.common import say
from voting.commands.witness import shout
from voting.monitoring.memory import EVIDENCE, Memory, pinned_key
from voting.monitoring.monitor import Monitor, Sight
from voting.witnessing.alarms import keep_evidence
from voting.witnessing.source import ConferenceAddress, fetch_log_key, parse_conference
from voting.witnessing.web import Site


@click.command()
@click.argument("url")
@click.option(
    "--dir",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Thư mục giữ điều đã thấy · Where to keep what is seen (default: monitor-UUID).",
)
@click.option("--every", default=2.0, show_default=True, type=click.FloatRange(min=0.1))
@click.option("--once", is_flag=True, help="Chỉ một lần · Look once and end.")
@click.option(
    "--patience",
    default=10.0,
    show_default=True,
    type=click.FloatRange(min=0),
    help="Giây được chậm · Seconds that a checkpoint or a witness may be late.",
)
@click.option("--log-key", metavar="KEY", help="Khoá của hòm phiếu · The log's verification key.")
@click.option(
    "--policy",
    "policy_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Chính sách giám sát (tlog-policy) · Whom to count, if not whom the server names.",
)
@click.option(
    "--seen",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Biên nhận hay điểm chốt nhận ở nơi khác · Receipts or checkpoints from elsewhere.",
)
def monitor(
    url: str,
    folder: Path | None,
    every: float,
    once: bool,
    patience: float,
    log_key: str | None,
    policy_file: Path | None,
    seen: tuple[Path, ...],
) -> None:
    """Theo dõi một hội nghị đang diễn ra; báo động khi hòm phiếu lùi lại, tách đôi, thiếu, bị sửa.

    Follow the conference at URL (http://HOST/c/UUID/): fetch checkpoint, tiles and entries, keep
    them, verify everything, and shout in both languages on a rollback, a fork, a missing or
    changed entry, a bad signature, a checkpoint that stands still while ballots are cast, too few
    witnesses. The evidence is kept. Exit status 1 if there was an alarm; a grave one ends the
    following at once. Started again with the same folder, it goes on from what it saw. With
    --seen, the log must contain what those receipts or checkpoints say: so two halls compare.
    """
    address = parse_conference(url)
    folder = folder or Path(f"monitor-{address.uuid}")
    given = policy_file.read_bytes() if policy_file else None
    key = _log_key(address, folder, log_key, given)
    elsewhere = [_signed(file, key) for file in seen]
    memory = Memory(folder, key)
    with Site(address.log) as site:
        served = memory.pin_policy(site.text("policy").encode()) if given is None else None
    following = Monitor(
        address,
        memory,
        parse_policy(given or served or b""),
        served_policy=served,
        elsewhere=elsewhere,
        patience=patience,
        clock=time.monotonic,
        pause=time.sleep,
    )
    try:
        was_sound = _follow(following, folder, every, once=once)
    finally:
        following.close()
    sys.exit(0 if was_sound else 1)


def _signed(file: Path, key: VerificationKey) -> SignedCheckpoint:
    """Read the checkpoint in a receipt, or a checkpoint alone, signed by this log."""
    text = file.read_bytes()[:MEBIBYTE].decode("utf-8", errors="replace")
    signed = parse_proof(text).signed if text.startswith(KIND) else parse_checkpoint(text)
    verify_checkpoint(signed, key)
    return signed


def _log_key(
    address: ConferenceAddress, folder: Path, given: str | None, policy: bytes | None
) -> VerificationKey:
    """Return the key to trust: the one given, the policy's, the one of last time, or asked for."""
    if given is not None:
        return parse_verification_key(given)
    logs = parse_policy(policy).logs if policy else ()
    for log in logs:
        if log.key.name.endswith(f"/{address.uuid}"):
            return log.key
    known = pinned_key(folder)
    if known is not None:
        return known
    key = fetch_log_key(address)
    say(
        f"Lần đầu theo dõi; hãy so khoá này với giấy mời hoặc màn hình hội trường:\n{key}",
        f"First contact; compare this key with the papers or the wall of the hall:\n{key}",
    )
    return key


def _follow(following: Monitor, folder: Path, every: float, *, once: bool) -> bool:
    """Look again and again, or until nothing is late; say whether there was no alarm."""
    was_sound = True
    try:
        while True:
            sight = following.look()
            was_sound = _tell(sight, folder) and was_sound
            if sight.is_grave or (once and not following.is_waiting):
                return was_sound
            time.sleep(min(every, 0.5) if once else every)
    except KeyboardInterrupt:
        return was_sound


def _tell(sight: Sight, folder: Path) -> bool:
    """Print what is new, shout what is wrong and keep its evidence; False if anything is."""
    if sight.new and sight.signed is not None:
        head, (cosigned, named) = sight.signed.checkpoint, sight.witnesses
        click.echo(f"{head.size}  {words_of_hash(head.root)}  {cosigned}/{named}")
    for alarm in sight.alarms:
        name = f"{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}-{alarm.kind.value}"
        kept = keep_evidence(folder / EVIDENCE, name, alarm) if alarm.files else None
        shout(alarm, kept)
    return not sight.alarms
