"""Google's RLHF pipeline on Vertex AI as a method; Google's own libraries are loaded when it is used."""

from core.training.methods.vertex_rlhf.method import VertexRlhf
from core.training.methods.vertex_rlhf.parameters import VertexRlhfParameters

__all__ = ["VertexRlhf", "VertexRlhfParameters"]
