"""Numbers as they are read out."""

import pytest

from voting.documents.aloud import share_aloud, spoken


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [
        (0, "không", "zero"),
        (4, "bốn", "four"),
        (5, "năm", "five"),
        (10, "mười", "ten"),
        (11, "mười một", "eleven"),
        (14, "mười bốn", "fourteen"),
        (15, "mười lăm", "fifteen"),
        (21, "hai mươi mốt", "twenty-one"),
        (24, "hai mươi tư", "twenty-four"),
        (25, "hai mươi lăm", "twenty-five"),
        (40, "bốn mươi", "forty"),
        (100, "một trăm", "one hundred"),
        (105, "một trăm linh năm", "one hundred and five"),
        (110, "một trăm mười", "one hundred and ten"),
        (481, "bốn trăm tám mươi mốt", "four hundred and eighty-one"),
        (1_000, "một nghìn", "one thousand"),
        (1_005, "một nghìn không trăm linh năm", "one thousand and five"),
        (1_500, "một nghìn năm trăm", "one thousand five hundred"),
        (12_045, "mười hai nghìn không trăm bốn mươi lăm", "twelve thousand and forty-five"),
    ],
)
def test_whole_numbers(value: int, vietnamese: str, english: str) -> None:
    assert spoken(value, "vi") == vietnamese
    assert spoken(value, "en") == english


@pytest.mark.parametrize(
    ("share", "vietnamese", "english"),
    [
        ("0,00", "không phần trăm", "zero per cent"),
        ("40,43", "bốn mươi phẩy bốn mươi ba phần trăm", "forty point four three per cent"),
        ("4,05", "bốn phẩy không năm phần trăm", "four point zero five per cent"),
        ("66,60", "sáu mươi sáu phẩy sáu mươi phần trăm", "sixty-six point six zero per cent"),
        ("100,00", "một trăm phần trăm", "one hundred per cent"),
    ],
)
def test_percentages(share: str, vietnamese: str, english: str) -> None:
    assert share_aloud(share, "vi") == vietnamese
    assert share_aloud(share.replace(",", "."), "en") == english
