"""The year's programme: one plan over the pillars, what follows from it, and what became of both."""
