"""From rules and facts to verdicts: rule by rule, in bulk, with proof."""
