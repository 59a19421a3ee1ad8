"""What a worker can do when mediation did not help: where to go, what to bring, until when. Chinese, as the papers are."""

from typing import Any

from gongjia.law.access import rule
from gongjia.people.divisions import name
from gongjia.programmes.dispute_mediation.intake import PAY, intake_of
from gongjia.programmes.dispute_mediation.limitation import shield_of

TO_BRING = (
    "仲裁申请书，一份交仲裁委员会，再按被申请人人数各备一份",
    "身份证复印件",
    "能证明劳动关系的材料：合同、工资条、工作证、打卡或者接单记录",
    "本次调解的文书",
    "证据清单和证据复印件；证人的姓名和住所",
)
CAUTION = "以上时效日期由系统按已登记的事实推算，供您参考；以律师和仲裁委员会的意见为准。请尽早申请，不要等到最后一天。"


def advice_for(case: Any) -> list[str]:
    """Plain sentences in the order in which a worker needs them."""
    intake = intake_of(case)
    place = name(intake.county_code)
    lines = [
        f"一、申请仲裁。到{place}劳动人事争议仲裁委员会（劳动合同履行地或者单位所在地），不收费"
        "（《劳动争议调解仲裁法》第21条、第53条）。",
        limitation_line(case),
        "带上：" + "；".join(TO_BRING) + "。仲裁申请书已经按您填的内容生成，核对后就可以用。",
    ]
    if intake.matter in PAY:
        years = int(rule("inspection.complaint", case.opened_on).value)
        lines.append(
            f"二、拖欠工资的，也可以向{place}劳动保障监察机构投诉，{years}年内有效（《劳动保障监察条例》第20条）。"
        )
    lines.append("请不起律师的，可以申请法律援助：拨打12348，或者到工会法律援助站。不收费。")
    return [*lines, CAUTION]


def limitation_line(case: Any) -> str:
    shield = shield_of(case)
    if shield.last_day is None:
        return ("劳动关系还在，追要工资暂时没有一年的限制；一旦离职，从离职那天起一年内要申请"
                "（《劳动争议调解仲裁法》第27条）。")  # fmt: skip
    day = shield.last_day
    return f"最晚在{day.year}年{day.month}月{day.day}日前申请（{shield.article}，一年；遇到中断从那天重新算）。"


def ways_when_not_kept(case: Any) -> list[str]:
    """The agreement was signed and not kept, or the two sides settled it and that was not kept."""
    if case.outcome == "settled":
        return advice_for(case)
    lines = [
        "一、向人民法院申请支付令：带上调解协议书，到单位所在地或者您所在地的基层法院"
        "（《劳动争议调解仲裁法》第16条）。",
        "二、申请仲裁：凭调解协议书，仲裁委员会审查后可以直接按协议裁决（《企业劳动争议协商调解规定》第28条）。",
        limitation_line(case),
        "工会继续催单位履行，也可以帮您申请法律援助（12348）。",
    ]
    return [*lines, CAUTION]
