"""What every template may ask: the office's name, and values of records as HTML."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from trivet.core.names import language_name, reader_language
from trivet.core.office import country_name, exercise_mark, exercise_words
from trivet.core.standpoint import Standpoint
from trivet.web.navigation import Way, main_ways, personal_ways
from trivet.web.reading import moment_text
from trivet.web.shown import Shown, number

register = template.Library()


@register.simple_tag(takes_context=True)
def office_name(context: Context) -> str:
    """The country whose foreign affairs these are, in the reader's language."""
    standpoint = context.get("standpoint") or Standpoint()
    return country_name(standpoint.office) if standpoint.office else ""


@register.simple_tag(takes_context=True)
def exercise(context: Context) -> dict[str, str]:
    """What marks the page of an exercise: its sentence and its word; nothing on the page of a real record."""
    office = (context.get("standpoint") or Standpoint()).office
    words = exercise_words(office)
    return {"words": words, "mark": exercise_mark(office)} if words else {}


@register.simple_tag(takes_context=True)
def known_text(context: Context) -> str:
    """The moment the page is read from, as it stands in addresses; empty is now."""
    standpoint = context.get("standpoint")
    return moment_text(standpoint.known) if standpoint and standpoint.known else ""


@register.simple_tag(takes_context=True)
def navigation(context: Context) -> list[Way]:
    """The links of the bar."""
    return main_ways(context["request"].path, context.get("standpoint") or Standpoint())


@register.simple_tag(takes_context=True)
def personal(context: Context) -> list[Way]:
    """The links under a person's name."""
    return personal_ways(context["request"].path, context.get("standpoint") or Standpoint())


@register.simple_tag(takes_context=True)
def typed(context: Context, name: str, otherwise: Any = "", **form: Any) -> Any:
    """What was typed into a box of a form that comes back refused, and `otherwise` in every other form.

    `form` tells it from the other forms of the page, by the name and the value of what it sends without being asked.
    """
    sent = context["request"].POST
    return sent.get(name, otherwise) if all(sent.get(key) == str(value) for key, value in form.items()) else otherwise


@register.filter
def told(values: Iterable[Any]) -> SafeString:
    """The values of one field, one after the other."""
    values = list(values)
    if not values:
        return mark_safe("")
    if any(shown.kind == "long" for shown in values):
        return mark_safe("".join(linebreaks(shown.text, autoescape=True) for shown in values))  # noqa: S308
    return format_html("<span>{}</span>", format_html_join(", ", "{}", ((one(shown),) for shown in values)))


@register.filter
def worded(shown: Shown) -> SafeString:
    """Words, as a link where they lead somewhere, marked where they are in a language for want of the reader's."""
    return _marked(shown.text, shown.url, shown.language)


@register.filter
def grouped(count: int) -> str:
    """A number with the separators of the reader's language."""
    return number(count)


@register.filter
def named(line: Any) -> SafeString:
    """The link to a record, from anything that has its caption, its address and the caption's language."""
    return _marked(line.caption, line.url, line.language)


def _marked(text: str, url: str, language: str) -> SafeString:
    lang = format_html(' lang="{}"', language) if language else ""
    shape = '<a href="{url}"{lang}>{text}</a>' if url else "<span{lang}>{text}</span>" if lang else "{text}"
    told = format_html(shape, url=url, lang=lang, text=text)
    return told + _tongue(language) if language else told


def _tongue(language: str) -> SafeString:
    """The mark after words that stand in for those which the reader's language has not."""
    names = {"shown": language_name(language) or language, "own": language_name(reader_language())}
    title = _("shown in %(shown)s: no %(own)s name") % names
    return format_html(' <abbr class="tongue" title="{}">{}</abbr>', title, language)


def one(shown: Shown) -> SafeString:
    """One value: a link, a day, a number, or words."""
    if shown.kind == "address":
        return format_html('<a href="{}" rel="noopener noreferrer" class="address">{}</a>', shown.url, shown.text)
    if shown.url or shown.language:
        return worded(shown)
    if shown.kind == "day":
        return format_html('<time datetime="{}">{}</time>', shown.day, shown.text)
    if shown.hint:
        return format_html('<span class="uncertain" title="{}" tabindex="0">{}</span>', shown.hint, shown.text)
    return format_html("{}", shown.text)
