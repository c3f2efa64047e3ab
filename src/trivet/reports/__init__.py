"""Reports: a query and a template make a review that can be printed and mailed."""
