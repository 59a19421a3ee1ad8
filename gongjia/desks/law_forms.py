from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongjia.law.library.actions import save_card, save_synonym
from gongjia.law.library.kinds import LibraryError, Matter
from gongjia.law.models import QuestionCard, Synonym

LINES = {"rows": 8}


class Lines(forms.CharField):
    """A list, one entry a line."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs=LINES), max_length=4000, **arguments)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        return super().clean(value).splitlines()


class LibraryForm(forms.Form):
    heading: str | Promise = ""
    names: tuple[str, ...] = ()

    def __init__(self, data: Any, *, held: Any) -> None:
        self.held = held
        super().__init__(data, initial={name: getattr(held, name) for name in self.names} if held else {"active": True})

    def save(self, account: Any) -> bool:
        """Whether it was kept; else the form says why."""
        if not self.is_valid():
            return False
        try:
            self.keep(account)
        except LibraryError as problem:
            self.add_error(None, str(problem))
            return False
        return True

    def keep(self, account: Any) -> Any:
        raise NotImplementedError


class SynonymForm(LibraryForm):
    heading = _("What people say, and how the law says it")
    names = ("legal", "said", "active")
    legal = forms.CharField(
        max_length=120, label=_("The law's words"), help_text=_("As they stand in the articles, with blanks between.")
    )
    said = Lines(label=_("What people say"), help_text=_("One a line, at most 40 characters."))
    active = forms.BooleanField(required=False, label=_("In use"))

    def keep(self, account: Any) -> Synonym:
        return save_synonym(account, self.held, **self.cleaned_data)


class CardForm(LibraryForm):
    heading = _("A common question and its articles")
    names = ("matter", "question", "said", "articles", "active")
    matter = forms.ChoiceField(choices=Matter.choices, label=_("Kind of question"))
    question = forms.CharField(max_length=80, label=_("The question, as a worker asks it"))
    said = Lines(required=False, label=_("Other ways of asking"), help_text=_("One a line, at most 80 characters."))
    articles = Lines(
        label=_("Articles, the most important first"),
        help_text=_("One a line: the law's short title and the number, as in 劳动合同法 47."),
    )
    active = forms.BooleanField(required=False, label=_("In use"))

    def keep(self, account: Any) -> QuestionCard:
        return save_card(account, self.held, **self.cleaned_data)
