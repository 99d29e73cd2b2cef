"""Where rows come from: files here, in a bucket or on a hub, read row by row in flat memory."""

from core.datasets.sources.containers import Container, by_ending, container_of, rows
from core.datasets.sources.find import find_sources
from core.datasets.sources.source import Source, first_bytes, is_packed, source_of, source_of_bytes

__all__ = [
    "Container",
    "Source",
    "by_ending",
    "container_of",
    "find_sources",
    "first_bytes",
    "is_packed",
    "rows",
    "source_of",
    "source_of_bytes",
]
