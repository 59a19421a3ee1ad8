"""A small library: two laws, one gist, one synonym and one card."""

from datetime import date
from typing import Any

from gongjia.law.library.kinds import Ref
from gongjia.law.library.texts import ArticleText, StatuteText

WAGES = "用人单位应当按照劳动合同约定和国家规定，向劳动者及时足额支付劳动报酬。"
COMPENSATION = "经济补偿按劳动者在本单位工作的年限，每满一年支付一个月工资的标准向劳动者支付。"


def an_article(number: int, text: str = WAGES, branch: int = 0) -> ArticleText:
    return ArticleText(number, branch, Ref("-", number, branch).label, "第一章 总则", text)


def a_statute(*articles: ArticleText, **columns: Any) -> StatuteText:
    """A made-up law of 2020, in force since 2021."""
    held = {
        "title": "中华人民共和国演示劳动法",
        "short": "演示劳动法",
        "version": date(2020, 6, 1),
        "valid_from": date(2021, 1, 1),
        "source": "写给测试的",
        "articles": list(articles) or [an_article(1), an_article(2, COMPENSATION)],
    }
    return StatuteText(**(held | columns))
