"""Results as people read them: sums, days, formulas with figures in them, and the sentences around them."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from gongjia.cases.words import answer_words
from gongjia.law.claims.messages import FIGURE_TITLES, PLACE_NAMES, PUBLISHER, PUBLISHERS
from gongjia.law.claims.worksheet import LOCAL_FIGURE
from gongjia.programmes.owed.kinds import Changes, Json, Payer, Way, day_of
from gongjia.programmes.owed.questions import PAGES, Page, form_of, walk
from gongjia.programmes.owed.situations import SITUATIONS

EVIDENCE = {
    "contract": gettext_lazy("The contract, or whatever paper you were given when you began"),
    "payslips": gettext_lazy("Payslips, bank records, transfers by WeChat or Alipay"),
    "attendance": gettext_lazy("Attendance, orders, door logs; photos of them with the date"),
    "rota": gettext_lazy("The rota, and who told you to stay"),
    "chats": gettext_lazy("Chats and recordings with your superiors. Do not delete them, do not change phones"),
    "notice": gettext_lazy("The notice, letter or message in which they told you"),
    "resignation": gettext_lazy("A copy of what you wrote when you left, with the reason in it"),
    "iou": gettext_lazy("A note or a message in which they admit what they owe"),
    "fines": gettext_lazy("The slip or message about what was taken off, and the rule they name"),
    "leave_requests": gettext_lazy("Requests for leave and the answers"),
    "insurance_record": gettext_lazy("Your social-insurance record: it shows since when you worked where"),
    "weather": gettext_lazy("The weather service's temperatures of those days"),
    "work_card": gettext_lazy("Work card, uniform, badge, photos at work"),
    "witness": gettext_lazy("Colleagues who can say that you worked there"),
    "medical": gettext_lazy("Medical records, diagnosis, receipts"),
    "sick_notes": gettext_lazy("Sick notes, and proof that you handed them in"),
    "accident": gettext_lazy("Photos of the place, a report of the accident, names of who saw it"),
    "recognition": gettext_lazy("The recognition of the injury and the finding of the grade"),
    "birth": gettext_lazy("The birth certificate, the leave you asked for"),
    "kinship": gettext_lazy("The household book, the death certificate"),
    "end_certificate": gettext_lazy("The certificate that the job has ended; the employer must give it to you"),
    "covenant": gettext_lazy("The covenant, and proof that you keep it"),
    "training_papers": gettext_lazy("The agreement on the training and its receipts"),
    "order": gettext_lazy("The order of the labour inspection, and the day on which it was served"),
    "asked_proof": gettext_lazy("Proof of every time you asked for it: message, letter, complaint"),
    "envelope": gettext_lazy("The envelope or the receipt: the day of service stands on it"),
}
PAYERS = {
    Payer.EMPLOYER: gettext_lazy("The employer pays"),
    Payer.FUND: gettext_lazy("The insurance fund pays"),
    Payer.WORKER: gettext_lazy("You may owe this to the employer"),
    Payer.NOBODY: "",
}
# What is done by the last day, and what is left once it is over. A year of the arbitration can begin anew, a period of
# the court cannot (调解仲裁法 27, 50; 民事诉讼法 85, 86, 171), nor the year for the recognition (工伤保险条例 17).
BEFORE = {
    Way.ARBITRATION: gettext_lazy(
        "The safe day: hand it to arbitration before it. Asking the employer in writing or complaining to an "
        "office begins the year anew; keep the proof."
    ),
    Way.SUIT: gettext_lazy(
        "Hand your suit in at the people's court by then. Nothing begins this period anew: neither asking, "
        "nor complaining, nor mediation at the union."
    ),
    Way.APPEAL: gettext_lazy(
        "Hand your appeal in at the court that sent the paper by then. Nothing begins this period anew: "
        "neither asking, nor complaining, nor mediation at the union."
    ),
    Way.REVIEW: gettext_lazy(
        "Ask the arbitration commission by then, together with the employer, to confirm the agreement. "
        "Nothing begins this period anew."
    ),
    Way.RECOGNITION: gettext_lazy(
        "Apply to the human-resources and social-security department (人社部门) for the recognition by then, also"
        " where the employer does not. Asking the employer does not begin this year anew."
    ),
}
LOST_AT_COURT = gettext_lazy(
    "This period does not begin anew. If something beyond your control kept you, ask the court for more "
    "time within ten days after it ended; the court decides (民事诉讼法第86条). Speak to a lawyer today: 12348, "
    "or 12351."
)
AFTER = {
    Way.ARBITRATION: gettext_lazy(
        "It counts only if the employer invokes it in the arbitration, and asking in between may have begun "
        "it anew. Speak to the union soon."
    ),
    Way.SUIT: LOST_AT_COURT,
    Way.APPEAL: LOST_AT_COURT,
    Way.REVIEW: gettext_lazy(
        "The agreement binds both sides all the same. If the employer does not keep it, go to arbitration in time."
    ),
    Way.RECOGNITION: gettext_lazy(
        "If somebody has applied for the recognition already, this is settled. If not: time that was lost "
        "without your fault may not count. Go to the 人社部门 and the union today."
    ),
}


def row_of(item: Json) -> Json:
    """One claim for a page: what it is worth, until when, how it was worked out, what is doubtful about it."""
    result = item["result"]
    alternatives = [alternative_of(other, item) for other in result["alternatives"]]
    otherwise = sorted({other["amount"] for other in alternatives if other["amount"] is not None})
    return {
        **item,
        "owed": money_of(item["owed"]),
        "worked_out": money_of(result.get("amount")),
        "range": [Decimal(result["amount_range"][end]) for end in ("min", "max")] if "amount_range" in result else None,
        "answer": other_answer(result),
        "act_by": day_of(item["act_by"]),
        "steps": [step_of(step) for step in result["steps"] if step["rule"] != "rounding"],
        "alternatives": alternatives,
        "otherwise": [*otherwise[:1], *otherwise[1:][-1:]],  # the least and the most
        "warnings": result["warnings"] if "reason" not in result else [],
        "reason": result.get("reason"),
        "missing": missing_in_words(result.get("missing_figure")),
        "missing_figure": result.get("missing_figure"),
        "questions": result["open_questions"],
        "doubts": doubts_of(result),
        "is_sure": result["certainty"] == "T" and not result["open_questions"] and not result["boundary_warning"],
        "who_pays": PAYERS[Payer(item["payer"])],
        "paid": money_of(item["paid"]),
        "taken": money_of(item["taken"]),
    }


def in_common(rows: Iterable[Json]) -> list[str]:
    """Warnings that more than one claim carries: said once, for all."""
    seen = Counter(warning for row in rows for warning in row["warnings"])
    return [warning for warning, times in seen.items() if times > 1]


def other_answer(result: Json) -> str:
    """Months, days or a date, where that is the answer."""
    if result.get("date"):
        return str(date_format(day_of(result["date"]), "DATE_FORMAT"))
    if result.get("in_time") is True:
        return _("No period runs while you work there")
    if result.get("months") and result.get("amount") is None:
        return length(result["months"])
    if result.get("days") and result.get("amount") is None:
        return ngettext("%(days)s day", "%(days)s days", int(Decimal(result["days"]))) % {"days": result["days"]}
    return ""


def length(months: str) -> str:
    return ngettext("%(months)s month", "%(months)s months", int(Decimal(months))) % {"months": months}


def step_of(step: Json) -> Json:
    is_figure = step["rule"] == LOCAL_FIGURE.key
    return {
        **step,
        "title": figure_named(step["inputs"]) if is_figure else step["title"],
        "formula": _("Source: %(source)s") % {"source": step["expression"]} if is_figure else formula(step),
        "shown": value_of(step["value"], step["unit"]),
        "computed": value_of(step["computed"], step["unit"]) if "computed" in step else "",
        "articles": [part for part in step["article"].split("；") if part and not part.startswith("—")],
        "doubt": DOUBTS.get(step["certainty"], ""),
    }


def figure_named(inputs: Mapping[str, str]) -> str:
    """Which local figure of which place: 月最低工资标准（吉林市区）."""
    title = FIGURE_TITLES[inputs["figure"]]
    place = inputs["place"]
    return _("%(figure)s (%(place)s)") % {"figure": _(title), "place": _(PLACE_NAMES.get(place, place))}


DOUBTS = {
    "S": gettext_lazy("seen in a copy only"),
    "M": gettext_lazy("from memory, to be checked"),
    "O": gettext_lazy("the law is open here"),
}


def doubts_of(result: Json) -> list[str]:
    """The articles of a claim whose text was not seen itself."""
    weak = [(step["article"], step["certainty"]) for step in result["steps"] if step["certainty"] in DOUBTS]
    return [
        _("%(article)s: %(doubt)s") % {"article": article, "doubt": DOUBTS[mark]}
        for article, mark in dict.fromkeys(weak)
    ]


def formula(step: Json) -> str:
    """The expression with the figures in it, `8000.00 × 7`; empty where it holds anything but figures."""
    text = step["expression"].replace("min(", "(").replace("max(", "(")
    for name in sorted(step["inputs"], key=len, reverse=True):
        for spelling in (name, name.replace("_", " ")):
            text = re.sub(rf"(?<![\w]){re.escape(spelling)}(?![\w])", step["inputs"][name], text)
    if re.search(r"[A-Za-z\u4e00-\u9fff_]", text) or not re.search(r"[×/+\-]", text):
        return ""
    return text


def value_of(value: str, unit: str) -> str:
    """A step's value with its unit. Texts of the library that are not figures are left out."""
    if unit == "date" and day_of(value):
        return str(date_format(day_of(value), "DATE_FORMAT"))
    value = re.sub(r"(?<=\d) to (?=\d)", " – ", value)
    if not re.fullmatch(r"[\d.,+ ]+", value):
        return "" if re.search("[A-Za-z]", value) else value
    if unit == "yuan":
        return " – ".join(_("%(amount)s yuan") % {"amount": f"{Decimal(part):,.2f}"} for part in value.split(" + "))
    names = {"months": length, "days": lambda text: _("%(count)s days") % {"count": text},
             "hours": lambda text: _("%(count)s hours") % {"count": text}}  # fmt: skip
    return names[unit](value) if unit in names else value


