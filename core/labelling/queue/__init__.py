"""Who is given which pair: the queue and its order, leases, and what a browser is shown."""
