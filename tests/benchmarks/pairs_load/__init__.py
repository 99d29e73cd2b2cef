"""What the benchmark of the list of pairs is made of."""
