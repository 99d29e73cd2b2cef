"""Answers become judgments: saved once, undone, given back, each with all counts that follow."""
