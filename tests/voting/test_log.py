"""The right edge of a log: all that an append needs, and all that the receipt needs after it."""

import itertools

from audit.merkle import leaf_hash, root_of, verify_inclusion
from tests.voting.people import Delegate, Organizer
from voting.log import Edge, Nodes, head_at, log_size, read_edge
from voting.services.common import find_conference


def test_an_edge_grows_to_every_size_with_the_root_and_the_proof_of_its_last_entry() -> None:
    leaves = [leaf_hash(str(number).encode()) for number in range(256)]
    edge = Edge(0, {})
    complete: Nodes = {}
    for index, leaf in enumerate(leaves):
        path = edge.path_after()
        edge, added = edge.after(leaf)
        assert (edge.size, edge.head.root) == (index + 1, root_of(leaves[: index + 1]))
        verify_inclusion(leaf, index, edge.size, path, edge.head.root)
        assert not added.keys() & complete.keys()
        complete |= added
    assert complete == {
        (level, position): root_of(leaves[position << level : (position + 1) << level])
        for level in range(9)
        for position in range(256 >> level)
    }


def test_the_edge_in_the_database_is_that_of_the_newest_tree(
    organizer: Organizer, delegates: list[Delegate]
) -> None:
    for delegate in itertools.islice(delegates, 2):
        delegate.casts()
        with organizer.instance.database.reading() as session:
            log = find_conference(session, organizer.uuid).id
            assert read_edge(session, log).head == head_at(session, log, log_size(session, log))
