"""Trainers that read what the studio exports: which export is right, and the configuration that goes with it.

A trainer is a file here and its line in `registry.TRAINERS`.
"""

from core.datasets.trainers.registry import TRAINERS, only_reader, setup_for, setups_for, trainer_named
from core.datasets.trainers.trainer import Setup, Trainer

__all__ = ["TRAINERS", "Setup", "Trainer", "only_reader", "setup_for", "setups_for", "trainer_named"]
