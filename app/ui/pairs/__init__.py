"""Links to the pairs page, whose address says what its list is narrowed to; the page itself is `page`."""

from app.ui.pairs.address import query_of, read_query
from app.ui.pairs.link import link_to_pairs

__all__ = ["link_to_pairs", "query_of", "read_query"]
