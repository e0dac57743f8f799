"""The exchange form (数据包, facts bundle): its contract, reading, checking and writing. No Django."""
