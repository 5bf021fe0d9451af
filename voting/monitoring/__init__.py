"""A monitor: follows the log of a live conference from outside and keeps what it saw."""
