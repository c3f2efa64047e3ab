"""What happened between states, read from sentences: facts with whom, when, how meant and in which words."""
