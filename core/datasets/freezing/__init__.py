"""Freeze sets: a recipe applied to what people judged, written once, numbered, hashed."""
