"""The demonstration: a whole vote with the figures of one that really took place."""
