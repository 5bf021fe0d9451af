"""Triggers that refuse: the second lock on the door of the append-only tables."""

from alembic import op


def forbid(
    name: str, table: str, action: str, *, columns: tuple[str, ...] = (), when: str = ""
) -> None:
    """Make a trigger that refuses an action on a table, on either kind of database."""
    of = f" OF {', '.join(columns)}" if columns else ""
    if op.get_bind().dialect.name == "sqlite":
        for one in action.split(" OR "):
            condition = f" WHEN {when}" if when else ""
            op.execute(
                f"CREATE TRIGGER {name}_{one.lower()} BEFORE {one}{of} ON {table} "
                f"FOR EACH ROW{condition} BEGIN SELECT RAISE(ABORT, '{name}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{name}'; END $$"
    )
    condition = f" WHEN ({when})" if when else ""
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {action}{of} ON {table} "
        f"FOR EACH ROW{condition} EXECUTE FUNCTION {name}()"
    )
    op.execute(
        f"CREATE TRIGGER {name}_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
    )
