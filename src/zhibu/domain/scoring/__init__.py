"""Points of organisations (考评): marks entered from above, scores reckoned and kept; none for persons."""
