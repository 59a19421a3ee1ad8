"""What people type: exact numbers and civil dates, with several accepted names and a plain question for each field.

A field's description is the question to put to a worker. Unknown names are kept, so that a warning can say that they
were not used. Timestamps are refused: a day is a day in Asia/Shanghai.
"""

from datetime import date, datetime
from fractions import Fraction
from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, WithJsonSchema
from pydantic.fields import FieldInfo

from gongjia.law.claims import messages as say
from gongjia.law.claims.numerals import exact

FIRST_YEAR, LAST_YEAR = 1950, 2100


def civil_date(value: object) -> date:
    """`2025-06-30`; a month alone is not a day, and years outside a working life are slips of the pen."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value.strip())
        except ValueError:
            raise ValueError(say.DATE_LIKE_THIS) from None
    if isinstance(value, datetime) or not isinstance(value, date):
        raise ValueError(say.DATE_LIKE_THIS)
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(say.YEAR_OUT_OF_RANGE)
    return value


def civil_month(value: object) -> date:
    """`2025-06`, or any day in it, as the first of the month."""
    if isinstance(value, str) and len(value.strip()) == 7:
        value = value.strip() + "-01"
    try:
        return civil_date(value).replace(day=1)
    except ValueError:
        raise ValueError(say.MONTH_LIKE_THIS) from None


def word(value: object) -> object:
    """Numbers and words are both welcome where a word is expected."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


Amount = Annotated[Fraction, PlainValidator(exact), WithJsonSchema({"type": "string", "format": "decimal"})]
Day = Annotated[date, PlainValidator(civil_date), WithJsonSchema({"type": "string", "format": "date"})]
Month = Annotated[date, PlainValidator(civil_month), WithJsonSchema({"type": "string", "examples": ["2025-06"]})]
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
Word = Annotated[str, BeforeValidator(word)]


class Inputs(BaseModel):
    """Base of every claim's facts; `unused()` names what was given and not understood."""

    model_config = ConfigDict(extra="allow", populate_by_name=True, frozen=True, str_strip_whitespace=True)

    def unused(self) -> list[str]:
        return sorted(self.model_extra or {})

    @classmethod
    def field_named(cls, name: str) -> tuple[str, FieldInfo | None]:
        """The field behind one of its accepted names."""
        for field, info in cls.model_fields.items():
            alias = info.validation_alias
            if name == field or (isinstance(alias, AliasChoices) and name in alias.choices):
                return field, info
        return name, None


def asked(question: str, *also: str) -> Any:
    """An optional fact: the question to ask, and other names under which it may come."""
    if also:
        return Field(default=None, description=question, validation_alias=AliasChoices(*also))
    return Field(default=None, description=question)


def needed(question: str, *also: str) -> Any:
    """A fact without which nothing can be worked out."""
    if also:
        return Field(description=question, validation_alias=AliasChoices(*also))
    return Field(description=question)


class Local(Inputs):
    """Where, for the local figures."""

    region: Word | None = asked("In which district, county or city did you work? For example 长春市区.")
    local_min_wage: Amount | None = asked(
        "Local monthly minimum wage in yuan, if you know it; otherwise it is looked up.", "minimum_wage"
    )
