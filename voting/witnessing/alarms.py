"""What a witness or a monitor shouts: closed codes, sentences in vi and en, evidence in files.

!!! HÒM PHIẾU LÙI LẠI · từ 137 mục về 120 mục …        [log_rolled_back]
    giữ tại: theo-doi/evidence/137-120-9f2c…
"""

import os
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from audit.errors import LogFault, LogRefused
from audit.log_catalogue import LOGS
from ballots.errors import Sentence
from voting.findings import Language, fill, sentence_in

MAX_KEPT: Final = 200  # folders of evidence; who sends nonsense cannot fill the disk


class AlarmKind(StrEnum):
    """What is wrong with a log that is watched (closed list)."""

    ROLLED_BACK = "log_rolled_back"
    FORKED = "log_two_versions"
    BAD_CHECKPOINT = "log_bad_checkpoint"
    ENTRY_MISSING = "log_entry_missing"
    ENTRY_CHANGED = "log_entry_changed"
    ENTRY_UNREADABLE = "log_entry_unreadable"
    CHAIN_BROKEN = "log_chain_broken"
    STANDS_STILL = "log_stands_still"
    POLICY_CHANGED = "log_policy_changed"
    POLICY_NOT_HELD = "log_policy_not_held"
    UNREACHABLE = "log_unreachable"


GRAVE: Final = frozenset(
    {
        AlarmKind.ROLLED_BACK,
        AlarmKind.FORKED,
        AlarmKind.BAD_CHECKPOINT,
        AlarmKind.ENTRY_MISSING,
        AlarmKind.ENTRY_CHANGED,
        AlarmKind.ENTRY_UNREADABLE,
        AlarmKind.CHAIN_BROKEN,
        AlarmKind.POLICY_CHANGED,
    }
)

SENTENCES: dict[AlarmKind, Sentence] = {
    AlarmKind.ROLLED_BACK: Sentence(
        "HÒM PHIẾU LÙI LẠI: đã ký {old} mục, nay chỉ đưa ra {new} mục.",
        "THE LOG WENT BACK: it had signed {old} entries and now shows {new}.",
    ),
    AlarmKind.FORKED: Sentence(
        "HAI HÒM PHIẾU KHÁC NHAU cùng một chữ ký: bản {new} mục không nối tiếp bản {old} mục đã "
        "thấy. Có nơi đang được cho xem một hòm phiếu khác.",
        "TWO DIFFERENT LOGS under one signature: the one of {new} entries does not continue the "
        "one of {old} that was seen. Somebody is being shown another log.",
    ),
    AlarmKind.BAD_CHECKPOINT: Sentence(
        "ĐIỂM CHỐT KHÔNG ĐÚNG: {reason}",
        "THE CHECKPOINT DOES NOT HOLD: {reason}",
    ),
    AlarmKind.ENTRY_MISSING: Sentence(
        "THIẾU MỤC: máy chủ không đưa ra {place} mà điểm chốt đã ký là có.",
        "SOMETHING IS MISSING: the server does not give {place}, which its checkpoint covers.",
    ),
    AlarmKind.ENTRY_CHANGED: Sentence(
        "MỤC BỊ ĐỔI: {place} không còn là điều đã ký.",
        "SOMETHING WAS CHANGED: {place} is not what was signed.",
    ),
    AlarmKind.ENTRY_UNREADABLE: Sentence(
        "MỤC LẠ: mục {place} không thuộc danh sách các mục được phép.",
        "A STRANGE ENTRY: entry {place} is none of the kinds that a log may hold.",
    ),
    AlarmKind.CHAIN_BROKEN: Sentence(
        "CHUỖI ĐỨT: mục {place} không nối tiếp sự kiện trước nó.",
        "THE CHAIN IS BROKEN: entry {place} does not continue the event before it.",
    ),
    AlarmKind.STANDS_STILL: Sentence(
        "ĐIỂM CHỐT ĐỨNG YÊN: máy chủ nói đã nhận {cast} phiếu, hòm phiếu đã ký mới có {logged}.",
        "THE CHECKPOINT STANDS STILL: {cast} ballots are said to be cast, {logged} are signed for.",
    ),
    AlarmKind.POLICY_CHANGED: Sentence(
        "QUY ƯỚC GIÁM SÁT BỊ ĐỔI so với lần đầu theo dõi.",
        "THE POLICY OF WITNESSES WAS CHANGED since it was first seen.",
    ),
    AlarmKind.POLICY_NOT_HELD: Sentence(
        "CHƯA ĐỦ GIÁM SÁT: từ {seconds} giây nay, {new} mục chưa được đủ giám sát ký (đủ đến "
        "{old}).",
        "TOO FEW WITNESSES: for {seconds} seconds, {new} entries lack cosignatures (enough up to "
        "{old}).",
    ),
    AlarmKind.UNREACHABLE: Sentence(
        "MÁY CHỦ KHÔNG TRẢ LỜI từ {seconds} giây nay.",
        "THE SERVER HAS NOT ANSWERED for {seconds} seconds.",
    ),
}

_READING: Final = {
    LogFault.TILE_MISSING: AlarmKind.ENTRY_MISSING,
    LogFault.TILE_WRONG: AlarmKind.ENTRY_CHANGED,
    LogFault.TILE_MALFORMED: AlarmKind.ENTRY_CHANGED,
    LogFault.ENTRY_WRONG: AlarmKind.ENTRY_CHANGED,
}


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing that is wrong. files: the evidence, by name; empty if there is nothing to keep."""

    kind: AlarmKind
    sentence: Sentence
    files: Mapping[str, bytes]

    def text(self, language: Language) -> str:
        """Return what to shout, its code in brackets."""
        return f"!!! {sentence_in(self.sentence, language)} [{self.kind.value}]"


def make_alarm(
    kind: AlarmKind, files: Mapping[str, bytes] | None = None, **values: object
) -> Alarm:
    """Make an alarm with its sentence filled in."""
    return Alarm(kind, fill(SENTENCES[kind], values), files or {})


def reading_alarm(error: LogRefused, files: Mapping[str, bytes] | None = None) -> Alarm:
    """Turn what a reader of tiles or checkpoints refused into an alarm."""
    kind = _READING.get(error.code, AlarmKind.BAD_CHECKPOINT)
    return make_alarm(kind, files, place=error.detail, reason=LOGS[error.code])


def keep_evidence(folder: Path, name: str, alarm: Alarm) -> Path | None:
    """Write the files of an alarm into a new folder below `folder`, whole or not at all.

    The same name again changes nothing. Returns the folder, None if enough are kept already.
    """
    target = folder / name
    if target.exists():
        return target
    folder.mkdir(parents=True, exist_ok=True)
    if sum(1 for _ in folder.iterdir()) >= MAX_KEPT:
        return None
    draft = folder / f".{secrets.token_hex(8)}"
    draft.mkdir()
    about = f"{alarm.text('vi')}\n{alarm.text('en')}\n".encode()
    for file, content in {"about.txt": about, **alarm.files}.items():
        with (draft / file).open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    try:
        draft.rename(target)
    except OSError:  # another process kept the same meanwhile
        shutil.rmtree(draft)
    return target
