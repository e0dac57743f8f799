"""Reports of members (党员汇报), private between member and leader."""
