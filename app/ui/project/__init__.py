"""The project page."""
