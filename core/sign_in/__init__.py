"""How the studio knows who is there."""