def alternative_of(other: Json, item: Json) -> Json:
    """Another reading; what was paid already is taken off here too, and of a deduction only what lies above it is owed."""
    amount = money_of(other.get("amount"))
    if amount is not None and item["taken"] is not None:
        amount = max(Decimal(item["taken"]) - amount, Decimal(0))
    elif amount is not None and item["paid"] is not None and "already_paid" not in item["inputs"]:
        amount = max(amount - Decimal(item["paid"]), Decimal(0))
    return {"when": other["if"], "amount": amount, "answer": other_answer({**other, "amount": None})}


def missing_in_words(missing: Json | None) -> str:
    """Which local figure is missing, who publishes it and who enters it, for somebody who only wants the sum."""
    if missing is None:
        return ""
    figure, publisher = FIGURE_TITLES[missing["kind"]], PUBLISHERS.get(missing["kind"], PUBLISHER)
    return _("%(figure)s is missing. %(publisher)s publishes it; once the union has entered it, the sum is there.") % {
        "figure": _(figure), "publisher": _(publisher)}  # fmt: skip


def address_to_enter(missing: Json) -> str:
    """Where the administrators of the province enter it, with what the calculation knows of it."""
    known = {name: missing[name] for name in ("place", "on", "grade") if missing[name]}
    return f"{reverse('desks:add-figure', args=[missing['kind']])}?{urlencode(known)}"


