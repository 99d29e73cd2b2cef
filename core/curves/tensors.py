"""The number in an entry of an event; what holds none is told by a word for people."""

from typing import Any

import numpy as np

MANY = "vectors and matrices"
UNDECODABLE = "tensors that cannot be decoded"

OTHER = "other entries"
HELD = {"image": "images", "audio": "sounds", "histo": "histograms"}
PLUGINS = {
    "images": "images",
    "audio": "sounds",
    "histograms": "histograms",
    "text": "texts",
    "pr_curves": "precision-recall curves",
    "mesh": "meshes",
}
BFLOAT = "bfloat16"  # which numpy does not know: the first 16 bits of a float

# By the numbers of TensorFlow's core/framework/types.proto: how a number lies in ``tensor_content``, and the
# fields in which it may stand instead. torch writes bytes to ``uint32_val``, TensorFlow to ``int_val``.
FORMS = {
    1: ("<f4", ("float_val",)),
    2: ("<f8", ("double_val",)),
    3: ("<i4", ("int_val",)),
    4: ("<u1", ("int_val", "uint32_val")),
    5: ("<i2", ("int_val",)),
    6: ("<i1", ("int_val",)),
    9: ("<i8", ("int64_val", "int_val")),
    10: ("?", ("bool_val", "int_val")),
    14: (BFLOAT, ("half_val",)),
    17: ("<u2", ("int_val", "uint32_val")),
    19: ("<f2", ("half_val",)),
    22: ("<u4", ("uint32_val", "int_val")),
    23: ("<u8", ("uint64_val", "int64_val")),
}
WORDS = {7: "texts", 8: "complex numbers", 18: "complex numbers"}
HALVES = {BFLOAT, "<f2"}
SIXTEEN, MOST = 16, 0xFFFF  # bits of a half, and the largest number of that many


def number_or_kind(entry: Any) -> float | str:
    """The number of an entry (``Summary.Value``), or what it holds instead.

    A tensor's declared shape is looked at before anything is decoded, so that a few bytes cannot ask for a
    gigabyte.
    """
    held = entry.WhichOneof("value")
    if held == "simple_value":
        return float(entry.simple_value)
    found = _number(entry.tensor) if held == "tensor" else HELD.get(held, OTHER)
    return found if isinstance(found, float) else PLUGINS.get(entry.metadata.plugin_data.plugin_name, found)


def _number(tensor: Any) -> float | str:
    if tensor.dtype in WORDS:
        return WORDS[tensor.dtype]
    if tensor.tensor_shape.dim:
        return MANY
    form, fields = FORMS.get(tensor.dtype, ("", ()))
    if not form or tensor.tensor_shape.unknown_rank:
        return UNDECODABLE
    if tensor.tensor_content:
        return _decoded(tensor.tensor_content, form)
    filled = [entries for field in fields if (entries := getattr(tensor, field))]
    if [len(entries) for entries in filled] != [1]:
        return UNDECODABLE
    return _half(filled[0][0], form) if form in HALVES else float(filled[0][0])


def _decoded(content: bytes, form: str) -> float | str:
    """The number that some bytes are, if they are as many as it takes."""
    as_stored = np.dtype("<u2" if form == BFLOAT else form)
    if len(content) != as_stored.itemsize:
        return UNDECODABLE
    number = np.frombuffer(content, as_stored)[0]
    return _half(int(number), form) if form == BFLOAT else float(number)


def _half(bits: int, form: str) -> float:
    """The number of 16 bits.

    torch puts the 32 bits of a float where the 16 of a half belong (``int_to_half`` in its ``summary.py``),
    which TensorBoard cannot decode; what has more than 16 bits is taken for such.
    """
    if form == "<f2" and 0 <= bits <= MOST:
        return float(np.array(bits, np.uint16).view(np.float16))
    whole = bits << SIXTEEN if 0 <= bits <= MOST else bits % (1 << 32)
    return float(np.array(whole, np.uint32).view(np.float32))
