"""What figures count, in the words of readers."""

from django.utils.translation import pgettext_lazy

#: What figures count, as readers call it; money stands by its ISO 4217 code in every language.
UNITS = {
    "activities": pgettext_lazy("unit", "activities"),
    "acts": pgettext_lazy("unit", "acts"),
    "agreements": pgettext_lazy("unit", "agreements"),
    "barriers": pgettext_lazy("unit", "barriers"),
    "cases": pgettext_lazy("unit", "cases"),
    "clauses": pgettext_lazy("unit", "clauses"),
    "contributions": pgettext_lazy("unit", "contributions"),
    "events": pgettext_lazy("unit", "events"),
    "initiatives": pgettext_lazy("unit", "initiatives"),
    "mechanisms": pgettext_lazy("unit", "mechanisms"),
    "missions": pgettext_lazy("unit", "missions"),
    "nominations": pgettext_lazy("unit", "nominations"),
    "opportunities": pgettext_lazy("unit", "opportunities"),
    "parties": pgettext_lazy("unit", "parties"),
    "partners": pgettext_lazy("unit", "partners"),
    "people": pgettext_lazy("unit", "people"),
    "products": pgettext_lazy("unit", "products"),
    "programmes": pgettext_lazy("unit", "programmes"),
    "projects": pgettext_lazy("unit", "projects"),
    "rank": pgettext_lazy("unit", "rank"),
    "reorganisations": pgettext_lazy("unit", "reorganisations"),
    "rounds": pgettext_lazy("unit", "rounds"),
    "seats": pgettext_lazy("unit", "seats"),
    "sessions": pgettext_lazy("unit", "sessions"),
    "states": pgettext_lazy("unit", "states"),
    "steps": pgettext_lazy("unit", "steps"),
    "tasks": pgettext_lazy("unit", "tasks"),
    "titles": pgettext_lazy("unit", "titles"),
    "visits": pgettext_lazy("unit", "visits"),
}
