"""Which base models Google tunes by which method, as its pages said when they were last checked.

Every row names its page and the day. Nothing here was tried against Google's service.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.findings import Finding, Level

PAGES = "https://docs.cloud.google.com/gemini-enterprise-agent-platform/models"
VERSIONS = f"{PAGES}/model-versions"
SUPERVISED = "https://docs.cloud.google.com/gemini-enterprise-agent-platform/reference/models/tuning"
PREFERENCE = f"{PAGES}/tuning/preference-tuning"
REINFORCEMENT = f"{PAGES}/tuning/reinforcement-tuning"
CHECKED = date(2026, 11, 28)

SERVED_FROM = {"us-central1": "us", "europe-west4": "eu"}
"""The regions that tune Gemini 3, and from where each one's tuned models answer."""

RETIRED_2_5 = date(2026, 10, 20)
OLDER_COPY = "second-hand; an older copy of Google's page says 16 October 2026"

PIPELINE = (
    "https://google-cloud-pipeline-components.readthedocs.io/en/google-cloud-pipeline-components-2.22.0/"
)
PIPELINES_OWN = (
    *("t5-small", "t5-large", "t5-xl", "t5-xxl"),
    *("llama-2-7b", "llama-2-13b", "llama-2-7b-chat", "llama-2-13b-chat"),
)
BISON = ("text-bison@001", "text-bison@002", "chat-bison@001")
SHUT_DOWN = "Google shut the bison models down in April 2025"
CLOSED = "whether the pipeline's closed images can still be pulled is not known"


class State(StrEnum):
    """Whether a method takes a model: UNKNOWN where no page says so, nor that it has ended."""

    AVAILABLE = "available"
    PREVIEW = "preview"
    RETIRED = "retired"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class KnownModel:
    """What is known of one base model and one method.

    Attributes:
        method: The studio's name for the way to tune.
        name: As Google spells it.
        stated: The state on the day it was checked; see `state`.
        source: The page that says so.
        tuned_in: Locations; none are named where the page names none.
        served_from: Where the tuned model answers, for each of these.
        retires: The day it is to go; None where none was found.
        at_the_earliest: Whether it may stay longer than that.
        doubt: What is not certain of it, in words.
        checked: When somebody read the page last.
    """

    method: str
    name: str
    stated: State
    source: str
    tuned_in: tuple[str, ...] = ()
    served_from: tuple[str, ...] = ()
    retires: date | None = None
    at_the_earliest: bool = False
    doubt: str = ""
    checked: date = CHECKED

    def state(self, today: date) -> State:
        """Its state on a day: what was to be retired by then is, or may be."""
        if self.stated is State.RETIRED or self.retires is None or today < self.retires:
            return self.stated
        return State.UNKNOWN if self.at_the_earliest else State.RETIRED


def _offered(
    method: str, name: str, source: str, goes: date, *, state: State = State.AVAILABLE, doubt: str = ""
) -> KnownModel:
    """A model of Gemini 3: tuned in a region, served from the multi-region around it."""
    return KnownModel(
        method,
        name,
        state,
        source,
        tuned_in=tuple(SERVED_FROM),
        served_from=tuple(SERVED_FROM.values()),
        retires=goes,
        at_the_earliest=True,
        doubt=doubt,
    )


def _gone(method: str, name: str, source: str) -> KnownModel:
    """A model of Gemini 2.5."""
    return KnownModel(method, name, State.RETIRED, source, retires=RETIRED_2_5, doubt=OLDER_COPY)


TABLE = (
    _offered("gemini-supervised", "gemini-3.5-flash", SUPERVISED, date(2027, 5, 19)),
    _offered("gemini-supervised", "gemini-3.5-flash-lite", SUPERVISED, date(2027, 7, 21)),
    _offered("gemini-supervised", "gemini-3.1-flash-lite", SUPERVISED, date(2027, 5, 7)),
    _gone("gemini-supervised", "gemini-2.5-pro", SUPERVISED),
    _gone("gemini-supervised", "gemini-2.5-flash", SUPERVISED),
    _gone("gemini-supervised", "gemini-2.5-flash-lite", SUPERVISED),
    _gone("gemini-preference", "gemini-2.5-flash", PREFERENCE),
    _gone("gemini-preference", "gemini-2.5-flash-lite", PREFERENCE),
    _offered(
        "gemini-rlhf",
        "gemini-3.5-flash",
        REINFORCEMENT,
        date(2027, 5, 19),
        state=State.PREVIEW,
        doubt="Google's page names us-central1, its release note also europe-west4",
    ),
    *(KnownModel("vertex-rlhf", one, State.UNKNOWN, PIPELINE, doubt=CLOSED) for one in PIPELINES_OWN),
    *(KnownModel("vertex-rlhf", one, State.RETIRED, PIPELINE, doubt=SHUT_DOWN) for one in BISON),
)
"""Days of retirement are those of `VERSIONS`, unless a doubt says otherwise."""


