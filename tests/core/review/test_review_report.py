"""What a closed review leaves: a page, tables and a file for LLM Comparator, the same bytes every time."""

import csv
import io
import json
import re
from html.parser import HTMLParser

import pytest
from sqlmodel import select, update

from core.access import SYSTEM, Action, AuditEntry, Role
from core.errors import Conflict, NotAllowed, NotFound
from core.review import Asked, Design, ModelAnswers, ReviewAnswer, ReviewItem, Verdict, create_review
from core.review.report import KINDS, ReportKind, export_report, file_name
from core.review.report.files import report_file
from tests.core.builders import new_person
from tests.core.review.big_review import Drawn, close, give_verdicts
from tests.core.review.review_scene import judge, predictions, prepared, read

HOSTILE = "<script>alert('x')</script> & \"quoted\" [click](javascript:alert(1)) =1+1 \u202egnp"
LOADING = {"src", "href", "srcset", "data", "action", "poster", "style"}


@pytest.fixture
def trio(studio):
    """Three reviewers."""
    return [new_person(studio, Role.REVIEWER, name) for name in ("Rhea", "Remy", "Rudi")]


@pytest.fixture
def closed(studio, project, trio):
    """A closed review of ten items with hostile texts, drawn verdicts, a quality bar and a reference."""
    plan = Design(per_item=3, question=HOSTILE, asked=Asked(quality_bar=HOSTILE))
    chosen = prepared(studio, project, 10, title=HOSTILE[:60], design=plan)
    give_verdicts(studio, chosen, [one.id for one in trio], 3, Drawn(0.7, bar=True))
    with studio.db.write() as session:
        items = session.exec(select(ReviewItem).where(ReviewItem.review_id == chosen.id)).all()
        for item in items:
            item.reference, item.stratum = "plain words", HOSTILE
            session.add(item)
        session.exec(update(ReviewAnswer).where(ReviewAnswer.model == 1).values(text=HOSTILE))
        session.exec(update(Verdict).values(comment=HOSTILE))
    return close(studio, chosen)


def made(studio, chosen, kind, **more):
    return read(studio, report_file, chosen, kind, **more).content


class Elements(HTMLParser):
    """Collects the elements and attributes of a page, and its text."""

    def __init__(self):
        super().__init__()
        self.elements, self.attributes, self.texts = set(), [], []

    def handle_starttag(self, tag, attrs):
        """Keep the element and its attributes."""
        self.elements.add(tag)
        self.attributes += attrs

    def handle_data(self, data):
        """Keep the text."""
        self.texts.append(data)


def parsed(content):
    page = Elements()
    page.feed(content.decode())
    return page


@pytest.mark.parametrize("kind", ReportKind)
def test_nothing_leaves_an_open_review(studio, project, trio, kind):
    """Not a single file, whoever asks."""
    chosen = prepared(studio, project, 3)
    judge(studio, chosen, trio[0], "first")
    with pytest.raises(Conflict, match="is open: its results are shown"):
        made(studio, chosen, kind)


@pytest.mark.parametrize("kind", ReportKind)
def test_the_same_review_gives_the_same_bytes(studio, closed, kind):
    """Whenever and however often it is made; the name and the kind of content tell what it is."""
    first = read(studio, report_file, closed, kind)
    assert first == read(studio, report_file, closed, kind)
    assert first.name.startswith(f"review-{closed.id}")
    assert first.media_type == KINDS[kind].media_type


def test_the_page_loads_nothing_and_runs_nothing(studio, closed):
    """No script, no address, no style but its own; hostile text is text, wherever it stands."""
    content = made(studio, closed, ReportKind.PAGE)
    page = parsed(content)
    assert not page.elements & {
        "script",
        "link",
        "img",
        "iframe",
        "object",
        "form",
        "a",
        "base",
        "foreignobject",
    }
    assert not [name for name, _ in page.attributes if name in LOADING or name.startswith("on")]
    policy = dict(page.attributes)["content"] and re.search(r'Policy" content="([^"]+)"', content.decode())[1]
    assert policy.startswith("default-src &#x27;none&#x27;; style-src &#x27;sha256-")
    assert "".join(page.texts).count(HOSTILE) >= 5
    assert "http" not in re.sub(r'content="[^"]*"', "", "".join(value or "" for _, value in page.attributes))


def test_the_page_tells_design_figures_examples_and_limits(studio, closed):
    """Everything that a sceptical reader looks for has its heading; figures have formula and source."""
    text = "\n".join(parsed(made(studio, closed, ReportKind.PAGE)).texts)
    for heading in (
        "Question and design",
        "Changes to the plan",
        "Data",
        "Result",
        "Examples",
        "Limits",
        "Lineage",
    ):
        assert f"\n{heading}\n" in text
    for said in (
        "What was left out",
        "How it was made",
        "Source: ",
        "Sign test",
        "McNemar",
        "ROUGE",
        "alpha",
    ):
        assert said in text
    assert "model B wins, ties half" in text


def test_verdicts_are_a_row_each(studio, closed, trio):
    """CSV and Parquet tell the same; no cell of the CSV is a formula, and people are numbers."""
    from pyarrow import parquet  # noqa: PLC0415 - slow to import

    rows = list(csv.DictReader(io.StringIO(made(studio, closed, ReportKind.VERDICTS_CSV).decode())))
    table = parquet.read_table(io.BytesIO(made(studio, closed, ReportKind.VERDICTS_PARQUET))).to_pylist()
    assert len(rows) == len(table) == 30
    assert {int(row["reviewer"]) for row in rows} == {one.id for one in trio}
    for row, other in zip(rows, table, strict=True):
        assert (row["outcome"], row["chosen"]) == (other["outcome"], other["chosen"] or "")
        expected = {"first": "model A", "second": "model B"}.get(row["outcome"], "")
        assert row["chosen"] == expected
        assert (row["first_passes"] == "true") == other["first_passes"]
        assert not row["stratum"].startswith(("=", "+", "-", "@"))


