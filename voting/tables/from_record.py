"""The table of a record: what a `.bel` file holds, in the columns that tables have.

year,name,position,high,medium,low,ballots_collected
2023,Lê Duy Thành,Chủ tịch UBND tỉnh Vĩnh Phúc,19,2,25,47

The record is verified first; a record knows no total of deputies and no ballots issued.
"""

import csv
import io
from pathlib import Path

from audit.reading import read_structures
from audit.record import open_record
from audit.verifier import verify_record
from voting.findings import quoted
from voting.plan.refusals import PlanRefusal, refused
from voting.tables.reading import LEVELS

COLUMNS = ("year", "name", "position", *LEVELS, "ballots_collected")


def table_of_record(path: Path, *, year: str = "", jobs: int = 1) -> str:
    """Return the table of a complete, sound record of ratings in three levels, as CSV.

    Raises RecordUnreadable if the file is no record; PlanRefused RECORD_NOT_SOUND,
    RECORD_WITHOUT_RESULT, RECORD_NOT_A_RATING.
    """
    verdict = verify_record(path, jobs=jobs)
    if not verdict.sound:
        raise refused(PlanRefusal.RECORD_NOT_SOUND, file=quoted(path.name))
    structures = read_structures(open_record(path))
    counts, sized = structures.result.value, structures.sized.value
    if counts is None or sized is None:
        raise refused(PlanRefusal.RECORD_WITHOUT_RESULT, file=quoted(path.name))
    questions = structures.election.get().questions
    if any(len(one.answers) != len(LEVELS) or one.blank or one.max != 1 for one in questions):
        raise refused(PlanRefusal.RECORD_NOT_A_RATING, file=quoted(path.name))
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(COLUMNS)
    for question, row in zip(questions, counts, strict=True):
        name, _, position = question.question.partition(", ")
        writer.writerow((year, name, position, *row, sized.num_tallied))
    return written.getvalue()
