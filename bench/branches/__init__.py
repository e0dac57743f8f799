"""Made-up facts of N branches for the year 2025, and the ten reference rules over them."""
