"""The data sets page: import files, freeze sets, bring them out."""
