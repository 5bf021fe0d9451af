"""One installation at work: its settings, its database, the key of its logs, the signed heads."""

from dataclasses import dataclass, field

from voting.config import Settings
from voting.db import Database
from voting.fixed import Fixed
from voting.heads import SignedHeads
from voting.logkey import LogKey, load_log_key
from voting.migrations import upgrade
from voting.proofgate import ProofGate
from voting.sitecount import Places, SiteCounts, site_counts


@dataclass(frozen=True, slots=True)
class Instance:
    """What every service needs and nothing else.

    fixed: by the uuid of its conference (`voting.services.common.fixed_parts`).
    """

    settings: Settings
    database: Database
    log_key: LogKey
    heads: SignedHeads
    proofs: ProofGate = field(default_factory=ProofGate)
    site_counts: SiteCounts = field(default_factory=site_counts)
    places: dict[str, Places] = field(default_factory=dict)  # of open conferences, by uuid
    fixed: dict[str, Fixed] = field(default_factory=dict)

    def close(self) -> None:
        """Give the database connections back."""
        self.heads.close()
        self.database.close()


def open_instance(settings: Settings) -> Instance:
    """Open an installation: make its folder, its newest tables and its log key where missing.

    Raises KeyFileRefused if the log key cannot be used.
    """
    settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    log_key = load_log_key(settings.log_key_file, settings.log_name)
    database = Database(settings.database_url)
    upgrade(database.engine)
    heads = SignedHeads(settings.heads_file)
    return Instance(settings=settings, database=database, log_key=log_key, heads=heads)
