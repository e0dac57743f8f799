"""The plan of a year (年度计划): what is to be held and talked about in which month."""
