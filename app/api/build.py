"""Put the interface together, and describe it: what docs/openapi.json holds."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Security
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from starlette.types import ASGIApp

from app.api import ROOT, labels, reviews, rewards, runs, sets
from app.api.callers import SCHEME
from app.api.gate import Gate
from app.api.problems import MEDIA_TYPE, Problem, add_handlers
from core.services import Studio

VERSION = "1"
ABOUT = (
    "The studio's actions for programs. Every request shows a personal token; it may do what its person may "
    "at that moment, and no more than its scopes say."
)
PROBLEMS = {"4XX": "It was refused; the sentence says why.", "5XX": "It could not be done now."}
METHODS = ("get", "post")


def build(studio: Callable[[], Studio]) -> ASGIApp:
    """The interface of a studio, to be mounted at `ROOT`."""
    return Gate(application(), studio)


def application() -> FastAPI:
    """What stands behind the gate."""
    app = FastAPI(
        title="Preference Studio",
        version=VERSION,
        description=ABOUT,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        redirect_slashes=False,
        dependencies=[Security(SCHEME)],
        generate_unique_id_function=_operation_id,
        servers=[{"url": ROOT}],
        root_path_in_servers=False,
    )
    for part in (labels, sets, rewards, runs, reviews):
        app.include_router(part.router)
    add_handlers(app)
    app.openapi = lambda: _described(app)  # type: ignore[method-assign] # as FastAPI's own guide does
    return app


def _operation_id(route: APIRoute) -> str:
    return route.name


def _described(app: FastAPI) -> dict[str, Any]:
    """OpenAPI's description, with problems where FastAPI would put its own errors."""
    if app.openapi_schema is None:
        found = get_openapi(
            title=app.title, version=app.version, description=ABOUT, routes=app.routes, servers=app.servers
        )
        schemas = found["components"]["schemas"]
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= problem.pop("$defs", {}) | {"Problem": problem}
        for path in found["paths"].values():
            for method in METHODS:
                if method in path:
                    _answers_with_problems(path[method]["responses"])
        app.openapi_schema = found
    return app.openapi_schema


def _answers_with_problems(responses: dict[str, Any]) -> None:
    responses.pop("422", None)
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    responses |= {code: {"description": said, "content": content} for code, said in PROBLEMS.items()}
