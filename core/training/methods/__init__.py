"""The table of methods: a new one is a file that provides a `Method`, and a line here."""

from core.errors import NotFound
from core.training.method import Method
from core.training.methods.gemini import GeminiPreference, GeminiSupervised
from core.training.methods.instruction import carries
from core.training.methods.local_rlhf.method import LocalRlhf
from core.training.methods.vertex_rlhf import VertexRlhf

__all__ = ["METHODS", "carries", "get_method"]

METHODS: dict[str, Method] = {
    method.name: method for method in (LocalRlhf(), VertexRlhf(), GeminiPreference(), GeminiSupervised())
}


def get_method(name: str) -> Method:
    """The method called ``name``.

    Raises:
        NotFound: There is none; the message lists those there are.
    """
    if name not in METHODS:
        raise NotFound(f"There is no method “{name}”; there are: {', '.join(METHODS)}.")
    return METHODS[name]
