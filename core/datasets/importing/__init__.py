"""Take rows into a project: read and check everything first, then one short transaction."""
