"""What programs may do: keys, calls that are done once, and the way every door takes to an action."""
