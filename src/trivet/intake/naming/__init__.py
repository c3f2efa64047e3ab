"""Names of partners in other people's data: the catalogue of what ISO 3166 lacks, labels by date, answers of people."""
