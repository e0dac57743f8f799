"""What programs and the command line may do and read of the tree, by noun; gathered in `actions`."""
