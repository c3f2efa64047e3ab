"""Documents as they arrive: out of files, mails, feeds and archives, each with its text and what it says of itself."""
