"""The unit's own rules (规章制度): versions, in force, booklet and wall sheet."""
