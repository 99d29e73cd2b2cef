"""The quality page: how far people agree, how each works, and what waits for a decision."""
