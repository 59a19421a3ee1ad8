"""The other papers: application, acceptance, non-acceptance, record, notice of failure, application for arbitration."""

from typing import Any

from django.utils import translation

from gongjia.cases.kinds import Role
from gongjia.foundation.letters import Block, Facts, Heading, Letter, Paragraph, Signatures, Table
from gongjia.people.divisions import name
from gongjia.programmes.dispute_mediation.advice import advice_for, to_bring
from gongjia.programmes.dispute_mediation.intake import Evidence, intake_of
from gongjia.programmes.dispute_mediation.limitation import shield_of
from gongjia.programmes.dispute_mediation.papers.words import (
    cause_of,
    chinese_day,
    chinese_moment,
    committee,
    employer_facts,
    entered_on,
    entry_of,
    holder_of,
    in_chinese,
    money_lines,
    position_of_head,
    worker_facts,
    working_life,
)


def parties(case: Any) -> list[Block]:
    return [
        Heading("申请人（劳动者）"),
        Facts(worker_facts(case)),
        Heading("被申请人（用人单位）"),
        Facts(employer_facts(case)),
    ]


def evidence_rows(case: Any) -> list[list[str]]:
    """Each paper with the hash that shows it was not changed since it was added (证据和证据来源)."""
    held = case.documents.filter(kind="evidence", removed_at__isnull=True).order_by("id")
    return [
        [str(number), document.name, "申请人提供", chinese_moment(document.added_at), document.sha256[:16]]
        for number, document in enumerate(held, start=1)
    ]


def evidence_blocks(case: Any) -> list[Block]:
    named = [one for one in intake_of(case).evidence if one != Evidence.NOTHING]
    said = "、".join(in_chinese(Evidence(one).label) for one in named)
    blocks: list[Block] = [Heading("证据和证据来源"), Paragraph(f"申请人手上有：{said or '尚未提供'}。")]
    if rows := evidence_rows(case):
        blocks.append(Table(["序号", "名称", "来源", "存入时间", "文件指纹（前16位）"], rows))
    return blocks


def application(case: Any) -> Letter:
    """第21条: who applies, what is asked for, facts and reasons; an oral application is recorded on the spot."""
    intake = intake_of(case)
    officer = case.opened_by.person.name if case.by_agent and case.opened_by else ""
    how = (
        f"本申请由申请人口头提出，工作人员{officer}当场记录并读给申请人听。"
        if case.by_agent
        else "本申请由申请人在线提出。"
    )
    blocks: list[Block] = [
        *parties(case),
        Heading("争议事项"),
        Facts([("案由", cause_of(case)), ("开始时间", chinese_day(intake.since)),
               ("同样请求的人数", f"{intake.workers}人"), *money_lines(intake)]),
        Heading("调解请求"),
        Paragraph(intake.request),
        Heading("事实与理由"),
        Paragraph(intake.story),
        *evidence_blocks(case),
        Paragraph(how),
        Signatures([("申请人签名", ""), ("申请日期", chinese_day(case.opened_on))]),
    ]  # fmt: skip
    title = "劳动争议调解申请记录（口头申请）" if case.by_agent else "劳动争议调解申请书"
    return Letter(title, committee(case), blocks, number=case.number)


def acceptance(case: Any) -> Letter:
    accepted, mediator = entered_on(case, "accept"), holder_of(case, Role.MEDIATOR)
    due = case.dues.filter(rule="mediation.finish").order_by("-id").first()
    right = case.dues.filter(rule="mediation.right_to_arbitrate").order_by("-id").first()
    text = (
        f"{case.applicant.name}、{case.employer.name}：\n"
        f"申请人{chinese_day(case.opened_on)}提出的调解申请，双方同意调解，我会于{chinese_day(accepted)}受理"
        "（《企业劳动争议协商调解规定》第22条），"
        f"由{mediator.name if mediator else '我会'}调解。\n"
        f"调解应当在{chinese_day(due.due_on if due else None)}前结束；双方同意延期的可以延长（同规定第29条）。\n"
        f"过了{chinese_day(right.due_on if right else None)}仍没有达成协议的，当事人可以申请仲裁，不必等调解结束"
        "（《劳动争议调解仲裁法》第14条）。仲裁不收费（同法第53条）。\n"
        "调解不收费，一般不公开进行。请双方带上身份证件和有关材料；用人单位由他人代为参加的，请带委托书。"
    )
    return Letter(
        "劳动争议调解受理通知书", committee(case), [Paragraph(text), sealed(case, accepted)], number=case.number
    )


