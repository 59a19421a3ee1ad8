"""What is known of a dispute when it is raised: the model behind the intake, and which union it goes to."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from gongjia.foundation.clock import today
from gongjia.law.access import rule
from gongjia.law.clocks import deadline
from gongjia.unions.access import unions_of_division


class Matter(models.TextChoices):
    """What the dispute is about (劳动争议调解仲裁法 第2条)."""

    WAGES = "wages", gettext_lazy("Wages not paid, or not paid in full")
    OVERTIME = "overtime", gettext_lazy("Overtime not paid")
    DISMISSAL = "dismissal", gettext_lazy("Dismissed, or made to leave")
    INJURY = "injury", gettext_lazy("Hurt at work")
    CONTRACT = "contract", gettext_lazy("No contract, or the contract was changed")
    INSURANCE = "insurance", gettext_lazy("Social insurance not paid")
    OTHER = "other", gettext_lazy("Something else at work")


# Pay for work: while the job lasts no limitation runs (劳动争议调解仲裁法 第27条第4款).
PAY = frozenset({Matter.WAGES, Matter.OVERTIME})


class Employment(models.TextChoices):
    STILL = "still", gettext_lazy("Yes, I still work there")
    ENDED = "ended", gettext_lazy("No, I have left")


class Asked(models.TextChoices):
    """Whether the employer has been asked, and what came of it."""

    NOT_YET = "not_yet", gettext_lazy("Not yet. Please ask for me first")
    WAITING = "waiting", gettext_lazy("I asked, and wait for the answer")
    NO_ANSWER = "no_answer", gettext_lazy("I asked, and nobody answered")
    REFUSED = "refused", gettext_lazy("I asked, and they said no")
    STRAIGHT = "straight", gettext_lazy("I do not want to ask. Please begin the mediation")


class Evidence(models.TextChoices):
    PAYSLIP = "payslip", gettext_lazy("Payslips or bank records")
    CHAT = "chat", gettext_lazy("Chat messages or recordings")
    ATTENDANCE = "attendance", gettext_lazy("Attendance or order records, photos at work")
    CONTRACT = "contract", gettext_lazy("A contract, a work card, a uniform")
    WITNESS = "witness", gettext_lazy("A colleague who can say so")
    PAPERS = "papers", gettext_lazy("A letter or notice from the employer")
    NOTHING = "nothing", gettext_lazy("Nothing yet")


class Reach(models.TextChoices):
    ANY = "any", gettext_lazy("Call me at any time")
    EVENING = "evening", gettext_lazy("Call me after work")
    WRITE = "write", gettext_lazy("Please write, do not call")


FIRST_STEPS = {Asked.NOT_YET: "to_ask", Asked.WAITING: "negotiating"}


class DisputeIntake(BaseModel):
    """The answers of the guided intake. Amounts are yuan; days are Beijing days and never in the future."""

    model_config = ConfigDict(extra="ignore", use_enum_values=True)

    matter: Matter = Field(description="what it is about; decides which questions follow and how limitation runs")
    story: str = Field(min_length=5, max_length=3000, description="facts and reasons, in the worker's own words")
    since: date = Field(description="the day the worker knew of it: limitation is counted from here")
    monthly_pay: Decimal | None = Field(None, gt=0, le=1_000_000, description="what a month should bring, before tax")
    claimed: Decimal | None = Field(
        None, gt=0, le=100_000_000, description="what the worker asks for in money, if known"
    )
    employment: Employment = Field(description="whether the worker is still employed there")
    ended_on: date | None = Field(None, description="last day of the employment")
    employer: int | None = Field(None, description="a known employer; none: it is added by its name")
    employer_name: str = Field(
        "", max_length=100, description="as on the contract, the payslip or the sign at the door"
    )
    county_code: str = Field(pattern=r"^22\d{4}$", description="where the work is done, six digits: decides the union")
    asked: Asked = Field(description="whether the employer was asked, and the answer")
    asked_on: date | None = Field(None, description="the day the employer was asked")
    evidence: list[Evidence] = Field(default_factory=list, description="what the worker has in hand")
    request: str = Field(min_length=2, max_length=1000, description="what the worker asks of the employer")
    workers: int = Field(1, ge=1, le=9999, description="workers with the same claim, this one included")
    knows_employer_is_told: bool = Field(description="the employer takes part, so it learns who asks")
    reach: Reach = Field(Reach.ANY, description="how and when to reach the worker")
    address: str = Field("", max_length=200, description="home address for the official papers; may be added later")

    @field_validator("since", "ended_on", "asked_on")
    @classmethod
    def not_in_the_future(cls, value: date | None) -> date | None:
        if value is not None and value > today():
            raise ValueError(_("This day has not come yet. Please choose today or an earlier day."))
        return value

    @model_validator(mode="after")
    def days_fit(self) -> Self:
        if self.employment == Employment.ENDED and self.ended_on is None:
            raise ValueError(_("Please say when you left: the time limit is counted from that day."))
        if self.employment == Employment.STILL:
            self.ended_on = None
        if self.asked in (Asked.WAITING, Asked.NO_ANSWER, Asked.REFUSED) and self.asked_on is None:
            raise ValueError(_("Please say when you asked: that day counts for the time limit."))
        if self.asked in (Asked.NOT_YET, Asked.STRAIGHT):
            self.asked_on = None
        if self.asked == Asked.NO_ANSWER and self.asked_on is not None and answer_due(self.asked_on) >= today():
            raise ValueError(still_time_to_answer(self.asked_on))
        if self.employer is None and not self.employer_name.strip():
            raise ValueError(_("Please say which employer it is."))
        if not self.knows_employer_is_told:
            raise ValueError(
                _("The employer takes part in mediation and learns who asks. Please confirm that you know.")
            )
        return self


def answer_due(asked_on: date) -> date:
    """The last day on which the employer may answer: the same day as its clock, weekends and holidays included."""
    day = deadline(rule("negotiation.answer", asked_on), asked_on).due_on
    assert day is not None  # noqa: S101 - a clock without a pause has an end
    return day


def still_time_to_answer(asked_on: date) -> str:
    return _(
        "The employer still has time to answer, until %(day)s. Please choose “I asked, and wait for the answer”."
    ) % {"day": date_format(answer_due(asked_on), "DATE_FORMAT")}


def intake_of(case: Any) -> DisputeIntake:
    """The intake as it was stored. It was checked when the case was opened and is not judged again by today's rules."""
    stored = case.intake
    days = {name: date.fromisoformat(stored[name]) if stored.get(name) else None for name in DAYS}
    amounts = {name: Decimal(str(stored[name])) if stored.get(name) is not None else None for name in AMOUNTS}
    return DisputeIntake.model_construct(**{**stored, **days, **amounts})


DAYS = ("since", "ended_on", "asked_on")
AMOUNTS = ("monthly_pay", "claimed")


def first_step(intake: Mapping[str, Any]) -> str:
    """Ask the employer first where the worker wants that; else it goes to the committee at once."""
    return FIRST_STEPS.get(intake["asked"], "applied")


def route(intake: Mapping[str, Any], applicant: Any = None) -> Any:
    """The union nearest to the place of work that has a mediation committee; without one on the way up, the federation.

    `unions_of_division` gives the federations of the place, the nearest first.
    """
    federations = list(unions_of_division(str(intake["county_code"])))
    with_committee = [union for union in federations if union.has_mediation_committee]
    return (with_committee or federations)[0]
