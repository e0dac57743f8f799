"""Secret ballots: blind-signed tokens, sealed slips, and a result that anybody can check again. Knows no Django."""