def refusal(case: Any) -> Letter:
    """第22条: what is not accepted is recorded and told in writing."""
    verbs = ("refuse", "employer_unwilling", "decline_mediation")
    entry = entry_of(case, *verbs)
    reason = (entry.text if entry else "") or "用人单位不同意调解"
    text = (
        f"{case.applicant.name}：\n您{chinese_day(case.opened_on)}提出的调解申请，我会不予受理。理由：{reason}\n"
        "依据：《企业劳动争议协商调解规定》第22条。"
    )
    blocks = [Paragraph(text), *advice_blocks(case), sealed(case, entered_on(case, *verbs))]
    return Letter("劳动争议调解不予受理通知书", committee(case), blocks, number=case.number)


def failure(case: Any) -> Letter:
    """第30条: recorded, signed by both, and the way to arbitration told in writing."""
    entry = entry_of(case, "fail", "break_off", "time_up")
    reason = (entry.text if entry else "") or "在规定期限内没有达成调解协议（《企业劳动争议协商调解规定》第29条）"
    text = (
        f"{case.applicant.name}、{case.employer.name}：\n"
        f"双方因{cause_of(case)}发生的争议，经我会调解，没有达成协议。原因：{reason}。\n"
        "当事人可以向劳动人事争议仲裁委员会申请仲裁。"
    )
    blocks = [
        Paragraph(text),
        *advice_blocks(case),
        Signatures([("申请人签名", ""), ("被申请人签名或者盖章", "")]),
        sealed(case, entered_on(case, "fail", "break_off", "time_up")),
    ]
    return Letter("劳动争议调解不成告知书", committee(case), blocks, number=case.number)


def advice_blocks(case: Any) -> list[Block]:
    with translation.override("zh-hans"):
        return [Heading("您还可以这样做"), Paragraph("\n".join(advice_for(case)))]


def record_of_mediation(case: Any) -> Letter:
    """调解笔录: the sessions in their order, as the mediator wrote them down."""
    blocks: list[Block] = [*parties(case)]
    sessions = case.entries.filter(verb="session").order_by("id")
    for number, entry in enumerate(sessions, start=1):
        blocks += [
            Heading(f"第{number}次调解"),
            Facts([("时间", chinese_day_of(entry)), ("地点或者方式", entry.facts.get("place", "")),
                   ("参加人", entry.facts.get("present", ""))]),
            Paragraph(entry.text),
        ]  # fmt: skip
    blocks.append(Signatures([("申请人签名", ""), ("被申请人签名或者盖章", ""), ("调解员签名", "")]))
    return Letter("劳动争议调解笔录", committee(case), blocks, number=case.number)


def chinese_day_of(entry: Any) -> str:
    from datetime import date

    held_on = entry.facts.get("held_on")
    return chinese_day(date.fromisoformat(held_on)) if held_on else chinese_moment(entry.at)


@translation.override("zh-hans")
def arbitration(case: Any) -> Letter:
    """仲裁申请书: every item of 劳动争议调解仲裁法 第28条 and 劳动人事争议仲裁办案规则 第29条, from the same file."""
    intake, shield = intake_of(case), shield_of(case)
    events = "；".join(f"{chinese_day(record.on)}{of_the_applicant(record)}" for record in shield.interruptions)
    blocks: list[Block] = [
        Heading("申请人（劳动者）"),
        Facts([*worker_facts(case), *working_life(case)]),
        Heading("被申请人（用人单位）"),
        Facts([*employer_facts(case), ("法定代表人或者主要负责人的职务", position_of_head(case))]),
        Heading("仲裁请求"),
        Paragraph(intake.request),
        Facts(money_lines(intake)),
        Heading("事实和理由"),
        Paragraph(intake.story),
        Paragraph(f"申请人曾于{chinese_day(case.opened_on)}向{committee(case)}申请调解（{case.number}）。"),
        Paragraph(f"时效中断的情形：{events or '无'}。"),
        *evidence_blocks(case),
        Heading("证人姓名和住所"),
        Paragraph("（有证人的，请写在这里）"),
        Paragraph(f"此致\n{name(intake.county_code)}劳动人事争议仲裁委员会"),
        Signatures([("申请人签名", ""), ("日期", "")]),
        Paragraph("提交前请把打星号的证件号码和电话补写完整，并核对：" + to_bring() + "。"),
    ]
    return Letter("劳动人事争议仲裁申请书", "", blocks, number="")


def of_the_applicant(record: Any) -> str:
    """An event as the application tells it: the page says "you" to the worker, the paper does not."""
    return in_chinese(record.event.label).replace("您", "申请人")


def sealed(case: Any, day: Any) -> Signatures:
    return Signatures([(f"{committee(case)}（印章）", ""), ("日期", chinese_day(day))])
