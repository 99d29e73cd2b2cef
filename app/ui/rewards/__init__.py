"""The rewards page: what was made, one in pictures, and the making of another."""
