"""What a worker can do when mediation did not help: where to go, what to bring, until when. The papers print it in Chinese."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gongjia.law.access import rule
from gongjia.people.divisions import name
from gongjia.programmes.dispute_mediation.intake import PAY, intake_of
from gongjia.programmes.dispute_mediation.limitation import shield_of
from gongjia.programmes.dispute_mediation.terms import outstanding

TO_BRING = (
    gettext_lazy("the application, one for the commission and one for each respondent"),
    gettext_lazy("a copy of your ID card"),
    gettext_lazy("what shows that you worked there: contract, payslips, work card, attendance or order records"),
    gettext_lazy("the papers of this mediation"),
    gettext_lazy("the list of evidence with copies; names and addresses of witnesses"),
)


def advice_for(case: Any) -> list[str]:
    """Plain sentences in the order in which a worker needs them, in the reader's language."""
    intake = intake_of(case)
    place = {"place": name(intake.county_code, get_language() or "zh-hans")}
    lines = [
        _("1. Apply for arbitration, at the labour arbitration commission of %(place)s (of the place of work or of the "
          "employer's seat). It costs nothing (《劳动争议调解仲裁法》第21条、第53条).") % place,
        limitation_line(case),
        _("Bring: %(things)s. The application has been made from what you filled in; check it and use it.")
        % {"things": to_bring()},
    ]  # fmt: skip
    if intake.matter in PAY:
        years = int(rule("inspection.complaint", case.opened_on).value)
        lines.append(
            _("2. For unpaid wages you can also complain to the labour inspection of %(place)s, within %(years)s years "
              "(《劳动保障监察条例》第20条).") % {**place, "years": years}
        )  # fmt: skip
    lines.append(
        _(
            "If you cannot pay a lawyer, ask for legal aid: call 12348 or go to the union's legal aid station. It is free."
        )
    )
    return [*lines, caution()]


def ways_when_not_kept(case: Any) -> list[str]:
    """The agreement was signed and not kept, or the two sides settled it and that was not kept."""
    if case.outcome == "settled":
        return advice_for(case)
    return [
        *_ways_with_the_agreement(case),
        limitation_line(case),
        _("The union goes on urging the employer, and can help you to ask for legal aid (12348)."),
        caution(),
    ]  # fmt: skip


def _ways_with_the_agreement(case: Any) -> list[str]:
    """A court's payment order is for money; where only something is still to be done, arbitration is the one way."""
    if not outstanding(case):
        return [_("Apply for arbitration: on the agreement the commission, once it has reviewed it, can decide as agreed "
                  "(《企业劳动争议协商调解规定》第28条).")]  # fmt: skip
    return [
        _("1. Ask the court for a payment order: take the agreement to the basic court of the employer's place or your own "
          "(《劳动争议调解仲裁法》第16条)."),
        _("2. Apply for arbitration: on the agreement the commission, once it has reviewed it, can decide as agreed "
          "(《企业劳动争议协商调解规定》第28条)."),
    ]  # fmt: skip


def to_bring() -> str:
    return _("; ").join(str(thing) for thing in TO_BRING)


def limitation_line(case: Any) -> str:
    shield = shield_of(case)
    if shield.last_day is None:
        return _("While the employment lasts no one-year limit runs for wages; once you leave, apply within one year from "
                 "that day (《劳动争议调解仲裁法》第27条).")  # fmt: skip
    said = {"day": date_format(shield.last_day, "DATE_FORMAT"), "article": shield.article}
    if shield.is_over:
        return _("By what is entered the year was over on %(day)s (%(article)s). It counts only if the employer invokes it in "
                 "the arbitration, and asking in between may have begun it anew. Speak to the union soon.") % said  # fmt: skip
    line = _("Apply by %(day)s at the latest (%(article)s, one year; each interruption begins it anew).") % said
    return line + rolled_note(shield.rolled_to)


def rolled_note(day: Any) -> str:
    if day is None:
        return ""
    return _(" That is a day off, so the law gives you until %(day)s; to be safe, do not wait for it.") % {
        "day": date_format(day, "DATE_FORMAT")
    }


def caution() -> str:
    return _("The platform counted these days from what is entered, for your guidance; the word of a lawyer or of the "
             "arbitration commission stands above it. Apply early, and do not wait for the last day.")  # fmt: skip
