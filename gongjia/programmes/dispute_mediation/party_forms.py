"""The forms of the worker's and the employer's own moves: short, in plain words."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongjia.cases.kinds import MoveForm
from gongjia.foundation.clock import today
from gongjia.programmes.dispute_mediation.questions import choose, past_day, yuan
from gongjia.programmes.dispute_mediation.terms import entered, open_deeds, outstanding
from gongjia.web.forms import DayField

FURTHEST_AGREED = timedelta(days=366)


def words(label: Any, help_text: Any = "", required: bool = True, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": gettext_lazy("Please write a sentence here. The other side can read it.")},
    )


def coming_day(label: Any, help_text: Any = "", required: bool = True) -> DayField:
    return DayField(
        label=label,
        help_text=help_text,
        required=required,
        earliest=today,
        latest=lambda: today() + FURTHEST_AGREED,
        error_messages={
            "early": gettext_lazy("This day has passed. Please choose today or a later day."),
            "late": gettext_lazy("This day is more than a year away. Please choose an earlier one."),
            "required": gettext_lazy("Please choose a day."),
        },
    )


class TalkForm(forms.Form):
    """第10条第2款: how long to negotiate is for both sides to agree on."""

    talks_until = coming_day(
        gettext_lazy("Until when do you want to talk?"),
        gettext_lazy("If nothing is agreed by that day, the application for mediation starts by itself."),
    )
    text = words(gettext_lazy("What do you propose?"), required=False)


class ReasonForm(forms.Form):
    text = words(gettext_lazy("Why?"), gettext_lazy("The other side can read it."), required=False)


class WithdrawForm(MoveForm):
    """Withdrawn because it is settled counts as resolved; withdrawn for another reason does not."""

    SETTLED, OTHER = "settled", "other"
    why = choose(
        gettext_lazy("Why do you withdraw?"),
        [
            (SETTLED, gettext_lazy("The employer and I have agreed")),
            (OTHER, gettext_lazy("Another reason")),
        ],
        gettext_lazy("Please choose one."),
    )
    amount = yuan(
        gettext_lazy("If you agreed: how much will the employer pay?"),
        gettext_lazy("In yuan. Not about money? Leave it empty."),
    )
    received = yuan(
        gettext_lazy("How much of it do you have already?"), gettext_lazy("In yuan. Nothing yet? Leave it empty.")
    )
    due_on = coming_day(gettext_lazy("By when will the rest be paid?"), required=False)
    text = words(gettext_lazy("Anything we should know?"), required=False)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        amount, received = facts.get("amount"), facts.get("received")
        if facts.get("why") == self.OTHER:
            facts.update(amount=None, received=None, due_on=None)
        elif received is not None and amount is None and "amount" not in self.errors:
            self.add_error("amount", _("Please write what was agreed altogether, the part you have included."))
        elif received is not None and amount is not None and received > amount:
            self.add_error("received", _("This is more than what you agreed on. Please look at both amounts again."))
        elif (
            amount is not None and amount > (received or 0) and not facts.get("due_on") and "due_on" not in self.errors
        ):
            self.add_error(
                "due_on", _("Please choose a day. The matter stays open until then, so that nobody forgets it.")
            )
        return facts


class PartPaidForm(MoveForm):
    amount = yuan(gettext_lazy("How much did you get?"), gettext_lazy("In yuan."))
    paid_on = past_day(gettext_lazy("On which day?"), initial=today)

    def clean_amount(self) -> Decimal:
        amount: Decimal | None = self.cleaned_data["amount"]
        if amount is None:
            raise forms.ValidationError(_("Please write how much you got."))
        left = outstanding(self.case)
        if amount > left:
            raise forms.ValidationError(
                _("Only %(left)s yuan are still to be paid. Please look at the amount again.")
                % {"left": f"{left:,.2f}"}
            )
        return amount


class AllPaidForm(forms.Form):
    paid_on = past_day(gettext_lazy("On which day was the last of it done?"), initial=today)


class DeedForm(MoveForm):
    """One thing of the agreement that was done, not paid."""

    item = choose(gettext_lazy("What was done?"), (), gettext_lazy("Please choose one."))
    done_on = past_day(gettext_lazy("On which day?"), initial=today)

    def prepare(self) -> None:
        self.fields["item"].choices = [(str(number), item.what) for number, item in open_deeds(self.case).items()]


class WrongForm(MoveForm):
    """Paid or done is what the worker confirms, so the worker's word also takes it back."""

    wrong = forms.MultipleChoiceField(
        label=gettext_lazy("What is wrong?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Please choose what is wrong.")},
    )
    text = words(gettext_lazy("How was it really?"), gettext_lazy("The other side can read it."), required=False)

    def prepare(self) -> None:
        self.fields["wrong"].choices = list(entered(self.case).items())


class ReferredForm(forms.Form):
    WHERE = (
        ("payment_order", gettext_lazy("The court, for a payment order")),
        ("arbitration", gettext_lazy("Arbitration")),
        ("inspection", gettext_lazy("Labour inspection")),
        ("legal_aid", gettext_lazy("Legal aid, which goes on with it")),
    )
    where = choose(gettext_lazy("Where do you take it?"), WHERE, gettext_lazy("Please choose one."))


class AuthorisationForm(forms.Form):
    """劳动争议调解仲裁法 第24条: signed or sealed by the employer, saying for what and how far."""

    sheet = forms.FileField(
        label=gettext_lazy("Photo or scan of the power of attorney"),
        help_text=gettext_lazy("Signed or sealed by the employer; it says who may do what."),
        error_messages={"required": gettext_lazy("Please choose the file.")},
    )


class RepresentativesForm(forms.Form):
    """第63条: three to five speak for ten or more."""

    names = words(gettext_lazy("Who speaks for you all? One name a line."), rows=5)

    def clean_names(self) -> list[str]:
        from gongjia.programmes.dispute_mediation.rules import representatives_bounds

        names = [line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()]
        least, most = representatives_bounds()
        if not least <= len(set(names)) <= most:
            raise forms.ValidationError(
                _("%(least)s to %(most)s people speak for all; here are %(count)s. Each name once, one a line.")
                % {"least": least, "most": most, "count": len(set(names))}
            )
        return names
