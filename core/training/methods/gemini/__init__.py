"""Tuning of Gemini on Vertex AI, by preferences or on examples; Google's libraries are loaded on use."""
