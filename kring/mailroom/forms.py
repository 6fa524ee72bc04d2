"""What somebody wants to hear by mail, and the note with a tap."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kring.notices.rules import RepliesWish, Wish

ITEMS = [
    (Wish.AT_ONCE.value, _("At once")),
    (Wish.MATTERS.value, _("At once what matters to us, the rest in the week's mail")),
    (Wish.DIGEST.value, _("In the week's mail")),
    (Wish.OFF.value, _("Not by mail")),
]
REPLIES = [
    (RepliesWish.MINE.value, _("Where I take part")),
    (RepliesWish.ALL.value, _("All")),
    (RepliesWish.OFF.value, _("None")),
]


class WishForm(forms.Form):
    """What to hear of one circle."""

    items = forms.ChoiceField(label=_("New items"), choices=ITEMS)
    replies = forms.ChoiceField(label=_("Replies"), choices=REPLIES)
    urgent = forms.BooleanField(label=_("Urgent items, at once and always"), required=False)


class WishesForm(WishForm):
    """What to hear of every circle that nothing else is said of."""

    digest = forms.BooleanField(label=_("On Monday at eight: what I have not read"), required=False)


class DayForm(forms.Form):
    """The day for which something is planned, for who knows it."""

    planned_for = forms.DateField(
        label=_("On which day, if you know"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class TapForm(forms.Form):
    """A word with a tap, and whether the source may know whose it is."""

    note = forms.CharField(
        label=_("A word for the source"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    named = forms.BooleanField(label=_("The source may see my name"), required=False)
