"""How a branch can be divided: rules read as limits, a solver, and the engine's answer to any division.

Knows no database: people and rules in, divisions with reasons out. `propose` looks for divisions,
`judged` asks the rules of any division, also of one that a person made by hand.
"""
