"""What was checked, as a list: what stands against launching first, each with what to do about it."""

import re
from collections.abc import Sequence

import streamlit as st

from app.ui.actions import plain
from core.training import Finding, Level

SIGNS = {
    Level.STOP: ":red[:material/block:]",
    Level.WARNING: ":orange[:material/warning:]",
    Level.UNKNOWN: ":gray[:material/help:]",
    Level.GOOD: ":green[:material/check_circle:]",
}
COMMAND = re.compile(
    r"`((?:gcloud|gsutil|prefstudio|export|curl) [^`]+)`|^((?:gcloud|gsutil|prefstudio|export|curl) .+)$",
    re.MULTILINE,
)


def show_findings(
    title: str, findings: Sequence[Finding], *, good: str = "nothing stands against it"
) -> None:
    """All findings below a line that says what they come to."""
    stops = sum(one.level == Level.STOP for one in findings)
    outcome = f"{stops:,} to mend first" if stops else good
    with st.expander(f"{title}: {outcome}", expanded=True, icon=":material/fact_check:"):
        for level in SIGNS:
            for one in findings:
                if one.level == level:
                    _show(one)


def _show(finding: Finding) -> None:
    with st.container(gap="xxsmall"):
        st.markdown(f"{SIGNS[finding.level]} {plain(finding.text)}")
        sentence, commands = parted(finding.remedy)
        if sentence:
            st.caption(plain(sentence))
        for one in commands:
            st.code(one, language=None, wrap_lines=True)


def parted(remedy: str) -> tuple[str, list[str]]:
    """A remedy as its sentence and the commands in it, which can be copied one by one."""
    commands = [quoted or line for quoted, line in COMMAND.findall(remedy)]
    sentence = COMMAND.sub("", remedy) if commands else remedy
    return " ".join(sentence.split()), commands
