"""Messages of the values: English words with their parameters, which a surface says in the reader's language."""


def gettext_noop(text: str) -> str:
    """Mark a message for translation, which values themselves never ask for."""
    return text


class WordedError(ValueError):
    """An error that keeps its words apart from what they speak of; as text it is in English."""

    def __init__(self, template: str, **params: str) -> None:
        self.template, self.params = template, params
        super().__init__(template % params)
