"""The frozen sets: a table, the card of the one that is chosen, and the ways to bring it out."""

import json
from collections.abc import Iterator

import streamlit as st

from app.ui.actions import plain
from app.ui.datasets.charts import lengths_chart, parts_chart
from app.ui.datasets.delivery import deliver, show_copies
from app.ui.datasets.recipe_words import recipe_words
from app.ui.datasets.rows import frozen_rows_list
from app.ui.datasets.tabs import FREEZE, open_tab
from app.ui.pairs import link_to_pairs
from app.ui.show import choose_by_id, download, show_chart, show_table
from app.ui.words import ago, size
from core.datasets import DatasetKind, DatasetView
from core.datasets.checks import Lengths
from core.datasets.delivery import card_of
from core.datasets.exports import agreement_words, certainty_words
from core.datasets.freezing import LEFT_OUT_BY_HAND
from core.datasets.models import Card
from core.labelling import ProjectView
from core.labelling.finding import PairFilter, PairState


def frozen_tab(project: ProjectView, sets: list[DatasetView]) -> None:
    """The sets as a table; the chosen one in detail."""
    if not sets:
        st.info(
            "No data set has been frozen yet. A frozen one never changes, so a run can name what it used. "
            "Begin under “Freeze”, after labelling or importing.",
            icon=":material/ac_unit:",
        )
        st.button("Freeze a data set", icon=":material/ac_unit:", on_click=open_tab, args=(FREEZE,))
        return
    show_table(
        [
            (one.name, one.title, one.rows, size(one.size), ago(one.created_at), one.sha256[:12])
            for one in sets
        ],
        ["Data set", "Title", "Rows", "Size", "Frozen", "sha256"],
        alt="Frozen data sets, newest first",
        column_config={"Rows": st.column_config.NumberColumn(format="localized")},
    )
    by_id = {one.id: one for one in sets}
    dataset = choose_by_id(
        "Data set", by_id, lambda one: f"{one.full_name} · {one.rows:,} rows", key="dataset"
    )
    with st.container(border=True):
        st.subheader(plain(dataset.full_name))
        show_card(dataset)
        _pairs_behind(dataset)
        _beside(project, dataset)
    frozen_rows_list(dataset)
    deliver(dataset)
    show_copies(dataset)


def _pairs_behind(dataset: DatasetView) -> None:
    """The ways to the project's pairs as they are now: those of its files, and those left out by hand."""
    origins = dataset.recipe.get("origins") or []
    with st.container(horizontal=True, gap="medium"):
        for origin in origins:
            link_to_pairs(f"Pairs of {plain(origin)}", PairFilter(origin=origin))
        if dataset.kind == DatasetKind.PREFERENCE and not origins:
            link_to_pairs("The project’s pairs", PairFilter())
        if dataset.counts.get(LEFT_OUT_BY_HAND):
            link_to_pairs("Pairs left out by hand", PairFilter(state=PairState.LEFT_OUT))


def _beside(project: ProjectView, dataset: DatasetView) -> None:
    """What only some will read; the README as text, because texts from outside stand in it."""
    card = st.expander("README data card", icon=":material/description:", key="card", on_change="rerun")
    if card.open:
        with card:
            readme = card_of(dataset, project)
            st.code(readme, language=None, wrap_lines=True, height=360)
            key = f"readme_{dataset.id}"
            download("Download the card", readme, "README.md", mime="text/markdown", key=key)
    with st.expander("Recipe, hash and address", icon=":material/receipt_long:"):
        st.code(json.dumps(dataset.recipe, indent=2), language="json")
        st.code(f"sha256 {dataset.sha256}\n{dataset.address}", language=None, wrap_lines=True)


def show_card(dataset: DatasetView) -> None:
    """Figures, weaknesses, pictures, and how the set was made."""
    card = dataset.card
    if not card:
        st.info("This set was frozen before cards were made; it has none.", icon=":material/info:")
    else:
        _figures(card)
        _weaknesses(card.get("weaknesses", []))
        left, right = st.columns(2, gap="large")
        with left:
            _choices(card)
            st.markdown("\n".join(f"- {plain(one)}" for one in _sentences(dataset)))
        with right:
            _lengths(card)


def _figures(card: Card) -> None:
    figures = [("Rows", f"{card['rows']:,}", ""), ("Distinct prompts", f"{card['distinct_prompts']:,}", "")]
    if card.get("judgments") is not None:
        figures += [
            ("Judgments a row", f"{card['judgments_per_row']:.2f}", f"{card['judgments']:,} in all"),
            ("Annotators", f"{card['annotators']:,}", "A file whose choices name nobody counts as one."),
            (
                "Agreement",
                _percent(card["agreement"]),
                "No row has two."
                if card["agreement"] is None
                else f"How often two are equal, {agreement_words(card)}.",
            ),
        ]
    for place, (label, value, help_text) in zip(st.columns(len(figures)), figures, strict=True):
        place.metric(label, value, help=help_text or None)


def _weaknesses(weaknesses: list[str]) -> None:
    if weaknesses:
        words = "\n".join(f"- {plain(one)}" for one in weaknesses)
        st.warning(f"Beware of this:\n{words}", icon=":material/warning:")


def _choices(card: Card) -> None:
    """Bars on what the choices lean to and what decided them; none for prompts."""
    rows, order, longer = card["rows"], card["candidate_0_preferred"], card["longer_preferred"]
    if order is None:
        return
    _bar("Which candidate is preferred", _halves(rows, order, "candidate_0", "candidate_1"), "order")
    if longer is not None:
        unequal = card["rows_of_unequal_length"]
        _bar("Which length is preferred", _halves(unequal, longer, "the longer", "the shorter"), "length")
    decided = card["decided_by"]
    if len(decided) > 1:
        _bar("What decided", decided, "decided")


def _halves(rows: int, share: float, first: str, second: str) -> dict[str, int]:
    number = round(rows * share)
    return {first: number, second: rows - number}


def _bar(title: str, parts: dict[str, int], key: str) -> None:
    told = ", ".join(f"{name} in {number} rows" for name, number in parts.items())
    with st.container(gap="xxsmall"):
        st.caption(title)
        show_chart(parts_chart(parts), key=f"card_{key}", alt=f"{title}: {told}")


def _lengths(card: Card) -> None:
    for name, texts in (("prompt", "prompts"), ("candidates", "candidates")):
        lengths = card["lengths"].get(name)
        if lengths:
            st.caption(
                f"Length of the {texts}: {lengths['median']:,} characters (median), "
                f"{lengths['longest']:,} at most"
            )
            show_chart(
                lengths_chart(Lengths(lengths["counts"], lengths["longest"]), texts=texts),
                key=f"card_lengths_{name}",
                alt=f"Lengths of the {texts} in characters",
            )


def _sentences(dataset: DatasetView) -> Iterator[str]:
    card = dataset.card
    if card.get("judgments"):
        if (first := card["first_judgment"]) and (last := card["last_judgment"]):
            yield f"Judged from {first[:10]} to {last[:10]}."
        yield f"{_percent(card['imported'])} of the judgments were imported."
        if card["mean_confidence"] is not None:
            yield f"{certainty_words(dataset.recipe)}: {card['mean_confidence']:.2f}."
    yield from recipe_words(dataset.kind, dataset.recipe)
    if dataset.counts:
        counts = ", ".join(f"{reason}: {number:,}" for reason, number in sorted(dataset.counts.items()))
        yield f"What became of the rows looked at: {counts}."


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"
