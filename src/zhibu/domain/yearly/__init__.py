"""Reports of a year or half-year (年度报告) of groups, committees and units."""
