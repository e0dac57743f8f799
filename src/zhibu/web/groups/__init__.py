"""Pages on party groups: the groups of a branch, the editor of a division, its decision and papers."""
