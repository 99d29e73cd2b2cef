"""Reinforcement tuning of Gemini, rewarded as people chose; Google's libraries are loaded on use."""
