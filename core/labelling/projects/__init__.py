"""What a lead decides: projects, presets, and who may label in them."""
