"""What every page stands on: frame, navigation, styles, error pages, large type."""
