"""Pages on leaders of groups: who leads, choosing one, the file, interviews, handing over."""
