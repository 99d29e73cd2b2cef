"""A run's life: checked, launched, claimed, cancelled, given up, adopted, and what it left cleaned away."""
