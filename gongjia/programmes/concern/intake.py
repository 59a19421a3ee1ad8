"""What is asked of somebody who raises a concern: as little as possible, and nothing of who they are."""

from collections.abc import Mapping
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import BaseModel, ConfigDict, Field, model_validator

from gongjia.cases.kinds import Identity
from gongjia.unions.access import employer_shown, unions_of_division

LONGEST = 5000


class Sort(models.TextChoices):
    CONSULT = "consult", gettext_lazy("I have a question")
    COMPLAINT = "complaint", gettext_lazy("Something is wrong")
    SUGGESTION = "suggestion", gettext_lazy("I have a suggestion")


class ConcernIntake(BaseModel):
    """One concern. Without a sender's name it must make sense by itself: nobody can be asked who they are."""

    model_config = ConfigDict(extra="ignore", use_enum_values=True)

    sort: Sort = Field(description="question, complaint or suggestion; the same way for all three")
    text: str = Field(min_length=5, max_length=LONGEST, description="what it is about, in the sender's own words")
    wish: str = Field("", max_length=1000, description="what should happen, if the sender knows")
    county_code: str = Field(pattern=r"^22\d{4}$", description="where it is, six digits: decides which union answers")
    employer: int | None = Field(None, description="the employer it is about, where it is about one and is known here")
    employer_name: str = Field("", max_length=100, description="its name as typed, where it is not known here")
    identity: Identity = Field(Identity.NAMED, description="named, kept from the employer, or anonymous")

    @model_validator(mode="after")
    def complaint_says_of_whom_or_what(self) -> Self:
        if not self.text.strip():
            raise ValueError(_("Please write a few words, so that somebody can help."))
        return self


def route(intake: Mapping[str, Any], applicant: Any = None) -> Any:
    """The federation of the place; never the employer's own union, which sits with the employer."""
    return unions_of_division(str(intake["county_code"])).first()


def employer_of(intake: Mapping[str, Any]) -> Any:
    return employer_shown(int(intake["employer"])) if intake.get("employer") else None
