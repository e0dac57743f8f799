"""How clerks write dates, names, numbers and words, and what they mean. Never guesses."""
