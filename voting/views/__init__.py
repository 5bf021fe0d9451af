"""The web: one blueprint an audience. A view loads, calls one service, answers."""
