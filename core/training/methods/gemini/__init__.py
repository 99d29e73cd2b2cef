"""Tuning of Gemini on Vertex AI, by preferences or on examples; Google's libraries are loaded on use."""

from core.training.methods.gemini.method import GeminiPreference, GeminiSupervised
from core.training.methods.gemini.parameters import PreferenceParameters, SupervisedParameters

__all__ = ["GeminiPreference", "GeminiSupervised", "PreferenceParameters", "SupervisedParameters"]
