"""One parameter's field: the widget its type asks for, and its value there and in the model."""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType, NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import streamlit as st
from pydantic.fields import FieldInfo

from app.ui.actions import ask, plain
from app.ui.routes import path_of
from app.ui.show import choose_by_id
from app.ui.state import project
from core.rewards import list_rewards, reward_label

REWARD_HEIGHT = 170  # pixels
NOTHING: Mapping[str, str] = MappingProxyType({})


def bare_type(field: FieldInfo) -> tuple[Any, bool]:
    """The field's type without None and annotations, and whether it may be None."""
    kind, optional = field.annotation, False
    if get_origin(kind) in {Union, UnionType}:
        others = [one for one in get_args(kind) if one is not NoneType]
        optional = len(others) < len(get_args(kind))
        kind = others[0] if len(others) == 1 else str  # of several types, one that can be typed
    if get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    return kind, optional


def choices(field: FieldInfo) -> tuple[Any, ...]:
    """What the field can be chosen from; empty where it is typed or switched."""
    kind, optional = bare_type(field)
    found: tuple[Any, ...] = ()
    if get_origin(kind) is Literal:
        found = get_args(kind)
    elif isinstance(kind, type) and issubclass(kind, Enum):
        found = tuple(kind)
    elif kind is bool and optional:
        found = (True, False)
    return (None, *found) if found and (optional or field.is_required()) else found


def to_widget(field: FieldInfo, value: Any) -> Any:
    """A parameter's value as its widget holds it."""
    kind, _ = bare_type(field)
    if choices(field) or (kind in {int, float} and value is None):
        return value
    if kind in {int, float, bool}:
        return kind(value)
    return "" if value is None else str(value)


def from_widget(field: FieldInfo, value: Any) -> Any:
    """What a widget holds as a parameter's value: an empty text is none, where there may be none."""
    _, optional = bare_type(field)
    return None if value == "" and optional else value


def is_left_out(field: FieldInfo, value: Any) -> bool:
    """Whether a parameter that must be given has not been given yet."""
    return field.is_required() and (value is None or value == "")


def draw_field(
    name: str, field: FieldInfo, key: str, error: str = "", *, offered: Mapping[str, str] = NOTHING
) -> None:
    """Draw the widget, whose value is in the session under ``key``, and below it why the value is refused.

    One that nobody has given yet is no mistake: the field asks for it.

    The widget sets no bounds: a browser would keep the last value within them and say nothing. The model
    refuses, and the field says why.

    Args:
        name: The parameter.
        field: Its type, help and examples.
        key: Where its value lies in the session.
        error: Why the value is refused.
        offered: Texts to choose from besides the examples, with what is shown for each; others can be typed.
    """
    with st.container(gap="xxsmall"):
        _draw(name, field, {"key": key, "help": field.description, "persist_state": "session"}, offered)
        if is_left_out(field, st.session_state[key]):
            st.caption("Choose one." if choices(field) else "Fill this in.")
        elif error:
            st.markdown(f":red[:material/error: {plain(error)}]")


def draw_reward(name: str, field: FieldInfo, key: str, error: str = "") -> None:
    """As `draw_field`, for the number of a reward: chosen by its name and its accuracy, with the picture."""
    rewards = {one.id: one for one in ask(list_rewards, project().id)}
    if not rewards:
        st.markdown(f"**{name}**")
        st.caption("No reward has been made yet: make one from people’s choices, and check it on them.")
        st.page_link(path_of("rewards"), label="Make a reward first", icon=":material/award_star:")
        return
    begun = st.session_state[key] in rewards
    if not begun:
        good = (number for number, one in rewards.items() if one.report.beats_coin)
        st.session_state[key] = next(good, next(iter(rewards)))
    chosen = choose_by_id(
        name, rewards, reward_label, key=key, help=field.description, persist_state="session"
    )
    if begun and error:
        st.markdown(f":red[:material/error: {plain(error)}]")
    from app.ui.rewards.charts import show_accuracy  # noqa: PLC0415 - plotly takes a third of a second

    show_accuracy(chosen.report, key=f"{key}_accuracy", height=REWARD_HEIGHT)


def _draw(name: str, field: FieldInfo, common: dict[str, Any], offered: Mapping[str, str]) -> None:
    kind, optional = bare_type(field)
    if options := choices(field):
        st.selectbox(name, options, format_func=_option, **common)
    elif kind is bool and field.title:
        st.checkbox(plain(field.title), **common)
    elif kind is bool:
        st.toggle(name, **common)
    elif kind in {int, float}:
        _number(name, kind, {"placeholder": "not set" if optional else None, **common})
    elif field.examples or offered:
        st.selectbox(
            name,
            _suggestions(field, common["key"], offered),
            format_func=lambda one: offered.get(one, one) or "not set",
            accept_new_options=True,
            **common,
        )
    else:
        st.text_input(name, placeholder="not set" if optional else None, **common)


def _number(name: str, kind: type[int] | type[float], common: dict[str, Any]) -> None:
    if kind is int:
        st.number_input(name, value=None, step=1, **common)
    else:
        st.number_input(name, value=None, step=0.05, format="%g", **common)


def _suggestions(field: FieldInfo, key: str, offered: Mapping[str, str]) -> list[str]:
    """Nothing where that is allowed, the model's examples, what is offered, and what somebody typed."""
    _, optional = bare_type(field)
    typed = st.session_state[key]
    known = [*(str(one) for one in field.examples or ()), *offered]
    return list(dict.fromkeys([*([""] if optional else []), *known, *([typed] if typed else [])]))


def _option(option: Any) -> str:
    if option is None:
        return "not set"
    if isinstance(option, bool):
        return "yes" if option else "no"
    return str(option.value if isinstance(option, Enum) else option)
