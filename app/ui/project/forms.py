"""The settings of a project in groups: the preset, what annotators see and say, and the queue."""

import streamlit as st

from app.ui.project.fields import Fields, Rationale, field_values
from core.labelling import Choices, Mode, Order
from core.labelling.project_view import MOST_JUDGMENTS
from core.labelling.projects import KEPT, Preset, preset_of
from core.labelling.protocol import AXES, LONGEST_MINIMUM, MOST_A_DAY, MOST_AXES, MOST_REASONS

CUSTOM = "Custom"
PRESETS = {preset.title: preset for preset in Preset}
MODES = {Mode.PAIRS: "Pairs", Mode.RANKINGS: "Rankings"}
CHOICES = {
    Choices.TWO_WAY: "Two-way",
    Choices.WITH_TIE: "With a tie",
    Choices.WITH_BOTH_BAD: "With a tie and both bad",
}
RATIONALES = {Rationale.OFF: "Off", Rationale.OPTIONAL: "Optional", Rationale.REQUIRED: "Required"}
ORDERS = {
    Order.SHUFFLED: "Shuffled",
    Order.FEWEST: "Fewest judgments first",
    Order.DISPUTED: "Most disputed first",
}


def preset_choice(fields: Fields) -> None:
    """The preset that the fields below equal; choosing one fills them."""
    drafted = fields.drafted()
    preset = drafted and preset_of(drafted.judgments_per_pair, drafted.protocol)
    fields.fill({"preset": preset.title if preset else CUSTOM})
    st.segmented_control(
        "Preset",
        list(PRESETS) if preset else [*PRESETS, CUSTOM],
        key=fields.key("preset"),
        required=True,
        disabled=fields.ranks,
        on_change=_fill,
        args=(fields,),
    )
    if fields.ranks:
        st.caption("The presets are for pairs; this project ranks.")
    else:
        st.caption(preset.description if preset else "Your own mixture; a preset would replace it.")


def labelling_group(fields: Fields, *, has_pairs: bool) -> None:
    """What annotators see and say."""
    left, right = st.columns(2, gap="large")
    with left:
        _mode(fields, locked=has_pairs)
        _answers(fields)
        _rationale(fields)
    with right:
        _lists(fields)


def queue_group(fields: Fields) -> None:
    """How many judgments, in which order, and whether any are taken now."""
    left, right = st.columns(2, gap="large")
    left.number_input("Judgments a pair needs", 1, MOST_JUDGMENTS, key=fields.key("judgments"))
    right.selectbox("Order", list(Order), key=fields.key("order"), format_func=ORDERS.__getitem__)
    left.number_input(
        "Goal: answers a day",
        0,
        MOST_A_DAY,
        key=fields.key("daily_goal"),
        help="For everybody who has set no goal of their own on the label page; 0 is none.",
    )
    st.toggle("Pause the project", key=fields.key("paused"))
    st.caption(
        "While it is paused, annotators read “Labelling is paused” and get no pairs; what they have answered "
        "is saved."
    )


def _fill(fields: Fields) -> None:
    preset = PRESETS.get(fields["preset"])
    if preset is not None:
        kept = {name: fields[name] for name in KEPT}
        fields.fill(field_values(preset.judgments_per_pair, preset.protocol) | kept)


def _mode(fields: Fields, *, locked: bool) -> None:
    st.segmented_control(
        "On the screen",
        list(Mode),
        key=fields.key("mode"),
        format_func=MODES.__getitem__,
        required=True,
        disabled=locked,
        help="Two answers to choose from, or three to nine answers to put in order.",
    )
    if locked:
        st.caption("Fixed since the first import; another project can hold the other kind.")


def _answers(fields: Fields) -> None:
    st.segmented_control(
        "Answers offered",
        list(Choices),
        key=fields.key("choices"),
        format_func=CHOICES.__getitem__,
        required=True,
        disabled=fields.ranks,
    )
    st.toggle(
        "Nine-point scale",
        key=fields.key("strength"),
        disabled=fields.ranks,
        help="From “much better” on one side to “much better” on the other; the middle is a tie.",
    )
    if fields["strength"] and fields["choices"] == Choices.TWO_WAY:
        st.caption("Without a tie the scale lacks its middle: eight points are left.")
    st.toggle(
        "Confidence",
        key=fields.key("confidence"),
        disabled=fields.ranks or fields["strength"],
        help="Unsure, fairly sure or sure, beside each answer.",
    )
    if fields["strength"]:
        st.caption("The scale says how sure a person is already.")


def _rationale(fields: Fields) -> None:
    st.segmented_control(
        "Rationale",
        list(Rationale),
        key=fields.key("rationale"),
        format_func=RATIONALES.__getitem__,
        required=True,
        disabled=fields.ranks,
        help="Whether annotators write why they chose.",
    )
    st.number_input(
        "Its least length, in characters",
        1,
        LONGEST_MINIMUM,
        key=fields.key("rationale_minimum"),
        disabled=fields.ranks or fields["rationale"] != Rationale.REQUIRED,
    )


def _lists(fields: Fields) -> None:
    st.multiselect(
        "Axes",
        list(AXES),
        key=fields.key("axes"),
        accept_new_options=True,
        max_selections=MOST_AXES,
        placeholder="None; choose, or type one of your own",
        disabled=fields.ranks,
        help="Asked one by one after each choice: which answer is better in this respect?",
    )
    st.text_area(
        "Reasons to skip, one a line",
        key=fields.key("skip_reasons"),
        height=150,
        help=f"Up to {MOST_REASONS}; without any, S skips at once.",
    )
    st.text_area(
        "Reasons to flag, one a line",
        key=fields.key("flag_reasons"),
        height=125,
        help=f"Up to {MOST_REASONS}; without any, nothing can be flagged.",
    )
