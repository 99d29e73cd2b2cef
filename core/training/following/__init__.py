"""Following active runs: each is polled while it is due, and what changed is written down for the pages."""
