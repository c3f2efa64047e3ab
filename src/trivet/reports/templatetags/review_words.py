"""Numbers in the reader's language, for the review's template."""

from django import template

from trivet.reports.words import amount, claimed, in_words

register = template.Library()
register.filter("amount", amount)
register.filter("claimed", claimed)
register.filter("in_words", in_words)
