"""Answers: one's own, to look at and change; for those who see quality anybody's, beside the others'."""

import streamlit as st

from app.ui.answers.address import EVERYBODYS, WHOSE, YOURS
from app.ui.answers.everybody import everybodys_answers
from app.ui.answers.own import own_answers
from app.ui.show import when_open
from app.ui.state import may_here
from core.access import Action

st.title("Answers")
if may_here(Action.SEE_QUALITY):
    yours, everybodys = st.tabs([YOURS, EVERYBODYS], key=WHOSE, on_change="rerun", bind="query-params")
    when_open(yours, own_answers)
    when_open(everybodys, everybodys_answers)
else:
    own_answers()
