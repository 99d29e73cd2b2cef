"""AutoSxS: a model of Google's says of two models' answers which is better, as a pipeline on Vertex AI."""
