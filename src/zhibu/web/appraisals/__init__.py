"""Pages of the room appraisals."""
