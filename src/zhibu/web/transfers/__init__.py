"""Transfers of membership: the list, asking, the letter, receiving."""
