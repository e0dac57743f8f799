"""The file of a member: full values, who looked, corrections, rewards and care, doubles, what is kept how long."""
