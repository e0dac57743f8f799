"""Rules as SQL: working tables over the facts, expressions of Ibis, compiled once and kept."""
