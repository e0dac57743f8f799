"""Cases run by the roads that directives lay down: what is next, what is missing, by which article."""
