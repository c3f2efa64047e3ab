"""What is too many for records: tables beside the record, and what is reckoned from them."""
