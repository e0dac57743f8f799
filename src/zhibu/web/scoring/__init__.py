"""Pages on points of organisations: one unit item by item, the units below a body, entering marks."""
