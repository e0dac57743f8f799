"""Facts in and out: import and export of bundles, and the copy that is judged."""
