"""The pairs page, and links to it: an address says what the list is narrowed to."""

from app.ui.pairs.address import query_of, read_query

__all__ = ["query_of", "read_query"]
