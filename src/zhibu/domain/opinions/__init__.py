"""Opinions and demands (意见和诉求) of members and the masses: taken down, passed on, answered, never lost."""
