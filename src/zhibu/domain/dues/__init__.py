"""What was assessed and paid, month by month."""
