"""The invented county (演示县): a pure generator of facts, and the service that loads it."""
