"""Breaches of discipline as cases: facts, hearing, resolution, approval, announcing, appeal; few may read them."""
