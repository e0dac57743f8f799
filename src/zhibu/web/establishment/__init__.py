"""Pages of changes of the tree: preview, confirmation, history, taking back; picture and table of the tree."""
