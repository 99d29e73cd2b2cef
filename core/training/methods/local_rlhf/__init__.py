"""The method ``local-rlhf``: a small but real RLHF that runs on a laptop, in the shape of a Vertex run.

``layout`` says what lies in a run's folder, ``child`` is the process that carries a run out.
"""
