"""One use case a function, `(instance, input) → result`. It owns its transactions and knows no web.

A function returns after its commit, so what it returns has happened. An illegal move raises
VotingRefused with a code and a reason; what ballots and keys get wrong raises BallotsError.
"""
