"""The syllables: one each byte, all different, as many as promised."""

from itertools import product

from voting.readout import BEGINNINGS, ENDINGS, SYLLABLES, read_out


def test_every_byte_has_its_own_syllable() -> None:
    words = {read_out(f"{byte:02x}" + "00" * 7).split()[0] for byte in range(256)}
    assert words == {first + last for first, last in product(BEGINNINGS, ENDINGS)}
    assert len(words) == 256


def test_a_fingerprint_is_read_out_in_order() -> None:
    assert read_out("000102030405060708") == "ba bai bam ban bang banh bao bat"
    assert len(read_out("ff" * 32).split()) == SYLLABLES
