"""The clock's door: periodic work. Each job calls one service and says in one line what it did."""
