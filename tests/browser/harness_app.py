"""The harness behind what surrounds the studio: the routes of what draws texts, and the headers."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from app.serving.headers import SecurityHeaders
from app.ui.components.content import ROUTES

app = st.App(
    Path(__file__).with_name("harness_labeller.py"), routes=ROUTES, middleware=[Middleware(SecurityHeaders)]
)
