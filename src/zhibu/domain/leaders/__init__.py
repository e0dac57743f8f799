"""Leaders of party groups: who may be one, how one is chosen, filed, helped, replaced and followed."""
