"""The file of a member: records kept of him, corrections asked for, who looked, doubles, what is kept how long."""
