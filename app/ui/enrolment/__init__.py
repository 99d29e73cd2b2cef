"""Outside annotators: what a lead decides about their links, and what they themselves see."""
