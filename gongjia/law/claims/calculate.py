"""The table of claims, and the one way in: facts of a claim to its result."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from gongjia.law.claims import messages as say
from gongjia.law.claims.additional_compensation import AdditionalCompensationFacts, additional_compensation
from gongjia.law.claims.annual_leave import AnnualLeaveFacts, annual_leave
from gongjia.law.claims.economic_compensation import EconomicCompensationFacts, economic_compensation
from gongjia.law.claims.figures import LocalFigures, packaged_figures
from gongjia.law.claims.final_award import FinalAwardFacts, final_award
from gongjia.law.claims.heat_allowance import HeatAllowanceFacts, heat_allowance
from gongjia.law.claims.inputs import Inputs
from gongjia.law.claims.limitation import LimitationFacts, limitation
from gongjia.law.claims.maternity import MaternityFacts, maternity
from gongjia.law.claims.medical_period import MedicalPeriodFacts, medical_period
from gongjia.law.claims.minimum_wage import MinimumWageFacts, minimum_wage
from gongjia.law.claims.no_written_contract import NoWrittenContractFacts, no_written_contract
from gongjia.law.claims.non_compete import NonCompeteFacts, non_compete
from gongjia.law.claims.overtime import OvertimeFacts, overtime
from gongjia.law.claims.part_time import PartTimeFacts, part_time
from gongjia.law.claims.payment_in_lieu import PaymentInLieuFacts, payment_in_lieu
from gongjia.law.claims.places import NATIONAL, place_of
from gongjia.law.claims.probation import ProbationFacts, probation
from gongjia.law.claims.procedure_deadline import ProcedureDeadlineFacts, procedure_deadline
from gongjia.law.claims.result import Result, failed
from gongjia.law.claims.service_period_penalty import ServicePeriodPenaltyFacts, service_period_penalty
from gongjia.law.claims.sick_pay import SickPayFacts, sick_pay
from gongjia.law.claims.suspension_pay_injury import SuspensionPayFacts, suspension_pay_injury
from gongjia.law.claims.unemployment import UnemploymentFacts, unemployment
from gongjia.law.claims.unlawful_termination import UnlawfulTerminationFacts, unlawful_termination
from gongjia.law.claims.wages import WagesFacts, wages
from gongjia.law.claims.work_injury import work_injury
from gongjia.law.claims.work_injury_facts import WorkInjuryFacts
from gongjia.law.claims.workdays import StateCouncilCalendar, WorkCalendar
from gongjia.law.claims.worksheet import Note, Refusal, Worksheet

Facts = TypeVar("Facts", bound=Inputs)


@dataclass(frozen=True)
class Claim(Generic[Facts]):
    """A claim type: the facts it asks for and the function that works it out on a sheet."""

    facts: type[Facts]
    work_out: Callable[[Facts, Worksheet], None]

    def run(self, inputs: Mapping[str, Any], sheet: Worksheet) -> None:
        facts = self.facts.model_validate(dict(inputs))
        for name in facts.unused():
            sheet.warn(say.INPUT_NOT_USED, name=name)
        self.work_out(facts, sheet)


CLAIMS: dict[str, Claim[Any]] = {
    "economic_compensation": Claim(EconomicCompensationFacts, economic_compensation),
    "payment_in_lieu": Claim(PaymentInLieuFacts, payment_in_lieu),
    "unlawful_termination": Claim(UnlawfulTerminationFacts, unlawful_termination),
    "no_written_contract": Claim(NoWrittenContractFacts, no_written_contract),
    "overtime": Claim(OvertimeFacts, overtime),
    "annual_leave": Claim(AnnualLeaveFacts, annual_leave),
    "probation": Claim(ProbationFacts, probation),
    "minimum_wage": Claim(MinimumWageFacts, minimum_wage),
    "wages": Claim(WagesFacts, wages),
    "additional_compensation": Claim(AdditionalCompensationFacts, additional_compensation),
    "work_injury": Claim(WorkInjuryFacts, work_injury),
    "suspension_pay_injury": Claim(SuspensionPayFacts, suspension_pay_injury),
    "medical_period": Claim(MedicalPeriodFacts, medical_period),
    "sick_pay": Claim(SickPayFacts, sick_pay),
    "unemployment": Claim(UnemploymentFacts, unemployment),
    "maternity": Claim(MaternityFacts, maternity),
    "non_compete": Claim(NonCompeteFacts, non_compete),
    "service_period_penalty": Claim(ServicePeriodPenaltyFacts, service_period_penalty),
    "limitation": Claim(LimitationFacts, limitation),
    "procedure_deadline": Claim(ProcedureDeadlineFacts, procedure_deadline),
    "final_award": Claim(FinalAwardFacts, final_award),
    "heat_allowance": Claim(HeatAllowanceFacts, heat_allowance),
    "part_time": Claim(PartTimeFacts, part_time),
}


def calculate(
    claim_type: str,
    inputs: Mapping[str, Any],
    jurisdiction: str = NATIONAL,
    figures: LocalFigures | None = None,
    calendar: WorkCalendar | None = None,
    replaced: Mapping[str, str] | None = None,
) -> Result:
    """The result of a claim; facts that cannot be read, open law and missing figures give a refusal, never an error.

    `replaced` puts a lawyer's values in place of steps (see Worksheet).
    """
    sheet = Worksheet(
        place_of(jurisdiction),
        figures or packaged_figures(),
        calendar or StateCouncilCalendar(),
        replaced=replaced or {},
    )
    claim = CLAIMS.get(claim_type)
    if claim is None:
        return failed(sheet, say.CLAIM_TYPE_UNKNOWN, claim_type=str(claim_type), known=", ".join(CLAIMS))
    try:
        claim.run(inputs, sheet)
    except ValidationError as error:
        return unreadable(claim.facts, sheet, error)
    except Refusal as refusal:
        return Result(sheet, refusal)
    sheet.close()
    return Result(sheet)


def unreadable(facts: type[Inputs], sheet: Worksheet, error: ValidationError) -> Result:
    """One sentence for each input that is missing or cannot be read; the first one is the reason."""
    problems = []
    for problem in error.errors():
        first, *rest = (str(part) for part in problem["loc"])
        name, info = facts.field_named(first)
        if problem["type"] == "missing" and info is not None and not rest:
            problems.append(Note(say.ANSWER_NEEDED, {"question": info.description or name, "name": name}))
        else:
            sentence = problem["msg"].removeprefix("Value error, ").rstrip(".")
            problems.append(Note(say.INPUT_WRONG, {"name": ".".join([name, *rest]), "problem": sentence}))
    sheet.warnings += problems
    return Result(sheet, Refusal(problems[0]))
