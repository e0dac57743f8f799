"""Cases with their steps, ballots, and checks of a checklist."""