def test_items_have_both_answers_and_the_counts(studio, closed):
    from pyarrow import parquet  # noqa: PLC0415 - slow to import

    rows = parquet.read_table(io.BytesIO(made(studio, closed, ReportKind.ITEMS_PARQUET))).to_pylist()
    assert len(rows) == 10
    for row in rows:
        assert row["second_answer"] == HOSTILE
        assert row["first_won"] + row["second_won"] + row["ties"] + row["both_bad"] == 3
    assert sum(row["second_passed"] for row in rows) > 0


def test_llm_comparators_file_is_as_its_loader_wants_it(studio, closed):
    """Fields as in its README and types; positive is the first model's, a label stays as shown."""
    found = json.loads(made(studio, closed, ReportKind.LLM_COMPARATOR))
    assert set(found) == {"metadata", "models", "examples", "rationale_clusters"}
    assert isinstance(found["metadata"]["source_path"], str)
    kinds = {one["name"]: one["type"] for one in found["metadata"]["custom_fields_schema"]}
    assert kinds["words"] == "per_model_number"
    assert [one["name"] for one in found["models"]] == ["model A", "model B"]
    rated = [rating for one in found["examples"] for rating in one["individual_rater_scores"]]
    assert {rating["is_flipped"] for rating in rated} == {True, False}
    for one in found["examples"]:
        scores = [rating["score"] for rating in one["individual_rater_scores"]]
        assert one["score"] == pytest.approx(sum(scores) / len(scores))
        assert -1.5 <= one["score"] <= 1.5
        assert isinstance(one["input_text"], str)
        assert isinstance(one["tags"], list)
        for name, kind in kinds.items():
            held = [rating["custom_fields"] for rating in one["individual_rater_scores"]]
            assert all(
                name in fields for fields in (held if kind == "per_rating_string" else [one["custom_fields"]])
            )
    for rating in rated:
        if rating["score"]:
            won_left = (rating["score"] > 0) != rating["is_flipped"]
            assert rating["rating_label"] == ("A is better" if won_left else "B is better")
            assert (rating["score"] > 0) == (rating["custom_fields"]["outcome"] == "first")


def test_two_models_that_are_not_compared_have_no_file(studio, closed):
    with pytest.raises(NotFound, match="does not compare models 0 and 2"):
        made(studio, closed, ReportKind.LLM_COMPARATOR, models=(0, 2))


def test_a_review_without_verdicts_has_a_report_too(studio, project):
    """Closed early with nothing to count: it says so."""
    chosen = close(studio, prepared(studio, project, 2))
    text = "\n".join(parsed(made(studio, chosen, ReportKind.PAGE)).texts)
    assert "There are no verdicts, so nothing can be said." in text
    for kind in ReportKind:
        assert made(studio, chosen, kind)


@pytest.mark.parametrize(
    ("role", "kind"), [(Role.REVIEWER, ReportKind.PAGE), (Role.ENGINEER, ReportKind.ITEMS_CSV)]
)
def test_who_may_take_it_along(studio, closed, role, kind):
    """The page is for whoever reads the result, the tables for whoever may export; that is on record."""
    person = new_person(studio, role, "Rae")
    assert export_report(studio.db, person, closed, kind) == read(studio, report_file, closed, kind)
    with studio.db.read() as session:
        entries = session.exec(select(AuditEntry).where(AuditEntry.person_id == person.id)).all()
    taken = [one.details for one in entries if one.action == Action.EXPORT]
    assert taken == ([] if kind == ReportKind.PAGE else [{"target": f"review-{closed.id}-items.csv"}])


def test_a_reviewer_takes_no_table_along(studio, closed, trio):
    with pytest.raises(NotAllowed, match="does not include “export”"):
        export_report(studio.db, trio[0], closed, ReportKind.VERDICTS_CSV)


def test_three_models_have_each_pair_and_their_strengths(studio, project, trio):
    """A round robin of twelve prompts: 36 comparisons; LLM Comparator's file is of two of them."""
    said = [
        predictions(name, *((f"prompt {one}", f"{name} {one}") for one in range(12)))
        for name in ("a", "b", "c")
    ]
    models = [ModelAnswers(one.origin, one) for one in said]
    made_of = create_review(studio.db, SYSTEM, project, models, title="Three", design=Design(per_item=3))
    for number, person in enumerate(trio):
        judge(studio, made_of, person, *["first", "second", "tie"][number:], *["second"] * (9 + number))
    chosen = close(studio, made_of)
    text = "\n".join(parsed(made(studio, chosen, ReportKind.PAGE)).texts)
    for said_of in ("b against a", "c against a", "c against b", "All models", "Bradley and Terry"):
        assert said_of in text
    assert len(made(studio, chosen, ReportKind.ITEMS_CSV).splitlines()) == 37
    found = json.loads(made(studio, chosen, ReportKind.LLM_COMPARATOR, models=(0, 2)))
    assert [one["name"] for one in found["models"]] == ["a", "c"]
    assert file_name(chosen.id, ReportKind.LLM_COMPARATOR, (0, 2)).endswith("-models-0-2-llm-comparator.json")
