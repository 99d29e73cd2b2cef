"""Anybody's answers, each beside the others' on the same pair and what they come to."""

from collections.abc import Iterable

import streamlit as st

from app.ui.actions import ask, plain
from app.ui.answers.address import FLAG
from app.ui.answers.below import older_answers
from app.ui.answers.narrowing import everybodys_filter
from app.ui.pages import place_of
from app.ui.pairs import link_to_pairs
from app.ui.quality import CHECKED, Case, current_report, opinions, pair_texts
from app.ui.quality.words import CONFIDENCE, OUTCOMES, STRENGTH
from app.ui.state import in_address, may_here, project, put_in_address
from app.ui.words import ago
from core.access import Action
from core.labelling import Outcome, ProjectView
from core.labelling.adjudication import opinions_on, pair_text
from core.labelling.finding import PairFilter, people_who_judged
from core.labelling.given import PAGE, GivenAnswer, list_answers, pairs_said

LIST = "given_answers"
SIDED = (Outcome.CANDIDATE_0, Outcome.CANDIDATE_1)


def everybodys_answers() -> None:
    """The list, or the answers that a flag rests on."""
    here = project()
    people = {name: number for number, name in ask(people_who_judged, here).items()}
    wanted = everybodys_filter(here, people)
    flag = in_address(FLAG)
    if flag and wanted.person is not None:
        _of_flag(here, wanted.person, flag)
        return
    page = ask(list_answers, here, wanted, after=place_of(LIST, (here.id, wanted)))
    if not page.rows and not page.looked:
        st.info("No answer is like that.", icon=":material/search_off:")
    _lines(here, page.rows)
    older_answers(LIST, page)


def _of_flag(here: ProjectView, number: int, name: str) -> None:
    """The answers that a flag rests on, a page at a time."""
    line = next((one for one in current_report(here).annotators if one.person_id == number), None)
    check = next((one for one in line.flags if one.name == name), None) if line else None
    with st.container(horizontal=True, vertical_alignment="center"):
        if line is None or check is None:
            st.info("This person is not flagged for that any more.", icon=":material/check:")
        else:
            st.markdown(
                f":orange[:material/flag:] **{plain(line.name)}**, {plain(CHECKED[check.name].lower())}: "
                f"{plain(check.sentence)}"
            )
        st.button("All answers", key="flag_off", icon=":material/close:", on_click=_leave_flag)
    if check is None:
        return
    pages = max(1, -(-len(check.pairs) // PAGE))
    at = 1
    if pages > 1:
        at = st.number_input(f"Page, of {pages:,}", 1, pages, key=f"flag_page_{number}_{name}", width=140)
    pairs = [int(one) for one in check.pairs[PAGE * (at - 1) : PAGE * at]]
    _lines(here, ask(pairs_said, here, number, pairs))


def _leave_flag() -> None:
    put_in_address(FLAG, "")


def _lines(here: ProjectView, rows: Iterable[GivenAnswer]) -> None:
    for one in rows:
        line = st.expander(_line(one), key=f"given_{one.id}", on_change="rerun")
        if line.open:
            with line:
                _opened(here, one)


def _line(one: GivenAnswer) -> str:
    said = [
        OUTCOMES[one.outcome],
        STRENGTH.get(one.strength or 0, ""),
        CONFIDENCE.get(one.confidence or 0, ""),
        "second time" if one.is_retest else "",
    ]
    marks = [":orange[:material/flag:]"] * bool(one.flag) + [":material/edit:"] * one.changed
    words = plain(", ".join(part for part in said if part))
    facts = " · ".join([_verdict(one), *_seconds(one), plain(ago(one.at))])
    return f"**{plain(one.person)}** {words} {' '.join(marks)} :gray[· {facts} ·] {plain(one.post[:60])}"


def _verdict(one: GivenAnswer) -> str:
    """What the pair comes to, and whether the answer is another one."""
    if one.comes_to is None:
        return "no votes"
    votes = " : ".join(map(str, one.votes))
    comes = f"{'decided' if one.settled else 'votes'} {OUTCOMES[one.comes_to].lower()}, {plain(votes)}"
    differs = one.outcome.counts and one.outcome != one.comes_to
    return f":orange[{comes}]" if differs else comes


def _seconds(one: GivenAnswer) -> list[str]:
    return [] if one.active_ms is None or one.implied else [plain(f"{one.active_ms / 1000:.1f} s")]


def _opened(here: ProjectView, one: GivenAnswer) -> None:
    pair = ask(pair_text, here, one.pair_id)
    given = tuple(ask(opinions_on, here, [one.pair_id]).get(one.pair_id, ()))
    case = Case(0, 1, pair, given)
    pair_texts(case)
    st.caption(" ".join(_facts(one)))
    opinions(here, case, may_return=may_here(Action.ADJUDICATE))
    link_to_pairs(f"Pair {one.pair_id}", PairFilter(pair=one.pair_id), icon=":material/open_in_new:")


def _facts(one: GivenAnswer) -> Iterable[str]:
    if one.left is not None:
        yield f"{plain(one.person)} saw {OUTCOMES[SIDED[one.left]].lower()} on the left."
    if one.gold is not None:
        yield f"A gold pair: {OUTCOMES[one.gold].lower()} is right."
    yield f"{one.characters:,} characters in all."
