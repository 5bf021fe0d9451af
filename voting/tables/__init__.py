"""Published tables, judged: which denominator gives their percentages, which cells cannot be right.

Everything is counted with integers. A table is read leniently: what cannot be read is one finding
on one cell, and the rest of the table is judged all the same.
"""
