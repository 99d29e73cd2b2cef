"""What must hold after any load: counted by plain SQL, past the studio."""

from collections.abc import Collection

from sqlalchemy import text

from core.db import Database

STANDS = "withdrawn_by IS NULL AND outcome <> 'undo' AND NOT is_retest"
COUNTS = f"{STANDS} AND outcome <> 'skip'"
TAKEN = "judgment_count + leases"

# Each counts what is wrong.
WRONG = {
    "pairs with more judgments than needed that are not marked": f"""
        SELECT count(*) FROM (SELECT pair_id FROM judgment WHERE {COUNTS} AND NOT surplus
        GROUP BY pair_id HAVING count(*) > :needed) AS over""",
    "pairs judged twice by one person": f"""
        SELECT count(*) FROM (SELECT pair_id, person_id FROM judgment WHERE {STANDS}
        GROUP BY pair_id, person_id HAVING count(*) > 1) AS doubled""",
    "pairs whose votes are not those counted": f"""
        SELECT count(*) FROM pair LEFT JOIN (SELECT pair_id, count(*) AS n,
        sum(CASE WHEN outcome = 'candidate_0' THEN 1 ELSE 0 END) AS zero,
        sum(CASE WHEN outcome = 'candidate_1' THEN 1 ELSE 0 END) AS one
        FROM judgment WHERE {COUNTS} GROUP BY pair_id) AS counted ON pair_id = pair.id
        WHERE judgment_count <> coalesce(n, 0) OR votes_0 <> coalesce(zero, 0)
        OR votes_1 <> coalesce(one, 0)""",
    "pairs whose leases are not those counted": """
        SELECT count(*) FROM pair LEFT JOIN (SELECT pair_id, count(*) AS n FROM lease
        WHERE purpose IN ('regular', 'returned') GROUP BY pair_id) AS held ON pair_id = pair.id
        WHERE leases <> coalesce(n, 0)""",
    "pairs in the queue that need nobody, or the other way round": f"""
        SELECT count(*) FROM pair WHERE (priority IS NULL) <> ({TAKEN} >= :needed)""",
    "rows of the coverage that are not what is counted": """
        SELECT count(*) FROM coverage WHERE pairs <> (SELECT count(*) FROM pair
        WHERE pair.project_id = coverage.project_id AND pair.judgment_count = coverage.judgment_count)""",
    "pairs that the coverage lacks": """
        SELECT count(*) - (SELECT coalesce(sum(pairs), 0) FROM coverage) FROM pair""",
    "people whose tally is not what is counted": f"""
        SELECT count(*) FROM (SELECT person_id, count(*) AS n FROM judgment WHERE {STANDS}
        GROUP BY person_id) AS counted LEFT JOIN (SELECT person_id AS who, sum(judged + skipped) AS n
        FROM tally GROUP BY person_id) AS tallied ON who = person_id
        WHERE counted.n <> coalesce(tallied.n, 0)""",
}


def what_is_wrong(db: Database, *, needed: int, acknowledged: Collection[str], all_known: bool) -> list[str]:
    """Sentences on what does not hold; none is good.

    Args:
        db: A database with one project of regular pairs.
        needed: Judgments that a pair needs.
        acknowledged: Ids whose acknowledgement arrived, over the database's whole life.
        all_known: Whether every stored judgment was acknowledged; after a crash the last ones may not be.
    """
    with db.read() as session:
        connection = session.connection()
        found = {
            what: connection.execute(text(sql), {"needed": needed}).scalar() for what, sql in WRONG.items()
        }
        stored = list(connection.execute(text("SELECT id FROM judgment")).scalars())
    wrong = [f"{count} {what}" for what, count in found.items() if count]
    if lost := set(acknowledged) - set(stored):
        wrong.append(f"{len(lost)} acknowledged judgments lost")
    if all_known and len(stored) != len(acknowledged):
        wrong.append(f"{len(stored)} judgments stored, {len(acknowledged)} acknowledged")
    if len(set(stored)) != len(stored) or len(set(acknowledged)) != len(acknowledged):
        wrong.append("judgments stored or acknowledged twice")
    return wrong
