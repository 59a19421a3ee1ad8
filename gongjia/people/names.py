"""Names of people and places: what they are found by (grams) and ordered by (pinyin).

Two-character names have no trigram, and the embedded PostgreSQL knows no Chinese order: so both are stored.
"""

import re
import unicodedata

from django.utils.translation import gettext as _
from pypinyin import lazy_pinyin

from gongjia.foundation.refusals import Refused

LONGEST = 50
_GAPS = re.compile(r"[\s·•・.．]+")
_ALLOWED = re.compile(r"[\w\s·•・.．'’\-()（）「」]+")

# Surnames are read otherwise than the same characters in running text. Two-character surnames first.
SURNAMES = {
    "尉迟": "yu chi", "万俟": "mo qi", "单于": "chan yu", "长孙": "zhang sun", "澹台": "tan tai", "令狐": "ling hu",
    "宰父": "zai fu", "夏侯": "xia hou", "欧阳": "ou yang", "上官": "shang guan", "皇甫": "huang fu", "宇文": "yu wen",
    "单": "shan", "仇": "qiu", "曾": "zeng", "朴": "piao", "解": "xie", "任": "ren", "华": "hua", "查": "zha",
    "盖": "ge", "区": "ou", "覃": "qin", "员": "yun", "缪": "miao", "折": "she", "翟": "zhai", "召": "shao",
    "种": "chong", "黑": "he", "秘": "bi", "繁": "po", "乐": "yue", "宿": "su", "郗": "xi", "燕": "yan",
    "纪": "ji", "褚": "chu", "宁": "ning", "车": "che", "隗": "wei", "冼": "xian", "句": "gou", "呙": "guo",
    "洗": "xian", "尉": "wei", "谌": "chen", "逄": "pang", "佘": "she", "那": "na", "柏": "bai", "薄": "bo",
    "卜": "bu", "晁": "chao", "都": "du", "干": "gan", "过": "guo", "莘": "shen", "盛": "sheng", "祭": "zhai",
    "强": "qiang", "瞿": "qu", "阚": "kan", "阙": "que", "应": "ying", "相": "xiang", "藏": "zang", "曲": "qu",
    "占": "zhan", "石": "shi", "沈": "shen", "贾": "jia", "殷": "yin", "哈": "ha", "尹": "yin", "葛": "ge",
    "咸": "xian", "牟": "mu", "撒": "sa", "洼": "wa", "勾": "gou", "重": "chong", "长": "zhang", "行": "xing",
    "角": "jue", "朝": "chao", "着": "zhuo", "艾": "ai", "番": "pan", "调": "diao", "俞": "yu", "於": "yu",
}  # fmt: skip

GIVEN = {"长": "chang"}  # in names and places it lasts (cháng), it does not grow (zhǎng)


def tidy(name: str) -> str:
    """A name as it is kept: full-width letters made ordinary, gaps made one, the middle dot made one kind."""
    name = unicodedata.normalize("NFKC", name)
    name = re.sub(r"[•・‧∙．]", "·", name)
    return " ".join(name.split())


def check_name(name: str) -> str:
    """The tidy name, or Refused with a sentence."""
    name = tidy(name)
    if len(name) < 2:
        raise Refused(_("Please write the full name, as it stands on the identity card."))
    if len(name) > LONGEST:
        raise Refused(_("This name is longer than %(most)s characters. Please check it.") % {"most": LONGEST})
    if not _ALLOWED.fullmatch(name) or any(character.isdigit() or character == "_" for character in name):
        raise Refused(_("A name has no digits or special signs. Please write it as on the identity card."))
    return name


def grams(name: str) -> list[str]:
    """Every single character and every pair of neighbours, each once, in order: what a stored name is found by."""
    text = _GAPS.sub("", name).casefold()
    return list(dict.fromkeys([*text, *(text[n : n + 2] for n in range(len(text) - 1))]))


def query_grams(text: str) -> list[str]:
    """The grams that a name must have to contain `text`: the pairs, or the one character typed."""
    text = _GAPS.sub("", text).casefold()
    return [text] if len(text) == 1 else list(dict.fromkeys(text[n : n + 2] for n in range(len(text) - 1)))


def pinyin_key(name: str) -> str:
    """Syllables without tones, parted by spaces, the surname read as a surname: 单雄信 is "shan xiong xin"."""
    text = name.casefold()
    if "·" in text or text.isascii():
        return " ".join(" ".join(lazy_pinyin(text.replace("·", " "))).split())
    text = _GAPS.sub("", text)
    length = next((length for length in (2, 1) if len(text) > length and text[:length] in SURNAMES), 0)
    reading = [SURNAMES[text[:length]]] if length else []
    return " ".join([*reading, *_given(text[length:])])


def _given(text: str) -> list[str]:
    syllables = lazy_pinyin(text)
    if len(syllables) != len(text):  # letters run together into one syllable
        return syllables
    return [GIVEN.get(character, syllable) for character, syllable in zip(text, syllables, strict=True)]
