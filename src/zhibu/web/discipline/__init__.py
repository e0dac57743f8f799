"""Cases of discipline: the narrow list, one case with its next step, the forms of the steps."""
