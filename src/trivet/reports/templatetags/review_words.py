"""Numbers in the reader's language, for the review's template."""

from django import template

from trivet.reports.words import amount, claimed

register = template.Library()
register.filter("amount", amount)
register.filter("claimed", claimed)
