"""The fields of an enrolment: what a lead decides before a link is handed out, and may change later."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from app.ui.actions import attempt_beside, show_beside, write
from app.ui.enrolment.links import CHOSEN, show_link
from core.db import now
from core.enrolment import EnrolmentSettings, EnrolmentView, Platform, change_enrolment, open_enrolment
from core.labelling import ProjectView

USUAL_DAYS = 14
USUAL_CAP = 20
PROLIFICS = "https://app.prolific.com/submissions/complete?cc={code}"
ANYWHERE = (
    "Without this, a participant id goes on only in the browser in which it began, so that nobody who learns "
    "or guesses an id can work in its name, spoil its work or see its code; you can release one person's "
    "browser below. With it, the id alone is enough: choose it only where ids cannot be guessed."
)
Key = Callable[[str], str]


def new_enrolment(project: ProjectView, *, first: bool) -> None:
    """The form that opens an enrolment."""
    if first:
        st.info(
            "People from outside (a crowd platform, a class) label by a link, and see nothing but "
            "their pairs. Open an enrolment to make one.",
            icon=":material/link:",
        )
    with st.expander("New enrolment", expanded=first, icon=":material/add:"):
        key = _keys(f"enrolment_of_{project.id}")
        _begin(key, None)
        st.selectbox(
            "Where they come from",
            list(Platform),
            key=key("platform"),
            format_func=lambda platform: platform.value,
            on_change=_use_platform,
            args=(key,),
        )
        _fields(key)
        show_beside(key("open"))  # above the button: below it may be out of sight
        st.button(
            "Open the enrolment",
            key=key("open"),
            type="primary",
            icon=":material/link:",
            on_click=_open,
            args=(key, project.id),
        )


def change_settings(enrolment: EnrolmentView) -> None:
    """The same fields of an enrolment that is there."""
    with st.expander("Change this enrolment", icon=":material/tune:"):
        key = _keys(f"enrolment_{enrolment.id}")
        _begin(key, enrolment.settings)
        _fields(key)
        show_beside(key("save"))
        st.button("Save", key=key("save"), icon=":material/save:", on_click=_change, args=(key, enrolment.id))


def _fields(key: Key) -> None:
    name = st.text_input("Name", key=key("name"), help="For you; participants do not see it.", max_chars=100)
    if not name.strip() and st.session_state.get(key("refused")):
        st.caption(":red[Give it a name.]")
    places, end, target = st.columns(3)
    places.number_input("Places", min_value=1, key=key("cap"), help="No more people than that can come.")
    end.datetime_input(
        f"Until ({_zone().key})",
        key=key("ends_at"),
        help="Nobody begins after that; those who have begun can end their work.",
    )
    target.number_input(
        "Answers of each",
        min_value=1,
        value=None,
        key=key("target"),
        placeholder="All there is",
        help="Choices and ties; the answers of a qualification and skips do not count.",
    )
    st.text_area(
        "Text before they begin",
        key=key("intro"),
        height=140,
        help="Plain text: what they agree to, what it is for, what you pay, whom to ask.",
    )
    _code_fields(key)
    _address_fields(key)


def _code_fields(key: Key) -> None:
    code, failed = st.columns(2)
    one = code.text_input(
        "Completion code",
        key=key("code"),
        placeholder="One for each person",
        help="Shown when the work is done and not before. Empty makes another for each person, which cannot "
        "be passed on; the file of pay figures has them.",
    )
    failed.text_input(
        "Code of those who do not qualify",
        key=key("failed_code"),
        placeholder="None",
        help="Where the project has a qualification.",
    )
    address = st.text_input(
        "Return address",
        key=key("return_url"),
        placeholder=PROLIFICS,
        help="Where the platform wants people at the end, https only. {code}, {participant} and the names "
        "below are filled in.",
    )
    if address.startswith(PROLIFICS.partition("?")[0]) and not one.strip():
        code.caption(
            ":material/info: Prolific takes only codes that are set in its study, not one for each person: "
            "give the study's code."
        )


def _address_fields(key: Key) -> None:
    name, others = st.columns(2)
    name.text_input(
        "Parameter with the participant id",
        key=key("participant_key"),
        placeholder="None: the browser is who they are",
        help="The platform adds it to the link. The same id is the same person, in all enrolments of this "
        "project. Without ids people cannot go on in another browser.",
    )
    others.text_input(
        "Other parameters to keep", key=key("platform_keys"), help="With commas between them; for your file."
    )
    st.checkbox("A participant may go on from another browser", key=key("anywhere"), help=ANYWHERE)


def _keys(prefix: str) -> Key:
    return lambda name: f"{prefix}_{name}"


def _begin(key: Key, settings: EnrolmentSettings | None) -> None:
    """What stands in the fields at first; what is typed lives in the session."""
    if key("name") in st.session_state:
        for name in FIELDS:  # Streamlit forgets a widget's state when its page is left
            st.session_state[key(name)] = st.session_state.get(key(name))
        return
    until = (settings.ends_at if settings else now() + timedelta(days=USUAL_DAYS)).astimezone(_zone())
    values: dict[str, Any] = settings.__dict__ if settings else {"name": "", "cap": USUAL_CAP}
    for name in FIELDS:
        st.session_state[key(name)] = values.get(name, "")
    st.session_state[key("ends_at")] = until.replace(minute=0, second=0, microsecond=0, tzinfo=None)
    st.session_state[key("target")] = values.get("target")
    st.session_state[key("anywhere")] = bool(values.get("anywhere"))
    st.session_state[key("platform_keys")] = ", ".join(values.get("platform_keys", ()))
    if settings is None:
        st.session_state[key("platform")] = Platform.PROLIFIC
        _use_platform(key)


FIELDS = (
    "name", "cap", "ends_at", "target", "intro", "code", "failed_code", "return_url", "participant_key",
    "platform_keys", "anywhere",
)  # fmt: skip


def _use_platform(key: Key) -> None:
    """Fill in what the platform sends, and where it wants people at the end."""
    platform: Platform = st.session_state[key("platform")]
    first, *others = platform.keys or ("",)
    st.session_state[key("participant_key")] = first
    st.session_state[key("platform_keys")] = ", ".join(others)
    st.session_state[key("return_url")] = PROLIFICS if platform == Platform.PROLIFIC else ""


def _settings(key: Key) -> EnrolmentSettings:
    typed = {name: st.session_state[key(name)] for name in FIELDS}
    ends_at: datetime = typed["ends_at"]
    keys = tuple(part for one in typed["platform_keys"].split(",") if (part := one.strip()))
    moment = ends_at.replace(tzinfo=_zone()).astimezone(UTC)
    return EnrolmentSettings(**typed | {"ends_at": moment, "platform_keys": keys})


def _open(key: Key, project_id: int) -> None:
    made = attempt_beside(
        key("open"), lambda: write(open_enrolment, project_id, _settings(key)), done="The enrolment is open."
    )
    st.session_state[key("refused")] = made is None
    if made is not None:
        show_link(made)
        st.session_state[CHOSEN] = made.enrolment.id
        for name in (*FIELDS, "platform"):
            st.session_state.pop(key(name), None)


def _change(key: Key, enrolment_id: int) -> None:
    saved = attempt_beside(
        key("save"), lambda: write(change_enrolment, enrolment_id, _settings(key)), done="Saved."
    )
    st.session_state[key("refused")] = saved is None
    if saved is not None:
        for name in FIELDS:
            st.session_state.pop(key(name), None)


def _zone() -> ZoneInfo:
    """The time zone of the lead's browser, in which moments are typed."""
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
