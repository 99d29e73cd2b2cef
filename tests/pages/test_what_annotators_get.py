"""Annotators judge blind: nothing their pages send tells who wrote what, or what others answered."""

import json

import pytest

from core.access import Person, Role
from core.demo import sample
from core.labelling import Judgment, Pair
from core.labelling.queue.tokens import CANDIDATES, Tokens
from tests.core.builders import rows_of
from tests.pages.test_every_page import ANNOTATOR
from tests.pages.visit import Home, Visit

KINDS = ("sample", "sample, gone round")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("page", sorted(ANNOTATOR))
def test_nothing_of_others_is_sent(open_home, kind, page):
    """No source of a candidate, no other person, no reason another gave, no other judgment's number."""
    home = open_home(kind)
    secrets = secrets_of(home)
    assert len(secrets) > 100
    sent = [text for _, text in home.visit(Role.ANNOTATOR).go(page).sent()]
    assert not [(secret, text[:200]) for secret in secrets for text in sent if secret in text]


def secrets_of(home: Home) -> set[str]:
    """What an annotator must not learn before the answer is given, or at all."""
    me = home.person(Role.ANNOTATOR)
    pairs = rows_of(home.studio, Pair)
    others = [one for one in rows_of(home.studio, Judgment) if one.person_id != me.id]
    return {
        *(source for pair in pairs for source in (pair.source_0, pair.source_1) if source),
        *(one.name for one in rows_of(home.studio, Person) if one.id != me.id),
        *(name for one in rows_of(home.studio, Person) if " (sample)" in (name := one.name)),
        *(one.id for one in others),
        *(one.reason for one in others if one.reason),
    }


def test_the_search_would_find_them(open_home):
    """What an annotator may not see is found by the same means where a lead may see it."""
    words = open_home("sample").visit(Role.LEAD).go("people").words
    assert "The engineer" in words


def test_a_pair_is_its_texts_and_their_tokens(open_home):
    """Exactly these fields go to the browser, whatever else a pair holds; no name tells anything."""
    home = open_home("sample")
    data = labeller_data(home.visit(Role.ANNOTATOR).go("label"))
    tokens = Tokens.of(home.project, home.person(Role.ANNOTATOR).id)
    pairs = {tokens.pair(pair.id): pair for pair in rows_of(home.studio, Pair)}
    assert "candidate_" not in json.dumps(data)
    assert home.project.blinding_key not in json.dumps(data)
    assert len(data["items"]) == 6  # a quarter of what is open
    for item in data["items"]:
        assert item.keys() == {"id", "input_text", "left", "right", "note"}
        assert item["note"] is None
        pair = pairs[item["id"]]
        sides = {side["token"]: side["text"] for side in (item["left"], item["right"])}
        zero, one = (tokens.candidate(item["id"], name) for name in CANDIDATES)
        assert sides == {zero: pair.candidate_0, one: pair.candidate_1}


def test_what_can_be_taken_back_is_ones_own(open_home):
    """The last answer that is offered for undoing is this person's."""
    home = open_home("sample, gone round")
    mine = [
        one.id for one in rows_of(home.studio, Judgment) if one.person_id == home.person(Role.ANNOTATOR).id
    ]
    data = labeller_data(home.visit(Role.ANNOTATOR).go("label"))
    assert [data["undoable"]["answer"]] == mine
    assert "candidate_" not in json.dumps(data)
    assert labeller_data(home.visit(Role.REVIEWER).go("label"))["undoable"] is None


def test_an_annotator_reads_the_instruction_and_the_guidelines(open_home):
    """As they are; the browser shows them as text."""
    data = labeller_data(open_home("sample").visit(Role.ANNOTATOR).go("label"))
    assert (data["instruction"], data["guidelines"]) == (sample.INSTRUCTION, sample.GUIDELINES)


def labeller_data(visit: Visit) -> dict:
    (text,) = (text for field, text in visit.sent() if field.startswith("Bidi") and '"items"' in text)
    return json.loads(text)
