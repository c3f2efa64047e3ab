"""The programme: a country's year of external relations as one plan over the pillars, judged by rules and adopted."""
