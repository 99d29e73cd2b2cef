"""Tuning of Gemini on Vertex AI, by preferences or on examples; Google's libraries are loaded on use."""

from core.training.gemini.method import GeminiPreference, GeminiSupervised
from core.training.gemini.parameters import PreferenceParameters, SupervisedParameters

__all__ = ["GeminiPreference", "GeminiSupervised", "PreferenceParameters", "SupervisedParameters"]
