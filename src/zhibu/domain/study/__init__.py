"""Study (学习): plans, materials, notes, hours; commitments (承诺) and their inspection."""
