"""The papers: every item that the rules name, in both forms, from the one file."""

import io
from datetime import date

import docx
import pytest

from gongjia.cases.kinds import Refused, Role
from gongjia.foundation.letters import Facts, Heading, Letter, Paragraph, Signatures, Table, as_pdf
from gongjia.programmes.dispute_mediation import papers
from gongjia.programmes.dispute_mediation.papers import PAPERS
from gongjia.programmes.dispute_mediation.papers.agreement import agreement
from gongjia.programmes.dispute_mediation.papers.letters import arbitration, failure, refusal
from gongjia.programmes.dispute_mediation.tests.factories import (
    a_scene,
    accept,
    in_force,
    invite,
    night_job,
    on,
    raise_dispute,
)
from tests.once import made_once

pytestmark = pytest.mark.django_db


def text_of(letter: Letter) -> str:
    lines = [letter.title, letter.issuer, letter.number]
    for block in letter.blocks:
        if isinstance(block, (Heading, Paragraph)):
            lines.append(block.text)
        elif isinstance(block, Facts):
            lines += [f"{label}：{value}" for label, value in block.rows]
        elif isinstance(block, Table):
            lines += [" ".join(row) for row in (block.head, *block.rows)]
        elif isinstance(block, Signatures):
            lines += [f"{who}：{standing}" for who, standing in block.places]
    return "\n".join(lines)


