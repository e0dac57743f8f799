"""Writing a directive in a form: its rules from the fields of their kind, with the verdicts they would give."""
