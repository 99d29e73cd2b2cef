"""Where rows come from: files here or in Cloud Storage, packed or not, read row by row in flat memory."""

from core.datasets.sources.containers import Container, container_of, rows
from core.datasets.sources.find import find_sources
from core.datasets.sources.source import Source, source_of, source_of_bytes

__all__ = ["Container", "Source", "container_of", "find_sources", "rows", "source_of", "source_of_bytes"]
