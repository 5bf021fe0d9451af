"""The plan of a conference: a TOML file and its list of people, read strictly.

Nothing is dropped in silence: every row that cannot be taken is listed, with its row number, its
column and what a right value looks like.
"""
