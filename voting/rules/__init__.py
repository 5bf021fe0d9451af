"""Rule profiles as data (one TOML a regulation, in `profiles/`) and the code that applies them.

Everything here counts with integers: percentages in hundredths, thresholds by cross-multiplication.
What a source does not say is a setting that the organizer may change, never a claim.
"""
