"""What was checked: what stands against launching first, each with what to do about it; the rest folded."""

import re
from collections.abc import Sequence

import streamlit as st

from app.ui.actions import plain
from core.findings import Finding, Level

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


def show_findings(title: str, findings: Sequence[Finding]) -> None:
    """A line that says what they come to, below it what to look at; what is well can be unfolded."""
    st.markdown(f":material/fact_check: **{title}: {outcome(findings)}**")
    for level in (Level.STOP, Level.WARNING, Level.UNKNOWN):
        for one in _of(findings, level):
            _show(one)
    if good := _of(findings, Level.GOOD):
        passed = "1 check" if len(good) == 1 else f"{len(good):,} checks"
        with st.expander(f"{passed} passed", icon=":material/check_circle:"):
            for one in good:
                _show(one)


def outcome(findings: Sequence[Finding]) -> str:
    """What findings come to, such as "nothing stands against it · 4 warnings"."""
    stops, warnings = len(_of(findings, Level.STOP)), len(_of(findings, Level.WARNING))
    result = f"{stops:,} to mend first" if stops else "nothing stands against it"
    if not warnings:
        return result
    return f"{result} · {warnings:,} warning{'' if warnings == 1 else 's'}"


def _of(findings: Sequence[Finding], level: Level) -> list[Finding]:
    return [one for one in findings if one.level == level]


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
