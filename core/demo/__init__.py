"""The sample project a first start opens with, and the whole loop without a screen."""

from core.demo.remove import remove_sample
from core.demo.sample import load_sample
from core.demo.trip import Stage, TripFiles, go_round

__all__ = ["Stage", "TripFiles", "go_round", "load_sample", "remove_sample"]
