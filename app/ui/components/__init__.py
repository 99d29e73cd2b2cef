"""Parts of the screen that Streamlit does not have: each a function with a key that owns its state."""
