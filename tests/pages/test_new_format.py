"""A new format is one file and one line: recognising, page, command and report follow from it."""

import pytest

from core.access import Role
from core.datasets.formats import Format, Wanted, known_formats, recognise, registry
from core.datasets.formats.columns import columns_pair
from core.datasets.formats.format import one_each
from core.datasets.formats.mapping import Row
from core.datasets.formats.shared.fields import given, pair_texts, rest_of
from core.datasets.formats.shared.prompts import Prompts
from core.datasets.importing import get_import, list_imports
from core.datasets.problems import or_problem
from core.datasets.records import PairRecord
from core.labelling import Judgment, Outcome, Pair
from tests.app.cli_runner import run_here
from tests.core.builders import jsonl, rows_of
from tests.pages.test_datasets_importing import check, upload

SPOONS = ("left_spoon", "right_spoon")


@or_problem
def spoon_pair(line: int, row: Row, prompts: Prompts) -> PairRecord:
    """Two soups and the one that was finished."""
    built = prompts.record(line, row, ("menu", given(line, row, "menu")))
    texts = pair_texts(line, ("menu", built.input_text), *((name, given(line, row, name)) for name in SPOONS))
    finished = {"left": 0, "right": 1}.get(row.get("finished"))
    return PairRecord(line, *texts, finished, extra=rest_of(built.extra, {*SPOONS, "finished"}))


FORMAT = Format(
    name="spoons",
    title="Spoon tasting",
    label="Spoon tasting (menu, left_spoon, right_spoon, finished)",
    telling="a menu and two spoons",
    looks_like="`menu`, `left_spoon`, `right_spoon`, `finished`",
    becomes="pairs",
    adapters={Wanted.PAIRS: one_each(spoon_pair)},
    is_sure=lambda row, _: row.keys() >= set(SPOONS),
)
ROWS = [
    {"menu": "Which soup?", "left_spoon": "Leek.", "right_spoon": "Pea.", "finished": "right"},
    {"menu": "Which stew?", "left_spoon": "Lentil.", "right_spoon": "Bean.", "finished": "left"},
    {"menu": "Which broth?", "left_spoon": "Clear.", "right_spoon": "Clear."},
]
GOOD = jsonl(*ROWS[:2])


@pytest.fixture
def home(open_home, monkeypatch):
    """A home without pairs, in a studio that knows one format more."""
    monkeypatch.setattr(registry, "FORMATS", (FORMAT, *registry.FORMATS))
    return open_home("no pairs")


def judged(home) -> list[Outcome]:
    votes = {one.pair_id: one.outcome for one in rows_of(home.studio, Judgment)}
    return [votes[one.id] for one in rows_of(home.studio, Pair)]


def last_report(home):
    with home.studio.db.read() as session:
        return get_import(session, list_imports(session, home.project)[0].id)


def test_it_is_recognised(home):
    """Its place in the tuple is enough; rows of other formats are read as before."""
    found = recognise(ROWS, Wanted.PAIRS)
    assert (found.format, found.columns) == (FORMAT, None)
    assert found.why == "3 of the first 3 rows have a menu and two spoons."
    assert recognise([{"input_text": "p", "candidate_0": "a"}], Wanted.PAIRS).format.name == "vertex"


def test_the_page_preselects_it_and_takes_its_rows(home):
    """With its label among the others, rows as they would be taken, and its title in the report."""
    visit = upload(home.visit(Role.ENGINEER), GOOD)
    visit.at.radio(key="map_how").set_value("otherwise")
    chosen = visit.run().at.selectbox(key="map_format")
    assert (chosen.value, chosen.options[0]) == ("Spoon tasting", FORMAT.label)
    assert len(chosen.options) == len(known_formats())
    assert visit.at.dataframe[0].value["Candidate 1"].tolist() == ["Pea.", "Bean."]
    check(visit, GOOD).click("import_go")
    assert visit.at.success[0].value == "2 rows taken, 2 choices."
    assert judged(home) == [Outcome.CANDIDATE_1, Outcome.CANDIDATE_0]
    assert "Read as: Spoon tasting." in last_report(home).as_text()


@pytest.mark.parametrize("named", [[], ["--format", "spoons"]])
def test_the_command_reads_it_recognised_or_named(home, monkeypatch, capsys, tmp_path, named):
    """And says what is wrong with a row in the words that all formats share."""
    path = tmp_path / "soup.jsonl"
    path.write_bytes(jsonl(*ROWS))
    ran = run_here(monkeypatch, capsys, "check", path, *named)
    assert (ran.status, "Read as: Spoon tasting." in ran.out) == (1, True)
    assert "field right_spoon: is the same text as left_spoon" in ran.out
    assert run_here(monkeypatch, capsys, "import", path, "--accept-good", *named).status == 0
    assert judged(home) == [Outcome.CANDIDATE_1, Outcome.CANDIDATE_0]


def test_what_it_cannot_do_is_said(home, monkeypatch, capsys, tmp_path):
    """It has no prompts to practise on, and names of its own; a project for prompts is not offered it."""
    path = tmp_path / "soup.jsonl"
    path.write_bytes(GOOD)
    arguments = ("check", path, "--format", "spoons")
    assert run_here(monkeypatch, capsys, *arguments, "--kind", "prompt").refusal == (
        "Rows in the format “Spoon tasting” hold no prompts; choose another format."
    )
    assert "the other formats have their own names" in (
        run_here(monkeypatch, capsys, *arguments, "--column", "choice=finished").refusal
    )
    assert FORMAT not in known_formats(Wanted.PROMPTS)
    assert FORMAT in known_formats(Wanted.GOLD)


def test_one_whose_fields_can_be_named_is_mapped_on_the_page(open_home, monkeypatch):
    """It has only to guess them; the form and ``--column`` come from that."""
    guess = registry.format_named("columns").guess
    mapped = Format(
        **{name: getattr(FORMAT, name) for name in ("name", "title", "label", "telling")},
        looks_like="",
        becomes="",
        adapters={
            Wanted.PAIRS: lambda columns, prompts: (
                lambda line, row: [columns_pair(line, row, columns, prompts=prompts)]
            )
        },
        is_sure=FORMAT.is_sure,
        guess=guess,
    )
    monkeypatch.setattr(registry, "FORMATS", (mapped, *registry.FORMATS))
    visit = upload(open_home("no pairs").visit(Role.ENGINEER), GOOD)
    assert visit.at.selectbox(key="map_format").value == "Spoon tasting"
    for part, name in zip(("input_text", "candidate_0", "candidate_1"), ("menu", *SPOONS), strict=True):
        visit.at.selectbox(key=f"map_{part}").set_value(name)
    visit.at.selectbox(key="map_rule").set_value("nothing: there is no choice")
    assert visit.run().at.dataframe[0].value["Candidate 0"].tolist() == ["Leek.", "Lentil."]
