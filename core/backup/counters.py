"""The last number that each table has given: numbers are never given again, after a restore neither."""

from sqlalchemy import Connection

from core.backup.rows import Shape


def counters(connection: Connection, shapes: list[Shape]) -> dict[str, int]:
    """The last number given by each table that counts its rows."""
    sqlite = connection.dialect.name == "sqlite"
    given = _of_sqlite(connection) if sqlite else {}
    found = {}
    for shape in shapes:
        if column := shape.numbered_by:
            last = given.get(shape.table, 0) if sqlite else _of_postgresql(connection, shape.table, column)
            found[shape.table] = max(last, _largest(connection, shape.table, column))
    return found


def set_counters(connection: Connection, shapes: list[Shape], last: dict[str, int]) -> None:
    """Let each table go on counting after these."""
    for shape in shapes:
        column = shape.numbered_by
        if column is None or not last.get(shape.table):
            continue
        if connection.dialect.name == "sqlite":
            _set_sqlite(connection, shape.table, last[shape.table])
        else:
            query = "SELECT setval(pg_get_serial_sequence(%s, %s), %s, true)"
            connection.exec_driver_sql(query, (_quoted(connection, shape.table), column, last[shape.table]))


def _of_sqlite(connection: Connection) -> dict[str, int]:
    rows = connection.exec_driver_sql("SELECT name, seq FROM sqlite_sequence")
    return {str(name): int(last) for name, last in rows}


def _set_sqlite(connection: Connection, table: str, last: int) -> None:
    """Only tables that never give a number again have a row there; others go on after their largest."""
    query = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ? AND sql LIKE '%AUTOINCREMENT%'"
    if connection.exec_driver_sql(query, (table,)).scalar():
        connection.exec_driver_sql("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
        connection.exec_driver_sql("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, last))


def _of_postgresql(connection: Connection, table: str, column: str) -> int:
    query = "SELECT pg_get_serial_sequence(%s, %s)"
    sequence = connection.exec_driver_sql(query, (_quoted(connection, table), column)).scalar()
    if sequence is None:
        return 0
    row = connection.exec_driver_sql(f"SELECT last_value, is_called FROM {sequence}").one()  # noqa: S608 - its own name
    return int(row.last_value) if row.is_called else int(row.last_value) - 1


def _largest(connection: Connection, table: str, column: str) -> int:
    quote = connection.dialect.identifier_preparer.quote
    query = f"SELECT max({quote(column)}) FROM {quote(table)}"  # noqa: S608 - names of our tables
    return int(connection.exec_driver_sql(query).scalar() or 0)


def _quoted(connection: Connection, table: str) -> str:
    return connection.dialect.identifier_preparer.quote(table)
