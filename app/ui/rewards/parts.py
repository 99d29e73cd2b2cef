"""What a reward is made of: its parts with weights, programs and prompts as text, servers by address."""

from collections.abc import Callable

import streamlit as st

from app.ui.actions import plain
from app.ui.show import download, show_table, when_open
from core.rewards import (
    AutoraterPart,
    ModelPart,
    RewardDetail,
    deploy_words,
    mean_words,
    part_rows,
    server_zip,
)

COLUMNS = ("Part", "Kind", "Weight", "Share", "What it does")


def show_parts(reward: RewardDetail) -> None:
    """A table where there are several, how they come to one number, and each as it is, folded away."""
    parts, number = reward.specification.parts, reward.view.id
    st.markdown(f"**What it is made of.** {plain(mean_words(parts))}")
    show_table(
        list(part_rows(parts)),
        COLUMNS,
        alt="Parts of the reward: name, kind, weight, share, what it does",
        column_config={"Share": st.column_config.NumberColumn(format="%.0f %%")},
    )
    for part in parts:
        key = f"reward_part_{number}_{part.name}"
        if isinstance(part, ModelPart):
            _folded(f"The program of “{part.name}”", "code", key, _program, part, key)
            _folded(f"Run “{part.name}” as a server", "dns", f"{key}_server", _server, part, key)
        elif isinstance(part, AutoraterPart):
            _folded(f"What “{part.name}” asks its model", "gavel", key, _prompt, part)
    st.caption(f"sha256 of all of it: `{reward.view.sha256}`")


def _folded(label: str, icon: str, key: str, draw: Callable[..., object], *args: object) -> None:
    place = st.expander(plain(label), icon=f":material/{icon}:", key=key, on_change="rerun")
    when_open(place, draw, *args)


def _program(part: ModelPart, key: str) -> None:
    st.caption(f"Google runs it as it stands here: sha256 `{part.sha256}`")
    download(
        "Download the program", part.code, f"{part.name}.py", mime="text/x-python", key=f"{key}_download"
    )
    st.code(part.code, language="python", height=420)


def _server(part: ModelPart, key: str) -> None:
    """The same program behind an address of one's own: what to deploy, and how."""
    st.caption(
        "The same program as a server, to begin with where another reward model is to score. Deploy it, and "
        "make a reward of the kind “reward server” with its address."
    )
    name = f"reward-server-{part.sha256[:12]}.zip"
    download("Download the server’s folder", server_zip(part), name, mime="application/zip", key=f"{key}_zip")
    st.markdown(deploy_words())


def _prompt(part: AutoraterPart) -> None:
    st.code(part.prompt, language=None, wrap_lines=True)
    st.caption("The score is the one group of this regular expression:")
    st.code(part.expression, language=None, wrap_lines=True)
