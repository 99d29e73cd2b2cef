"""A made-up data hub that speaks as huggingface.co does, as far as its client asks for data sets."""

from tests.doubles.hub.repository import Commit, Repository
from tests.doubles.hub.server import TOKEN, Hub, running_hub

__all__ = ["TOKEN", "Commit", "Hub", "Repository", "running_hub"]
