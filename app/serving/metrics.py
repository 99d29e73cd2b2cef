"""``/metrics``: the figures of this process for Prometheus, to those who may read them."""

from collections.abc import Iterable, Iterator
from functools import cache
from ipaddress import ip_address
from itertools import accumulate
from secrets import compare_digest
from typing import Any

import anyio
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.runtime import Runtime

from app.ui.resources import studio
from core.errors import StudioError
from core.measures import BOUNDS_S, Figure, Timing, Values, counted, timings
from core.settings import Settings
from core.sign_in_settings import is_loopback

PREFIX = "prefstudio_"
STREAMLITS = "/_stcore/metrics"
"""Streamlit's own figures, which it would give to everybody."""
WHY = (
    "The figures are given to programs on this machine, to addresses in PREFSTUDIO_METRICS_FROM, and to "
    "whoever brings the token PREFSTUDIO_METRICS_TOKEN as “Authorization: Bearer …”."
)
FORWARDED = ("x-forwarded-for", "x-forwarded-host", "forwarded", "x-real-ip")
"""Headers of proxies: who comes through one is not on this machine, whatever the address says."""


async def metrics(request: Request) -> Response:
    """Give the figures, or 403 and who may have them."""
    if not may_read(request.scope, studio().settings):
        return PlainTextResponse(WHY, status_code=403)
    text = await anyio.to_thread.run_sync(_rendered)
    return PlainTextResponse(text, media_type="text/plain; version=0.0.4")


class FiguresForFew:
    """Middleware that keeps Streamlit's figures to those who may read ours."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything else on."""
        figures = scope["type"] == "http" and scope["path"].rstrip("/").endswith(STREAMLITS)
        if figures and not may_read(scope, studio().settings):
            await PlainTextResponse(WHY, status_code=403)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def may_read(scope: Scope, settings: Settings) -> bool:
    """Whether who asks is on this machine, at a configured address, or has the token."""
    headers = Headers(scope=scope)
    token = settings.metrics_token.get_secret_value()
    given = headers.get("authorization", "").removeprefix("Bearer ")
    if token and compare_digest(given.encode(), token.encode()):
        return True
    address = (scope.get("client") or ("",))[0]
    if is_loopback(address) and not any(name in headers for name in FORWARDED):
        return True
    return _is_in(address, settings)


def _is_in(address: str, settings: Settings) -> bool:
    try:
        return any(ip_address(address) in network for network in settings.metrics_networks)
    except ValueError:  # a socket's path, or nothing
        return False


@cache
def _registry() -> Any:
    import prometheus_client  # noqa: PLC0415 - whoever never asks for figures does not wait for it

    registry = prometheus_client.CollectorRegistry()
    registry.register(_Figures())
    prometheus_client.ProcessCollector(registry=registry)
    prometheus_client.PlatformCollector(registry=registry)
    prometheus_client.GCCollector(registry=registry)
    return registry


def _rendered() -> str:
    from prometheus_client import generate_latest  # noqa: PLC0415 - as above

    return generate_latest(_registry()).decode()


class _Figures:
    """What prometheus-client asks for the studio's figures."""

    def collect(self) -> Iterator[Any]:
        """Everything, as it stands now."""
        from prometheus_client import core  # noqa: PLC0415 - as above

        for figure, counts in counted():
            numbers = core.CounterMetricFamily(PREFIX + figure.name, figure.help, labels=figure.labels)
            for values, number in _or_zero(figure, counts):
                numbers.add_metric(values, number)
            yield numbers
        for figure, series in timings():
            times = core.HistogramMetricFamily(PREFIX + figure.name, figure.help, labels=figure.labels)
            for values, timing in series.items():
                times.add_metric(values, _buckets(timing), timing.seconds)
            yield times
        for name, text, number in _gauges():
            yield core.GaugeMetricFamily(PREFIX + name, text, value=number)


def _or_zero(figure: Figure, counts: dict[Values, int]) -> Iterable[tuple[Values, int]]:
    """A count without labels begins at nought, so that its first rise is seen."""
    return counts.items() if counts or figure.labels else [((), 0)]


def _buckets(timing: Timing) -> list[tuple[str, float]]:
    bounds = [*(str(bound) for bound in BOUNDS_S), "+Inf"]
    return list(zip(bounds, accumulate(timing.buckets), strict=True))


def _gauges() -> Iterator[tuple[str, str, int]]:
    if Runtime.exists():
        # Streamlit has no public count of its open pages.
        pages = Runtime.instance()._session_mgr.num_active_sessions()  # noqa: SLF001
        yield "sessions_open", "Pages that are open in browsers, at this process.", pages
    from core.training.runs import count_active_runs  # noqa: PLC0415 - no page that counts waits for it

    try:
        runs = studio().db.ask(count_active_runs)
    except StudioError:  # the other figures are wanted most when the database is away
        return
    yield "active_runs", "Runs that are going on, in the whole studio.", runs
