"""Other people's data: mapping files say how their rows become records, again and again."""
