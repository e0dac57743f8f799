"""zhibu (支部工作台): the working tool of Party branches (党支部) and their groups (党小组)."""
