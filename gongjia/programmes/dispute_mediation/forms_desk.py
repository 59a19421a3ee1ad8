"""The forms of the officer's and the mediator's moves."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongjia.cases.kinds import MoveForm, Role
from gongjia.foundation.refusals import Refused
from gongjia.people import phones
from gongjia.people.names import check_name
from gongjia.programmes.dispute_mediation.intake import intake_of
from gongjia.programmes.dispute_mediation.papers.words import entry_of
from gongjia.programmes.dispute_mediation.party_forms import DeedForm, WrongForm, coming_day, words
from gongjia.programmes.dispute_mediation.questions import choose, past_day, yuan
from gongjia.programmes.dispute_mediation.terms import Way, entered_with_proof, outstanding, terms_of

ITEMS = 6  # lines for what the employer does; a blank line is left out
NEED_REASON = gettext_lazy("Please give the reason. The applicant reads it, and it stands in the letter.")


class AcceptForm(MoveForm):
    mediator = forms.ChoiceField(
        label=gettext_lazy("Who mediates?"),
        help_text=gettext_lazy("Nobody who is related to a party or has an interest in the matter."),
        error_messages={"required": gettext_lazy("Please choose a mediator.")},
    )
    employer_agreed_on = past_day(
        gettext_lazy("On which day did the employer agree to mediation?"),
        gettext_lazy("Without both sides' consent it cannot be accepted (art. 22)."),
    )
    how = forms.CharField(
        label=gettext_lazy("How did the employer say so?"),
        help_text=gettext_lazy("Who said it, and by which way: by telephone, in writing, on a visit."),
        max_length=200,
        error_messages={"required": gettext_lazy("Please write who agreed and how, so that it can be shown later.")},
    )

    def prepare(self) -> None:
        from gongjia.programmes.dispute_mediation.access import mediators_for

        found = [(str(person.pk), person.name) for person in mediators_for(self.case)]
        self.fields["mediator"].choices = [("", _("Please choose")), *found]
        self.fill_in_what_the_employer_said()

    def fill_in_what_the_employer_said(self) -> None:
        """Whoever speaks for the employer may have agreed here, with a date: nobody types that again."""
        if (agreed := entry_of(self.case, "agree_to_mediation")) is None:
            return
        speaker = self.case.parties.filter(role=Role.RESPONDENT, person__account=agreed.author_id).first()
        if speaker is not None:
            day = timezone.localtime(agreed.at).date()
            how = _("%(name)s agreed on the platform on %(day)s") % {"name": speaker.name, "day": date_format(day)}
            self.initial |= {"employer_agreed_on": day, "how": how}


class InviteForm(MoveForm):
    """The employer's contact gets a way in of its own, and sees only what is the employer's to see."""

    name = forms.CharField(label=gettext_lazy("Name of the employer's contact"), max_length=50)
    title = forms.CharField(label=gettext_lazy("Position at the employer"), max_length=50, required=False)
    phone = forms.CharField(
        label=gettext_lazy("Mobile number"),
        help_text=gettext_lazy("The invitation goes there, and later the code for signing."),
        max_length=30,
    )
    respondent_is_head = forms.BooleanField(
        label=gettext_lazy("This is the legal representative or the person in charge"),
        help_text=gettext_lazy("Anybody else needs a power of attorney (授权委托书) before signing."),
        required=False,
    )
    head = forms.CharField(
        label=gettext_lazy("Name of the legal representative or person in charge"), max_length=50, required=False
    )

    def clean_name(self) -> str:
        return said(check_name, self.cleaned_data["name"])

    def clean_phone(self) -> str:
        return said(phones.read, self.cleaned_data["phone"])


def said(check: Any, typed: str) -> str:
    """A room's own sentence about a bad value, as the field's error."""
    try:
        checked: str = check(typed)
    except Refused as refusal:
        raise forms.ValidationError(str(refusal)) from refusal
    return checked


class RefuseForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Why is it not accepted?"),
        help_text=gettext_lazy("In plain words, and where the applicant can go instead. It goes into the letter."),
        min_length=10,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": NEED_REASON, "min_length": NEED_REASON},
    )


class RecordedQuestionForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Whom did you ask, and how?"),
        help_text=gettext_lazy("The employer's answer counts from today, so it must be possible to show it later."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Please write whom you asked and how: the days count from it.")},
    )


class RecordedReasonForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("What did the employer say, who said it, and how?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": NEED_REASON},
    )


class RecordedTalkForm(forms.Form):
    talks_until = coming_day(
        gettext_lazy("Until when do both sides want to negotiate? They agree on it in writing (art. 10).")
    )
    text = words(gettext_lazy("What did the employer say, who said it, and how?"))


class SessionForm(forms.Form):
    held_on = past_day(gettext_lazy("On which day?"))
    place = forms.CharField(label=gettext_lazy("Where, or by which way"), max_length=100)
    present = forms.CharField(label=gettext_lazy("Who took part"), max_length=200)
    text = words(
        gettext_lazy("What was said and agreed"),
        gettext_lazy("Both sides read this record and sign it. Notes for yourself belong under “internal note”."),
        rows=6,
    )


class ExtendForm(MoveForm):
    """第29条: longer only where both agree."""

    extended_to = coming_day(gettext_lazy("Until when?"))
    text = words(gettext_lazy("Why, and how did each side agree?"))
    both_agree = forms.BooleanField(
        label=gettext_lazy("Both sides have agreed"),
        error_messages={"required": gettext_lazy("Without both sides' consent the day stands (art. 29).")},
    )

    def clean_extended_to(self) -> Any:
        day = self.cleaned_data["extended_to"]
        due = self.case.dues.running().filter(rule="mediation.finish").first()
        if due is not None and due.due_on is not None and day <= due.due_on:
            raise forms.ValidationError(
                _("The mediation runs until %(day)s anyway. Please choose a later day.") % {"day": due.due_on}
            )
        return day


class DraftForm(MoveForm):
    """第26条: facts, claims, result, when and how it is performed. Who the parties are comes from the case."""

    facts = words(gettext_lazy("What both sides agree happened"), rows=5)
    otherwise = words(gettext_lazy("What else was agreed"), required=False)
    ends_dispute = forms.BooleanField(
        label=gettext_lazy("With this performed, nothing of this dispute remains"), required=False, initial=True
    )

    def prepare(self) -> None:
        terms = terms_of(self.case)
        first = {
            "facts": terms.facts or intake_of(self.case).story,
            "otherwise": terms.otherwise,
            "ends_dispute": terms.ends_dispute,
        }
        for number in range(1, ITEMS + 1):
            item = terms.items[number - 1] if number <= len(terms.items) else None
            self.fields.update(item_fields(number))
            first |= {f"{name}_{number}": getattr(item, name) for name in ITEM} if item else {}
        self.initial = {**first, **self.initial}

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        facts["items"] = [item for number in range(1, ITEMS + 1) if (item := self._item(number, facts))]
        if not facts["items"] and not any(self.errors):
            self.add_error("what_1", _("Please write at least one thing that the employer does."))
        return facts

    def _item(self, number: int, facts: dict[str, Any]) -> dict[str, Any] | None:
        item = {name: facts.get(f"{name}_{number}") for name in ITEM}
        if not any(item[name] for name in ("what", "amount", "basis", "due_on")):
            return None
        if not item["what"] and f"what_{number}" not in self.errors:
            self.add_error(f"what_{number}", _("Please say what the employer does."))
        if not item["due_on"] and f"due_on_{number}" not in self.errors:
            self.add_error(
                f"due_on_{number}", _("Please give the last day for it: an agreement without a day cannot be enforced.")
            )
        if item["way"] != Way.DEED and not item["amount"] and f"amount_{number}" not in self.errors:
            self.add_error(f"amount_{number}", _("Please write the amount, or choose “done, not paid”."))
        if item["way"] == Way.DEED:
            item["amount"] = None
        return item


ITEM = ("what", "amount", "basis", "due_on", "way")


def item_fields(number: int) -> dict[str, forms.Field]:
    names = {"number": number}
    return {
        f"what_{number}": forms.CharField(label=_("Item %(number)s: what the employer does") % names, max_length=200, required=False),
        f"amount_{number}": yuan(_("Item %(number)s: amount") % names, _("In yuan.")),
        f"basis_{number}": forms.CharField(
            label=_("Item %(number)s: how the amount was reached") % names, max_length=300, required=False,
            help_text=_("For example: 4,500 a month, June to August, less 2,000 already paid."),
        ),
        f"due_on_{number}": coming_day(_("Item %(number)s: last day") % names, required=False),
        f"way_{number}": forms.ChoiceField(
            label=_("Item %(number)s: how") % names, choices=Way.choices, initial=Way.BANK, required=False
        ),
    }  # fmt: skip


class PaperSignatureForm(MoveForm):
    """Nobody is forced to sign with a phone: the signed sheet is scanned, and the mediator says how it was seen."""

    side = choose(gettext_lazy("Who signed on paper?"), (), gettext_lazy("Please choose a side."))
    sheet = forms.FileField(label=gettext_lazy("Photo or scan of the signed sheet"))
    text = forms.CharField(
        label=gettext_lazy("When, where, and before whom was it signed or sealed?"),
        max_length=200,
        error_messages={
            "required": gettext_lazy("Please write when, where and before whom: the agreement stands on it.")
        },
    )

    def prepare(self) -> None:
        self.fields["side"].choices = [(role.value, role.label) for role in (Role.APPLICANT, Role.RESPONDENT)]


class FailForm(forms.Form):
    LEFT, NO_AGREEMENT = "left", "no_agreement"
    why = choose(
        gettext_lazy("How did it end?"),
        [
            (LEFT, gettext_lazy("One side will not go on")),
            (NO_AGREEMENT, gettext_lazy("No agreement can be reached")),
        ],
        gettext_lazy("Please choose one."),
    )
    text = forms.CharField(
        label=gettext_lazy("What was tried, and what stood in the way?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": NEED_REASON},
    )


class DeedProofForm(DeedForm):
    """Done is what the worker confirms or a document proves."""

    proof = forms.FileField(
        label=gettext_lazy("Proof that it was done"),
        help_text=gettext_lazy("A copy of the paper, a receipt, or a record signed by the worker."),
        error_messages={"required": gettext_lazy("Without a proof it cannot be entered. Or the worker confirms it.")},
    )


class SlipForm(WrongForm):
    """What the union itself entered with a proof, and why it does not hold."""

    text = words(gettext_lazy("How was it really?"), gettext_lazy("The worker and the employer can read it."))

    def prepare(self) -> None:
        self.fields["wrong"].choices = list(entered_with_proof(self.case).items())


class ProofForm(MoveForm):
    """Paid is what the worker confirms or a document proves."""

    amount = yuan(gettext_lazy("Amount on the proof"), gettext_lazy("In yuan."))
    paid_on = past_day(gettext_lazy("Day of the payment"))
    proof = forms.FileField(
        label=gettext_lazy("Proof of payment"),
        help_text=gettext_lazy("A bank slip, a payment record or a receipt signed by the worker."),
        error_messages={"required": gettext_lazy("Without a proof it cannot be entered. Or the worker confirms it.")},
    )

    def clean_amount(self) -> Any:
        amount, left = self.cleaned_data["amount"], outstanding(self.case)
        if amount is None:
            raise forms.ValidationError(_("Please write the amount."))
        if amount > left:
            raise forms.ValidationError(
                _("Only %(left)s yuan are still to be paid. Please look at the amount again.")
                % {"left": f"{left:,.2f}"}
            )
        return amount
