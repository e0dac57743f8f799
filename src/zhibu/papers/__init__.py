"""Papers: from facts to a printed page or a Word file, in the official layout. Knows no Django."""
