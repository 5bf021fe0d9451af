"""`python -m audit RECORD…`: verify election records.

Exit status: 0 every record is sound, 1 there are findings, 2 a file is unreadable (or the command
line is wrong), 130 stopped by Ctrl-C, 141 nobody reads the report.

The worker processes are started before anything of the verifier is imported, so that both take
place at the same time; so this module, which each of them imports too, imports little itself.
"""

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from audit.errors import RecordUnreadable
from audit.language import LANGUAGES, Language, language_of
from audit.pool import Workers, start_workers

SOUND, FINDINGS, UNREADABLE, STOPPED, UNHEARD = 0, 1, 2, 130, 141


def main(argv: Sequence[str] | None = None, *, prog: str = "python -m audit") -> int:
    """Verify the records named on the command line, print reports, return the exit status."""
    parser = _parser(prog)
    options = parser.parse_args(argv)
    _require_one_record(parser, options)
    language = options.lang or language_of(os.environ)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        status = _verify_all(options, language)
        sys.stdout.flush()
    except KeyboardInterrupt:
        from audit.catalogue import WORDS
        from audit.report import say

        sys.stderr.write(f"\n{say(WORDS['stopped'], language)}\n")
        return STOPPED
    except BrokenPipeError:  # whoever read the report has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNHEARD
    return status


def _require_one_record(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """Refuse what belongs to one record beside several, and what belongs to a log without one."""
    for name in ("earlier", "log"):
        if getattr(options, name) is not None and len(options.records) > 1:
            parser.error(f"--{name} takes one RECORD")
    if options.log is None and (options.policy or options.earlier_checkpoint):
        parser.error("--policy, --earlier-checkpoint: --log FILE")


def _parser(prog: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=prog,
        description="Kiểm hồ sơ lấy phiếu (.bel). Verify election records (.bel).",
        epilog="Mã thoát / exit status: 0 đúng / sound, 1 sai / findings, 2 không đọc được / "
        "unreadable.",
    )
    parser.add_argument("records", nargs="+", metavar="RECORD", help="hồ sơ / record, .bel")
    parser.add_argument("--lang", choices=LANGUAGES, help="ngôn ngữ / language")
    parser.add_argument("--json", action="store_true", help="JSON, một dòng / one line each")
    parser.add_argument(
        "--jobs",
        type=_positive,
        default=os.cpu_count() or 1,
        metavar="N",
        help="số tiến trình / processes (default: %(default)s)",
    )
    parser.add_argument(
        "--earlier",
        type=Path,
        metavar="OLD",
        help="bản trước của hồ sơ: không gì bị xoá, sửa / earlier copy: nothing removed or changed",
    )
    _add_log_options(parser)
    return parser


def _add_log_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--log", type=Path, metavar="FILE", help="sổ của hồ sơ / log of the record, .tlog"
    )
    parser.add_argument(
        "--policy",
        type=Path,
        metavar="FILE",
        help="khoá của hòm phiếu, các giám sát / the log's key, the witnesses (tlog-policy)",
    )
    parser.add_argument(
        "--earlier-checkpoint",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="điểm chốt, biên nhận đã giữ; nhiều lần / a kept checkpoint, receipt; repeatable",
    )


def _positive(text: str) -> int:
    """Read a number of processes."""
    number = int(text)
    if not 1 <= number <= 512:
        raise argparse.ArgumentTypeError("1…512")
    return number


def _verify_all(options: argparse.Namespace, language: Language) -> int:
    """Verify the records and return the worst exit status."""
    paths = [Path(record) for record in options.records]
    with start_workers(options.jobs, paths) as workers:
        return max(_verify(path, options, language, workers) for path in paths)


def _verify(path: Path, options: argparse.Namespace, language: Language, workers: Workers) -> int:
    """Verify one record, print its report, return its exit status."""
    from audit.catalogue import WORDS
    from audit.evidence import read_evidence
    from audit.progress import shown_on
    from audit.report import json_report, say, text_report, unreadable_json, unreadable_text
    from audit.verifier import verify_record

    line = say(WORDS["progress"], language, done="{done}", total="{total}")
    try:
        evidence = None
        if options.log is not None:
            evidence = read_evidence(options.log, options.policy, options.earlier_checkpoint)
        verdict = verify_record(
            path,
            earlier=options.earlier,
            evidence=evidence,
            progress=shown_on(sys.stderr, line),
            workers=workers,
        )
    except RecordUnreadable as error:
        wrong = error.path or path
        if options.json:
            sys.stdout.write(unreadable_json(wrong, error, language))
        else:
            sys.stderr.write(unreadable_text(wrong, error, language))
        return UNREADABLE
    write = json_report if options.json else text_report
    sys.stdout.write(write(verdict, language))
    return SOUND if verdict.sound else FINDINGS


if __name__ == "__main__":
    sys.exit(main())
