"""The launch page: method, data sets, parameters, what was checked, what it may cost, and the start."""
