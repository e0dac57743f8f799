"""Lists of persons: what the sheets about members have in common."""
