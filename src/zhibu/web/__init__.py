"""The door for browsers: HTML pages; parse, one service or selector, render."""
