"""Write tests/vectors/member/: what a member's device sees of one vote, and of another hall.

    .venv/bin/python -m tests.client.make_member_log

Keys and ballots are random, so the files are made once. A 2-of-3 committee, five ballots, one
witness who must confirm; `before` is the log when the key was made, `log` when the vote was closed,
`unwitnessed` the same without the cosignature. `elsewhere` is signed by the same key, after the
server let something happen in another hall only. `member.json`: the secret of member 1, a test's.
"""

import json
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit.checkpoint import parse_checkpoint
from audit.cosignature import make_cosignature
from audit.note import KeyType, VerificationKey, add_signatures
from tests.voting.committee import ROUNDS, Room
from tests.voting.halls import copied
from tests.voting.people import HIGH, LOW, Organizer
from voting.application import make_application
from voting.config import Settings
from voting.instance import Instance, open_instance
from voting.plan.witnesses import Witness
from voting.services.books import record_incident
from voting.services.evidence import read_checkpoint, read_log_file
from voting.services.reading import Part, read_part, read_record
from voting.services.witnesses import accept_cosignatures

TARGET = Path(__file__).parent.parent / "vectors" / "member"
MARKS = ([HIGH, LOW], [HIGH, HIGH], [LOW, LOW], [HIGH, HIGH], [HIGH, LOW])


def written(name: str, content: bytes) -> None:
    TARGET.mkdir(exist_ok=True)
    (TARGET / name).write_bytes(content)


def log_of(instance: Instance, uuid: str) -> bytes:
    return b"".join(read_log_file(instance, uuid))


def cosign(instance: Instance, uuid: str, secret: Ed25519PrivateKey, name: str) -> None:
    note = read_checkpoint(instance, uuid)
    line = make_cosignature(
        parse_checkpoint(note).note.text,
        time=1_795_302_900,
        key_name=name,
        public_key=secret.public_key(),
        sign=secret.sign,
    )
    accept_cosignatures(instance, uuid, add_signatures(note, [line]))


def main() -> None:
    """Hold the vote and write what a device sees of it."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "instance"
        settings = Settings(place, f"sqlite:///{place}/tinnhiem.sqlite3")
        application = make_application(settings)
        instance: Instance = application.extensions["tinnhiem"]
        secret = Ed25519PrivateKey.generate()
        key = VerificationKey("union.example", secret.public_key(), KeyType.COSIGNATURE)
        told = {"witnesses": (Witness("Công đoàn", str(key)),), "witness_quorum": 1}
        room = Room(instance, application.test_client())
        room.begins(2, 3, minimum_ballots=5, **told)
        room.plays(*ROUNDS)
        uuid, first = room.uuid, room.devices[0]
        written("before.tlog", log_of(instance, uuid))
        elsewhere = open_instance(copied(settings, Path(folder) / "elsewhere"))
        record_incident(elsewhere, uuid, "Mất điện năm phút")
        written("elsewhere.tlog", log_of(elsewhere, uuid))
        elsewhere.close()
        room.drills(1, 2, 3)
        organizer = Organizer(instance, uuid)
        delegates = organizer.prints()
        organizer.opens()
        for delegate, marks in zip(delegates, MARKS, strict=True):
            delegate.casts(*marks)
        organizer.closes()
        written("unwitnessed.tlog", log_of(instance, uuid))
        cosign(instance, uuid, secret, key.name)
        written("log.tlog", log_of(instance, uuid))
        written("record.bel", b"".join(read_record(instance, uuid)[1]))
        for part in (Part.ELECTION, Part.TRUSTEES, Part.DEFINITION):
            written(f"{part.value}.json", read_part(instance, uuid, part))
        kept, drill = first.keeps(), first.gets("drill")["encrypted_tally"]
        member = {"index": kept.index, "seed": kept.seed, "private_key": kept.private_key}
        written("member.json", json.dumps({"member": member, "drill": drill}).encode())
        instance.close()


if __name__ == "__main__":
    main()
