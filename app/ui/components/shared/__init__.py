"""What the pair labeller and the answer ranker share: parts of their screen, its styles, and the protocol."""
