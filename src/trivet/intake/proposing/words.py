"""What people read of proposals: how a fact is meant, and what it would do to the record."""

from django.utils.translation import gettext_lazy, pgettext_lazy

#: What a proposal would do to the record, in the reader's words.
WOULD = {
    "create": gettext_lazy("would be new"),
    "confirm": gettext_lazy("is so already"),
    "change": gettext_lazy("would complete"),
    "contradict": gettext_lazy("is told otherwise"),
    "none": gettext_lazy("writes nothing"),
}
MEANT = {
    "done": pgettext_lazy("how it is meant", "done"),
    "planned": pgettext_lazy("how it is meant", "planned"),
    "expected": pgettext_lazy("how it is meant", "expected"),
    "urged": pgettext_lazy("how it is meant", "asked for"),
    "denied": pgettext_lazy("how it is meant", "did not happen"),
}
#: The kinds of fact, as people call them.
KINDS = {
    "relations": pgettext_lazy("kind of fact", "diplomatic relations"),
    "step": pgettext_lazy("kind of fact", "step in relations"),
    "tier": pgettext_lazy("kind of fact", "partnership"),
    "visit": pgettext_lazy("kind of fact", "visit"),
    "meeting": pgettext_lazy("kind of fact", "meeting"),
    "call": pgettext_lazy("kind of fact", "call"),
    "agreement": pgettext_lazy("kind of fact", "agreement"),
    "seat": pgettext_lazy("kind of fact", "seat"),
    "forum-role": pgettext_lazy("kind of fact", "role in a forum"),
    "event": pgettext_lazy("kind of fact", "event hosted"),
    "initiative": pgettext_lazy("kind of fact", "initiative"),
    "title": pgettext_lazy("kind of fact", "title"),
    "evacuation": pgettext_lazy("kind of fact", "evacuation"),
    "instruction": pgettext_lazy("kind of fact", "instruction"),
    "aim": pgettext_lazy("kind of fact", "aim"),
    "policy": pgettext_lazy("kind of fact", "document of policy"),
    "direction": pgettext_lazy("kind of fact", "direction"),
    "anniversary": pgettext_lazy("kind of fact", "anniversary"),
    "negotiation": pgettext_lazy("kind of fact", "negotiation"),
    "opportunity": pgettext_lazy("kind of fact", "opportunity"),
    "barrier": pgettext_lazy("kind of fact", "barrier"),
    "contribution": pgettext_lazy("kind of fact", "contribution"),
    "figure": pgettext_lazy("kind of fact", "figure"),
    "mention": pgettext_lazy("kind of fact", "partner named"),
}
