"""Many elements read at once: each gets the verdict that it would get alone."""

import pytest

from ballots.errors import Refusal
from ballots.group import Group
from tests.ballots.support import ED25519, FIELD, every_backend, refusal_of
from tests.ballots.test_group import Edge, every_element


@every_backend
@every_element
def test_elements_read_together_get_the_verdict_that_each_gets_alone(
    edge: Edge, group: Group
) -> None:
    good = group.text(group.generator)
    for place in range(3):
        texts = [good, good]
        texts.insert(place, edge.text)
        if edge.verdict == "not_canonical":
            assert refusal_of(group.raw_elements, texts) is Refusal.NOT_CANONICAL
        else:
            assert group.raw_elements(texts) == [group.raw_element(text) for text in texts]


@pytest.mark.parametrize(
    "texts", [["0" * 63, "0" * 65], ["0" * 128, ""], ["é" * 64], [" " + "58" * 32]]
)
def test_digits_do_not_move_from_one_element_to_the_next(texts: list[str]) -> None:
    assert refusal_of(ED25519.raw_elements, texts) is Refusal.NOT_CANONICAL


def test_no_elements_are_read_as_none() -> None:
    assert ED25519.raw_elements([]) == FIELD.raw_elements([]) == []