def money_of(text: str | None) -> Decimal | None:
    return Decimal(text) if text is not None else None


# ---- answers ------------------------------------------------------------------------------------------------------------


def answers_shown(answers: Mapping[str, Any]) -> list[Json]:
    """Everything that was answered, page by page: page, question, answer in words. What was left open says so."""
    facts, pages, _open = walk(answers)
    shown = []
    for page in pages:
        form = form_of(page, answers, facts)
        form.is_valid()
        for name, field in form.fields.items():
            value = getattr(form, "cleaned_data", {}).get(name)
            words = said(field, value) if value not in (None, "") else _("left open")
            shown.append({"page": page.key, "name": name, "question": str(field.label), "answer": words})
    return shown


def said(field: Any, value: Any) -> str:
    return f"{value:,}" if isinstance(value, Decimal) else answer_words(field, value)


def page_named(key: str) -> Page | None:
    return next((page for page in PAGES if page.key == key), None)


# ---- handing over -------------------------------------------------------------------------------------------------------


def handed_over(facts: Mapping[str, Any], story: Json) -> Json:
    """What a dispute can take over, as texts: nothing is typed twice. Written in Chinese, as the papers are."""
    end = facts.get("ended_on") if facts.get("employment") == "ended" else None
    claimed = story["totals"].get(Payer.EMPLOYER)
    return {
        "matter": story["matter"],
        "claimed": claimed if claimed and Decimal(claimed) else "",
        "monthly_pay": facts.get("wage"),
        "employment": facts.get("employment"),
        "ended_on": end,
        "since": facts.get("known_on") or facts.get("stood_from") or facts.get("accident_on") or end,
        "employer_name": facts.get("employer_name"),
        "county_code": facts.get("county"),
        "request": request_of(story["items"]),
        "story": story_of(facts),
        "workers": "1",
    }  # fmt: skip


def request_of(items: Iterable[Json]) -> str:
    """One line a claim against the employer that is worth something."""
    asked = [item for item in items if item["payer"] == Payer.EMPLOYER and item["is_counted"]]
    return "\n".join(
        _("%(claim)s: %(amount)s yuan") % {"claim": item["title"], "amount": item["owed"]}
        for item in asked
        if item["owed"] not in (None, "0.00")
    )


def story_of(facts: Mapping[str, Any]) -> str:
    """The bare facts in sentences, for the worker to add to."""
    titles = [str(one.title) for key, one in SITUATIONS.items() if key in facts["situations"]]
    what = pgettext("between things that happened", "; ").join(titles)
    lines = [_("What happened: %(what)s.") % {"what": what}]
    if facts.get("started_on"):
        lines.append(_("I began to work there on %(day)s.") % {"day": spoken_day(facts["started_on"])})
    if facts.get("ended_on"):
        lines.append(_("My last day there was %(day)s.") % {"day": spoken_day(facts["ended_on"])})
    return "\n".join(lines)


def spoken_day(text: str) -> str:
    return str(date_format(date.fromisoformat(text), "DATE_FORMAT"))


def changes_of(stored: Mapping[str, Any]) -> dict[str, Changes]:
    """A variant's stored changes as the rules take them."""
    return {
        key: Changes(each.get("inputs", {}), {name: put["value"] for name, put in each.get("replaced", {}).items()},
                     each.get("amount", {}).get("value", ""))
        for key, each in stored.items()
    }  # fmt: skip
