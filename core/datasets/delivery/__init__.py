"""Bring frozen sets out: checked against their hashes, in any format, to a folder, a bucket or a browser."""
