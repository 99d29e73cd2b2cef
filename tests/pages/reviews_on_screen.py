"""Steps on the compare page that more than one of its tests takes."""

import json

from core.access import Role
from core.labelling.judging import Saved
from core.review import Review, Reviewing, assign_comparisons, get_review, save_verdicts
from tests.core.builders import answer
from tests.loop_helpers import prediction_text
from tests.pages.visit import Home, Visit

KIWI, MANGO = "untuned-kiwi.jsonl", "tuned-mango.jsonl"
"""Files whose names tell the models."""


def open_review(visit: Visit, number: int = 1, tab: str = "") -> Visit:
    """Open a review by its address."""
    visit.at.query_params["review"] = str(number)
    if tab:
        visit.at.query_params["tab"] = tab
    return visit.go("compare")


def labeller_data(visit: Visit) -> dict:
    """What the browser is given to show."""
    (text,) = (text for field, text in visit.sent() if field.startswith("Bidi") and '"items"' in text)
    return json.loads(text)


def captions(visit: Visit) -> list[str]:
    """What stands small on the page."""
    return [one.value.replace("\\", "") for one in visit.at.caption]


def two_files(prompts: int = 3) -> list[tuple[str, str]]:
    """Names and contents of two models' answers."""
    return [
        (name, prediction_text([(f"prompt {one}", f"{word} answer {one}") for one in range(prompts)]))
        for name, word in ((KIWI, "short"), (MANGO, "long and rich"))
    ]


def upload(home: Home, *files: tuple[str, str], title: str = "Two files") -> Visit:
    """Begin to plan a review of these files."""
    visit = home.visit(Role.ENGINEER).go("compare").click("plan_new")
    visit.at.text_input(key="plan_title").set_value(title)
    given = [(name, text.encode(), "application/jsonl") for name, text in files]
    visit.at.file_uploader(key="plan_files").set_value(given)
    return visit.run()


def judge_all(home: Home, role: Role, number: int = 1, *, ahead: int = 100) -> Saved:
    """Whatever this person may judge, they judge: the left answer is better and passes."""
    person = home.person(role)
    with home.studio.db.write() as session:
        review = get_review(session, number)
        shown = assign_comparisons(session, Reviewing(review, person.id or 0), ahead=ahead)
        bar = review.design.asked.quality_bar
        given = [
            answer(one.id, one.left.token)
            | ({"passes": {one.left.token: True, one.right.token: False}} if bar else {})
            for one in shown
        ]
        saved = save_verdicts(session, person, review, given)
    assert saved.refused == ()
    return saved


def forget_reviews(home: Home) -> None:
    """As if nothing had been reviewed yet."""
    with home.studio.db.write() as session:
        for table in reversed(Review.metadata.sorted_tables):
            if table.name.startswith("review"):
                session.connection().execute(table.delete())
