"""The page for published tables: pasted or chosen, judged, and nothing kept."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient

from tests.voting.tables.tables import published
from tests.voting.views.page import Page
from voting.tables.pasted import MAX_BYTES, MAX_ROWS

MISPRINT = published("na_2018").replace("67.42", "64.42")


def posted(client: FlaskClient, status: int = 200, **form: object) -> Page:
    answer = client.post("/table", data=form, content_type="multipart/form-data")
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"
    return Page(answer.text)


def test_a_pasted_table_is_judged_cell_by_cell(client: FlaskClient) -> None:
    words = posted(client, text=MISPRINT).words
    assert "49/50 tỷ lệ đúng với mẫu số: tổng số đại biểu (thành viên) (485)" in words
    assert "327/485 là 67,42%" in words
    assert "327 64,42 ✗ không thể đúng: 67,42" in words
    assert words.count("✓ khớp") == 49


def test_a_chosen_file_gives_the_same_as_pasting_it(client: FlaskClient) -> None:
    chosen = posted(client, file=(BytesIO(MISPRINT.encode()), "bang.csv"), text="")
    assert "327/485 là 67,42%" in chosen.words
    assert "Không thấy gì sai." in posted(client, text=published("na_2013")).words


def test_totals_typed_beside_the_table_are_tried(client: FlaskClient) -> None:
    text = "name\thigh\thigh_pct\nAn\t437\t90.85\n"
    words = posted(client, text=text, collected="481").words
    assert "1/1 tỷ lệ đúng với mẫu số: số phiếu thu về (481)" in words


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"text": ""}, "không có dòng nào"),
        ({"text": "chỉ là chữ"}, "không có cột"),
        ({"text": published("na_2013"), "issued": "vô số"}, "số nguyên từ 1"),
        ({"text": "name,high\n" + "An,1\n" * (MAX_ROWS + 1)}, f"hơn {MAX_ROWS} dòng"),
    ],
)
def test_what_cannot_be_judged_is_said_and_stays_in_the_form(
    form: dict[str, str], says: str, client: FlaskClient
) -> None:
    seen = posted(client, 422, **form)
    assert says in seen.words
    assert form["text"].strip() in seen.text


def test_a_workbook_or_too_much_is_refused(client: FlaskClient) -> None:
    workbook = (BytesIO(b"PK\x03\x04rest"), "bang.xlsx")
    assert "CSV" in posted(client, 422, file=workbook, text="").words
    huge = client.post("/table", data={"text": "x" * (MAX_BYTES + 1)})
    assert huge.status_code == 413


def test_markup_in_a_table_is_only_text(client: FlaskClient) -> None:
    seen = posted(client, text="name,high\n<script>alert(1)</script>,x<b>\n")
    assert not seen.all("script")
    assert not seen.all("b")