def last_checked() -> date:
    """The oldest day on which a row of the table was checked."""
    return min(one.checked for one in TABLE)


def models_for(method: str, today: date) -> list[KnownModel]:
    """The models that a method is known to take on a day, those to be chosen first before the others."""
    known = (one for one in TABLE if one.method == method)
    return [one for one in known if one.state(today) in {State.AVAILABLE, State.PREVIEW}]


def suggested(method: str) -> list[str]:
    """The names that a form offers, as they were when the table was checked; the first is to be preferred."""
    return [one.name for one in models_for(method, last_checked())]


def last_checked_words() -> str:
    """What a form says below the field in which a model is named."""
    return f"Google's pages about base models were last read on {day(last_checked())}."


def model_findings(
    method: str, base_model: str, today: date, *, location: str = "", serving: str = ""
) -> list[Finding]:
    """What the table says of a model that somebody wants to tune; a retired one stops.

    Args:
        method: The studio's name for the way to tune.
        base_model: As Google spells it.
        today: The day of the launch.
        location: Where it is to be tuned; empty where that is not asked.
        serving: From where it is to answer; empty for the same place.
    """
    known = _known(method, base_model, today)
    instead = _instead(method, today)
    if known is None:
        text = f"{base_model} is in no list of models for {method} that was found; Google may refuse it."
        return [
            Finding(Level.WARNING, f"{text} The lists were last checked on {day(last_checked())}.", instead)
        ]
    if (state := known.state(today)) is State.RETIRED:
        return [
            Finding(Level.STOP, f"{base_model} {_retirement(known)}, so Google tunes it no more.", instead)
        ]
    said = f"{base_model} is listed for {method} (checked on {day(known.checked)}: {known.source})"
    return [_standing(known, state, said), *_places(known, location, serving or location)]


def _known(method: str, base_model: str, today: date) -> KnownModel | None:
    """The row of a model and a method; a model that is gone is gone for methods that never took it, too."""
    rows = [one for one in TABLE if one.name == base_model]
    own = next((one for one in rows if one.method == method), None)
    return own or next((one for one in rows if one.state(today) is State.RETIRED), None)


def day(moment: date) -> str:
    """A day in words, such as "28 November 2026"."""
    return f"{moment.day} {moment:%B %Y}"


def _standing(known: KnownModel, state: State, said: str) -> Finding:
    """What is said of a model that is not retired."""
    if state is State.PREVIEW:
        terms = "Google's pre-GA terms hold, so no confidential or proprietary data"
        return Finding(Level.WARNING, f"{said}, as a preview: {terms}.")
    if state is State.UNKNOWN:
        why = f"it was to stay until {day(known.retires)} at least" if known.retires else known.doubt
        return Finding(Level.WARNING, f"{said}, but whether it still runs is not known: {why}.")
    return Finding(Level.GOOD, f"{said}.")


def _places(known: KnownModel, location: str, serving: str) -> Iterator[Finding]:
    """Where it is to be tuned and served from, beside what Google documents."""
    served_from = dict(zip(known.tuned_in, known.served_from, strict=True))
    if not location or not served_from:
        return
    if location not in served_from:
        text = f"{known.name} is tuned in {_either(known.tuned_in)}; location is {location}."
        yield Finding(Level.WARNING, text, f"Set location to {known.tuned_in[0]}.")
    elif serving != served_from[location]:
        text = (
            f"{known.name} that is tuned in {location} is served from {served_from[location]}, not from "
            f"{serving}, so its answers may not come."
        )
        yield Finding(Level.WARNING, text, f"Set serving_location to {served_from[location]}.")


def _retirement(known: KnownModel) -> str:
    """When it went, and how sure that is."""
    when = f"was to be retired on {day(known.retires)}" if known.retires else "is retired"
    return f"{when} ({known.doubt})" if known.doubt else when


def _instead(method: str, today: date) -> str:
    """What to choose in place of a model."""
    if names := [one.name for one in models_for(method, today)]:
        return f"Choose {_either(names)}."
    if method == "vertex-rlhf":
        return f"Choose a llama-2 or t5 model; {CLOSED}."
    return (
        f"No model is known that {method} takes today. Look at {PREFERENCE}, or tune by gemini-supervised "
        "or gemini-rlhf."
    )


def _either(names: tuple[str, ...] | list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
