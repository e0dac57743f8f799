"""办理事项: cases with their steps, what is next, by which article."""
