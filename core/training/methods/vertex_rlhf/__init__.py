"""Google's RLHF pipeline on Vertex AI as a method; Google's own libraries are loaded when it is used."""
