"""Each annotator: who is flagged and why, a table of all, and every check of one."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from app.ui.actions import ask, plain
from app.ui.answers.address import link_to_answers, link_to_flag
from app.ui.pairs import link_to_pairs
from app.ui.quality.words import OUTCOMES, shown
from app.ui.show import choose_by_id, room_for_tools
from app.ui.words import ago
from core.labelling import Outcome, ProjectView
from core.labelling.finding import PairFilter
from core.labelling.quality import Check, CheckName
from core.labelling.reports import MOST_SHOWN, AnnotatorLine, FlagAnswer, flag_answers

CHECKED = {
    CheckName.SIDE: "Side",
    CheckName.LENGTH: "Length",
    CheckName.TIES: "Ties",
    CheckName.RANDOM: "Guessing",
    CheckName.GOLD: "Gold",
    CheckName.CONSISTENCY: "Consistency",
    CheckName.FAST: "Speed",
}
SIDED = (Outcome.CANDIDATE_0, Outcome.CANDIDATE_1)
HOUR_S = 3600
FLAGGED, FINE, NOT_KNOWN = ":orange[:material/flag:]", ":green[:material/check:]", ":gray[:material/remove:]"


def flags(project: ProjectView, lines: Sequence[AnnotatorLine]) -> None:
    """Whose answers somebody should look at, and why; a reason to look, not a verdict."""
    flagged = [(line, check) for line in lines for check in line.flags]
    if not flagged:
        st.markdown(
            f"{FINE} Nobody is flagged: every check of every annotator is as it should be or not known yet."
        )
        return
    for line, check in flagged:
        sentence = check.sentence[:1].lower() + check.sentence[1:]
        st.markdown(f"{FLAGGED} **{plain(line.name)}**: {plain(sentence)}")
        _rests_on(project, line, check)
    st.caption(
        "A flag is a reason to look at somebody's answers, not a verdict. It goes when the evidence does."
    )


def _rests_on(project: ProjectView, line: AnnotatorLine, check: Check) -> None:
    """The answers that a flag rests on, read when somebody asks for them."""
    answers = "answer" if len(check.pairs) == 1 else "answers"
    shown = st.expander(
        f"The {len(check.pairs):,} {answers} it rests on",
        key=f"quality_flag_{line.person_id}_{check.name}",
        on_change="rerun",
        icon=":material/list:",
    )
    if not shown.open:
        return
    with shown:
        link_to_flag("Beside the others’ answers", line.name, check.name)
    retests = check.name == CheckName.CONSISTENCY
    prompt = project.presentation.prompt
    found = ask(flag_answers, project, line.person_id, check.pairs, retests=retests)
    with shown:
        link_to_pairs("All pairs that this person has judged", PairFilter(person=line.person_id))
        if len(check.pairs) > MOST_SHOWN:
            st.caption(f"The first {MOST_SHOWN:,} of them.")
        room_for_tools()
        st.dataframe(
            pd.DataFrame([flag_row(one) for one in found]).rename(columns={"Post": prompt}),
            key=f"quality_flag_answers_{line.person_id}_{check.name}",
            hide_index=True,
            column_config={
                prompt: st.column_config.TextColumn(width="medium"),
                "Seconds": st.column_config.NumberColumn(format="%.1f"),
            },
            alt=f"{line.name}: the answers that the flag for {CHECKED[check.name].lower()} rests on",
        )


def flag_row(one: FlagAnswer) -> dict[str, object]:
    """One answer as a row of the table."""
    side = None if one.left is None or one.outcome not in SIDED else one.outcome == SIDED[one.left]
    return {
        "Pair": one.pair_id,
        "Post": one.post,
        "Said": OUTCOMES[one.outcome] + (", second time" if one.is_retest else ""),
        "Side": "" if side is None else ("left" if side else "right"),
        "Characters of 0 and 1": " / ".join(f"{length:,}" for length in one.characters),
        "Votes for 0 and 1": " / ".join(map(str, one.votes)),
        "Gold": OUTCOMES[one.gold] if one.gold else "",
        "Seconds": one.seconds,
    }


def annotator_table(lines: Sequence[AnnotatorLine]) -> None:
    """All figures of everybody."""
    right = st.column_config.TextColumn(alignment="right")
    room_for_tools()
    st.dataframe(
        pd.DataFrame([_row(line) for line in lines]),
        key="quality_people",
        hide_index=True,
        column_config={
            "Active hours": st.column_config.NumberColumn(format="%.1f"),
            "Seconds each": st.column_config.NumberColumn(format="%.0f", help="Median active time."),
            "Gold right": right,
            "Agreement": right,
            "Same again": right,
        },
        alt="Everybody who has answered, with their figures",
    )


def one_annotator(lines: Sequence[AnnotatorLine]) -> None:
    """Every check of a chosen annotator as a sentence."""
    by_id = {line.person_id: line for line in lines}
    line = choose_by_id("All checks of", by_id, lambda one: one.name, key="quality_person", width=320)
    link_to_answers(f"The answers of {plain(line.name)}", line.name)
    if line.quality is None:
        st.write("Nothing to check yet: no choice and no tie, only skips or a qualification.")
        return
    link_to_pairs(f"The pairs that {plain(line.name)} has judged", PairFilter(person=line.person_id))
    with st.container(gap="xsmall"):
        for check in line.quality.checks:
            st.markdown(f"{_icon(check)} **{CHECKED[check.name]}** · {plain(check.sentence)}")


def _row(line: AnnotatorLine) -> dict[str, object]:
    known = line.quality
    return {
        "Annotator": line.name,
        "Judgments": line.judgments,
        "Skipped": line.skipped,
        "Active hours": line.active_seconds / HOUR_S,
        "Seconds each": known.active_seconds if known else None,
        "Gold right": shown(known.gold if known else None),
        "Agreement": shown(known.agreement if known else None),
        "Same again": shown(known.consistency if known else None),
        "Flags": ", ".join(CHECKED[check.name].lower() for check in line.flags),
        "State": line.state.value,
        "Last answer": ago(line.last_answer_at),
    }


def _icon(check: Check) -> str:
    if check.flagged:
        return FLAGGED
    return NOT_KNOWN if check.value is None else FINE
