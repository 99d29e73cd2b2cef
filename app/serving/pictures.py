"""Hosts whose pictures the browser may fetch: what leads allow, as the content security policy says it.

The policy goes with the page before anybody is known, so it names the hosts of all projects; which texts show
their pictures is decided by each project. A host that a lead adds counts for pages that are loaded later.
"""

from collections.abc import Iterable

from sqlmodel import Session

from core.labelling import ProjectView, list_projects

_ALLOWED: dict[int, tuple[str, ...]] = {}


def read_picture_hosts(session: Session) -> None:
    """Take up what is stored, when the studio opens."""
    allow_pictures(list_projects(session))


def allow_pictures(projects: Iterable[ProjectView]) -> None:
    """Take up what these projects allow now; others stay as they were."""
    for one in projects:
        _ALLOWED[one.id] = one.presentation.picture_hosts


def picture_sources() -> str:
    """The hosts as sources of a policy, each once, in order; empty if there are none."""
    return " ".join(
        f"https://{host}" for host in sorted({one for hosts in _ALLOWED.values() for one in hosts})
    )
