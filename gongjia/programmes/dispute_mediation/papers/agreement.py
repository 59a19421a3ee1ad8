"""劳动争议调解协议书: every item that 企业劳动争议协商调解规定 第26条 and 劳动争议调解仲裁法 第14条 name."""

from typing import Any

from gongjia.cases.kinds import Role
from gongjia.foundation.letters import Block, Facts, Heading, Letter, Paragraph, Signatures, Table
from gongjia.law.access import rule
from gongjia.programmes.dispute_mediation.intake import intake_of
from gongjia.programmes.dispute_mediation.papers.words import (
    cause_of,
    chinese_day,
    chinese_moment,
    chinese_yuan,
    committee,
    employer_facts,
    holder_of,
    in_chinese,
    in_chinese_period,
    respondent_of,
    worker_facts,
)
from gongjia.programmes.dispute_mediation.terms import Terms, Way, copies, terms_of

COUNTED = {1: "一", 2: "二", 3: "三", 4: "四", 5: "五"}


def agreement(case: Any) -> Letter:
    intake, terms = intake_of(case), terms_of(case)
    blocks: list[Block] = [
        Heading("一、双方当事人基本情况"),
        Paragraph("申请人（劳动者）"),
        Facts(worker_facts(case)),
        Paragraph("被申请人（用人单位）"),
        Facts(employer_facts(case, terms)),
        Heading("二、争议事实和调解请求"),
        Paragraph(f"申请人因{cause_of(case)}争议，于{chinese_day(case.opened_on)}申请调解。双方确认的事实：\n{terms.facts}"),
        Paragraph(f"申请人的调解请求：{intake.request}"),
        Heading("三、调解结果、履行期限和履行方式"),
        Paragraph("经调解，双方自愿达成如下协议："),
        Table(["序号", "内容", "金额", "计算依据", "履行期限", "履行方式"], item_rows(terms)),
        Paragraph(total_line(terms)),
        Heading("四、其他约定"),
        Paragraph(other_terms(terms)),
        Heading("五、协议的效力"),
        Paragraph(effect(case)),
        Paragraph(f"本协议书一式{COUNTED.get(copies(case.opened_on), str(copies(case.opened_on)))}份，"
                  "双方当事人和调解委员会各执一份。"),
        Signatures(places(case)),
    ]  # fmt: skip
    return Letter("劳动争议调解协议书", committee(case), blocks, number=case.number)


def effect(case: Any) -> str:
    """第14条至第16条 and 第27条 of the two texts, with the period of the rule in force on that day."""
    review = rule("mediation.arbitral_review", case.opened_on)
    return EFFECT % {"review": in_chinese_period(review)}


EFFECT = (
    "本协议书由双方当事人签名或者盖章，经调解员签名并加盖调解委员会印章后生效，对双方具有约束力，双方应当履行"
    "（《劳动争议调解仲裁法》第14条）。\n"
    "用人单位在约定期限内不支付拖欠的劳动报酬、工伤医疗费、经济补偿或者赔偿金的，劳动者可以持本协议书向人民法院"
    "申请支付令（同法第16条）；任何一方不履行的，另一方可以申请仲裁（同法第15条）。\n"
    "双方可以自本协议生效之日起%(review)s内，共同向劳动人事争议仲裁委员会申请仲裁审查（《企业劳动争议协商调解规定》第27条）；"
    "也可以共同向人民法院申请司法确认，是否受理由人民法院决定。"
)


def item_rows(terms: Terms) -> list[list[str]]:
    return [
        [
            str(number),
            item.what,
            chinese_yuan(item.amount),
            item.basis or "—",
            chinese_day(item.due_on),
            in_chinese(Way(item.way).label),
        ]
        for number, item in enumerate(terms.items, start=1)
    ]


def total_line(terms: Terms) -> str:
    if terms.total:
        return f"以上金额合计{chinese_yuan(terms.total)}，全部应在{chinese_day(terms.last_due)}前履行完毕。"
    return f"以上各项应在{chinese_day(terms.last_due)}前履行完毕。"


def other_terms(terms: Terms) -> str:
    ends = (
        "以上各项全部履行后，双方就本次争议再无其他纠纷。"
        if terms.ends_dispute
        else "申请人保留本协议没有写明的其他请求。"
    )
    return "\n".join(line for line in (terms.otherwise.strip(), ends) if line)


def places(case: Any) -> list[tuple[str, str]]:
    """Who signs, and how each has signed: with a one-time code or on paper. Room for the pen and the seal otherwise."""
    document = case.documents.filter(kind="agreement", removed_at__isnull=True).order_by("-id").first()
    signed = {signature.role: signature for signature in document.signatures.all()} if document else {}
    on_paper = terms_of(case).on_paper
    contact, mediator = respondent_of(case), holder_of(case, Role.MEDIATOR)

    def standing(role: Role) -> str:
        if role in signed:
            return f"{signed[role].person.name}，{chinese_moment(signed[role].signed_at)}用一次性验证码签名"
        return f"已在纸质文本上签名（{on_paper[role]}）" if role in on_paper else ""

    return [
        (f"申请人签名（{case.applicant.name}）", standing(Role.APPLICANT)),
        (f"被申请人签名或者盖章（{contact.name if contact else case.employer.name}）", standing(Role.RESPONDENT)),
        (f"调解员签名（{mediator.name if mediator else ''}）", standing(Role.MEDIATOR)),
        (f"{committee(case)}（印章）", ""),
        ("日期", chinese_day(case.settled_on)),
    ]