def words_in(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


# 企业劳动争议协商调解规定 第26条；劳动争议调解仲裁法 第14条、第16条
ITEMS_OF_AN_AGREEMENT = {
    "parties": (
        "申请人（劳动者）",
        "演示马骑手",
        "被申请人（用人单位）",
        "演示松江配送有限公司",
        "统一社会信用代码",
        "演示周经理",
    ),
    "facts": ("双方确认三月到五月工资未发。", "2026年5月20日申请调解"),
    "claim": (
        "申请人因劳动报酬争议",
        "申请人的调解请求：把三月到五月的工资发给我。",
    ),
    "result": ("支付拖欠的工资", "12,000.00元", "每月4500元，三个月"),
    "time": ("2026年6月15日",),
    "way": ("银行",),
    "signatures": ("申请人签名", "被申请人签名或者盖章", "调解员签名（演示赵调解）", "劳动争议调解委员会（印章）"),
    "date": ("日期：2026年6月1日",),
    "copies": ("一式三份", "双方当事人和调解委员会各执一份"),
    "effect": ("第14条", "支付令", "第16条", "15日内", "第27条"),
}


@pytest.fixture(scope="module")
def letter(django_db_setup, django_db_blocker, tmp_path_factory) -> str:
    """The text of one agreement in force, written once."""
    folder = tmp_path_factory.mktemp("papers")
    with django_db_blocker.unblock(), made_once(lambda: text_of(agreement(in_force(a_scene()))), folder) as text:
        return text


@pytest.mark.parametrize("item", ITEMS_OF_AN_AGREEMENT)
def test_the_agreement_has_every_item_that_the_rules_name(letter, item):
    for words in ITEMS_OF_AN_AGREEMENT[item]:
        assert words in letter


def test_the_signatures_say_how_they_were_made(letter):
    assert letter.count("用一次性验证码签名") == 3


def test_word_and_print_say_the_same(scene):
    case = in_force(scene)
    letter, word = agreement(case), PAPERS["agreement-docx"].make(case)
    for line in text_of(letter).split("\n"):
        if line and "：" not in line and " " not in line:
            assert line in words_in(word.content)
    printed = PAPERS["agreement-pdf"].make(case)
    assert printed.content.startswith(b"%PDF")
    assert len(printed.content) > 10_000  # with the characters inside, not boxes
    assert printed.name.endswith(f"{case.number}.pdf")


def test_numbers_stay_masked(scene):
    from gongjia.people.actions.records import set_resident_id
    from gongjia.people.tests.factories import a_resident_id
    from gongjia.programmes.dispute_mediation.tests.factories import phone_of

    number = a_resident_id()
    set_resident_id(scene.worker, number)
    scene.worker.save()
    letter = text_of(agreement(in_force(scene)))
    assert number not in letter
    assert phone_of(scene.worker) not in letter
    assert "****" in letter


def test_without_a_chinese_font_the_pdf_is_refused_and_word_is_offered(scene, monkeypatch):
    case = in_force(scene)
    monkeypatch.setattr("gongjia.foundation.letters.CHINESE", ())
    with pytest.raises(Refused, match="fonts-noto-cjk"):
        PAPERS["agreement-pdf"].make(case)
    assert PAPERS["agreement-docx"].make(case).content


def test_on_such_a_machine_the_word_file_is_signed(scene, monkeypatch):
    monkeypatch.setattr("gongjia.foundation.letters.CHINESE", ())
    case = in_force(scene)
    assert case.documents.get(kind="agreement").name.endswith(".docx")


# 劳动争议调解仲裁法 第28条、劳动人事争议仲裁办案规则 第29条
def test_the_application_for_arbitration_has_every_item(scene):
    case = accept(scene, raise_dispute(scene, employment="ended", ended_on=date(2026, 5, 1)))
    night_job(case, date(2026, 6, 10))
    case.refresh_from_db()
    with on(date(2026, 6, 10)):
        letter = text_of(arbitration(case))
    for words in ("年龄：33周岁", "职业：", "工作单位：演示松江配送有限公司（2026年5月1日离职）",
                  "法定代表人或者主要负责人的职务：经理", "姓名：演示马骑手",
                  "性别：男", "出生日期：1993年4月2日", "居民身份证号", "住址：演示市演示路1号", "联系电话",
                  "名称：演示松江配送有限公司", "住所", "法定代表人或者主要负责人", "仲裁请求", "事实和理由", "证据和证据来源",
                  "证人姓名和住所", "时效中断的情形", "昌邑区劳动人事争议仲裁委员会"):  # fmt: skip
        assert words in letter


def test_what_interrupts_nothing_is_not_pleaded(scene):
    case = accept(scene, raise_dispute(scene, employment="ended", ended_on=date(2026, 5, 1)))
    with on(date(2026, 5, 28)):
        case = scene.does("mediator", "fail", case, why="no_agreement", text="差距太大。")
        assert "稳妥" not in text_of(arbitration(case))


@pytest.mark.parametrize(
    ("who", "move"), [("contact", "decline_mediation"), ("officer", "employer_unwilling"), ("officer", "refuse")]
)
def test_a_notice_of_non_acceptance_has_its_day_and_its_reason(scene, who, move):
    case = raise_dispute(scene)
    with on(date(2026, 5, 22)):
        invite(scene, case)
        letter = text_of(refusal(scene.does(who, move, case, text="这件事我们只走仲裁。")))
    assert "理由：这件事我们只走仲裁。" in letter
    assert "日期：2026年5月22日" in letter


def test_the_notice_of_failure_says_where_to_go_what_to_bring_and_until_when(scene):
    case = accept(scene, raise_dispute(scene, employment="ended", ended_on=date(2026, 5, 1)))
    night_job(case, date(2026, 6, 10))
    case.refresh_from_db()
    letter = text_of(failure(case))
    for words in (
        "昌邑区劳动人事争议仲裁委员会",
        "不收费",
        "身份证复印件",
        "最晚2027年6月10日申请",
        "以律师和仲裁委员会的意见为准",
    ):
        assert words in letter


def test_every_paper_that_a_case_has_can_be_made(scene):
    """One entry, many papers: nothing is typed twice."""
    case = in_force(scene)
    with on(date(2026, 6, 2)):
        made = [paper.make(case) for paper in PAPERS.values() if paper.when is None or paper.when(case)]
    assert {paper.name.split(" ")[0] for paper in made} == {
        "劳动争议调解申请书",
        "劳动争议调解受理通知书",
        "劳动争议调解协议书",
    }
    assert all(paper.content for paper in made)


def test_an_oral_application_is_recorded_on_the_spot(scene):
    case = raise_dispute(scene)
    case.by_agent, case.opened_by = True, scene.officer.account
    letter = text_of(papers.letters.application(case))
    assert "口头申请" in letter
    assert "工作人员演示李敏当场记录" in letter


def test_the_employer_does_not_read_the_workers_next_step():
    assert Role.RESPONDENT not in PAPERS["arbitration-pdf"].readers
    assert Role.RESPONDENT in PAPERS["agreement-pdf"].readers


def test_what_a_person_typed_is_never_markup():
    assert as_pdf(Letter("题", "发", [Paragraph('#read("/etc/passwd") *粗* $x$ \\u{41}')]))
