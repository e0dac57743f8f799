"""Heart-to-heart talks (谈心谈话): who with whom and when; contents only for the two."""
