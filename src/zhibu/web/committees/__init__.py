"""Pages of committees: who is in office, results of elections, what falls due."""
