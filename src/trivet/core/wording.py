"""What the values say, in the reader's language."""

from django.utils.translation import gettext

from trivet.values.wording import WordedError


def in_reader_language(problem: WordedError) -> str:
    """The message of an error that was raised below Django."""
    return gettext(problem.template) % problem.params
