"""Words of pairs on both databases: what is found by what somebody types, and what is forgotten."""

from sqlmodel import col, delete

from core.labelling import Pair
from core.labelling.finding import PairFilter, count_pairs, learn_all, list_pairs, waiting_for_search
from tests.core.builders import add_pairs, new_project, row, rows_of, take

ROWS = [
    row(1, input_text="The café in Ålesund", candidate_0="shut at noon", candidate_1="open: see a@b.example"),
    row(2, input_text="A cafe is shut", candidate_0="noon", candidate_1="summary_of it"),
    row(3, input_text="東京タワーは今日も雨です", candidate_0="雨", candidate_1="晴れ"),
    row(4, input_text="안녕하세요 여러분", candidate_0="x" * 5000, candidate_1="y'z\\"),
    row(5, input_text="long " * 200_000 + "unseen", candidate_0="ends", candidate_1="summaries"),
]
SEARCHES = {
    "cafe": {1, 2},
    "CAFÉ": {1, 2},
    "shut noon": {1, 2},
    '"shut at noon"': {1},
    '"shut noon"': set(),
    "summ": set(),
    "summ*": {2, 5},
    '"summary of"': {2},
    "a@b.example": {1},
    "東京": {3},
    "東": {3},
    "タワーは今日": {3},
    "京東": set(),
    "雨 晴れ": {3},
    "안녕하세요": {4},
    "안녕*": {4},
    "x" * 5000: {4},
    "z": {4},
    "unseen": set(),
    "long ends": {5},
    '"': None,
    "*": None,
    'a OR b NEAR( "': set(),
    "-shut": {1, 2},
    "prompt:shut": set(),
    "'; DROP TABLE pair; --": set(),
    "\0": None,
}


def test_words_are_found(any_studio):
    """Alike on both: case, accents, phrases, beginnings, scripts without blanks; what is typed is no syntax.

    Each search with those of the five rows that it finds; without a word in it it finds nothing.
    """
    project = new_project(any_studio)
    add_pairs(any_studio, new_project(any_studio, "Another"), 2, input_text="A cafe is shut at noon")
    take(any_studio, project, *ROWS)
    numbers = {pair.id: pair.line for pair in rows_of(any_studio, Pair) if pair.project_id == project.id}
    assert any_studio.db.ask(waiting_for_search, project) == 5
    assert learn_all(any_studio.db) == 7
    assert any_studio.db.ask(waiting_for_search, project) == 0
    with any_studio.db.read() as session:
        for searched, lines in SEARCHES.items():
            wanted = PairFilter(text=searched)
            found = {numbers[one.id] for one in list_pairs(session, project, wanted).rows}
            assert found == (lines or set()), searched
            assert count_pairs(session, project, wanted, most=None) == len(found)


def test_words_of_removed_pairs_are_forgotten(any_studio):
    """Whoever removes a project removes what its texts said; the others' are found again soon."""
    kept, gone = new_project(any_studio), new_project(any_studio, "Another")
    add_pairs(any_studio, kept, 3)
    add_pairs(any_studio, gone, 3)
    learn_all(any_studio.db)
    with any_studio.db.write() as session:
        session.exec(delete(Pair).where(col(Pair.project_id) == gone.id))
    learn_all(any_studio.db)
    with any_studio.db.read() as session:
        words = {"sqlite": "rowid", "postgresql": "pair_id"}[any_studio.db.engine.dialect.name]
        left = session.connection().exec_driver_sql(f"SELECT {words} FROM pair_search").scalars().all()
        assert sorted(left) == [pair.id for pair in rows_of(any_studio, Pair)]
        assert count_pairs(session, kept, PairFilter(text="post")) == 3
