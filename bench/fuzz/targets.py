"""The readers of everything that strangers type or send. A target takes bytes and checks what the reader promises.

Whatever a target raises is a finding: a crash of the reader, or a promise that was not kept.
"""

import contextlib
import json
import uuid
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache

from django import forms
from pydantic import ValidationError

from gongjia.cases import pickup, sniffing
from gongjia.cases.actions import documents
from gongjia.cases.kinds import all_kinds
from gongjia.cases.models import Draft
from gongjia.foundation.refusals import Refused
from gongjia.people import names, phones, questions, resident_id
from gongjia.people.erasing import Blotter
from gongjia.unions import credit_code
from gongjia.web.forms import AmountField, DayField, TypedDayField

Target = Callable[[bytes], None]
TARGETS: dict[str, Target] = {}


def target(function: Target) -> Target:
    TARGETS[function.__name__] = function
    return function


def text_of(data: bytes) -> str:
    """Any text, lone surrogates among it: what a form field can hold at the worst."""
    return data.decode("utf-8", "surrogateescape")


@target
def resident_ids(data: bytes) -> None:
    try:
        found = resident_id.read(text_of(data))
    except Refused:
        return
    assert len(found.number) == 18 and found.number[17] == resident_id.check_digit(found.number[:17])
    assert resident_id.read(found.number) == found, "what was read is read the same again"
    assert isinstance(found.birth_date, date) and found.sex in ("male", "female")


@target
def credit_codes(data: bytes) -> None:
    try:
        code = credit_code.read(text_of(data))
    except Refused:
        return
    assert len(code) == 18 and credit_code.read(code) == code and code.isascii()


@target
def phone_numbers(data: bytes) -> None:
    try:
        digits = phones.read(text_of(data))
    except Refused:
        return
    assert len(digits) == 11 and digits.isascii() and digits.isdigit()


@target
def person_names(data: bytes) -> None:
    try:
        name = names.check_name(text_of(data))
    except Refused:
        return
    assert 2 <= len(name) <= names.LONGEST and name == names.tidy(name)
    assert names.pinyin_key(name).isprintable()
    assert set(names.query_grams(name)) <= set(names.grams(name)), "a name is found by itself"


@target
def search_words(data: bytes) -> None:
    text = names.tidy(text_of(data))
    for gram in [*names.grams(text), *names.query_grams(text)]:
        assert 1 <= len(gram) <= 2
    names.pinyin_key(text)


@target
def files(data: bytes) -> None:
    """Without drawing photos: that happens in a process of its own (gongjia/cases/photo.py), and would take a second each."""
    try:
        kind = sniffing._true_type(data)
        if kind == sniffing.DOCX:
            sniffing._check_docx(data)
        elif kind == sniffing.PDF:
            sniffing._check_pdf(data)
    except Refused:
        return
    assert kind in sniffing.ENDINGS


@target
def word_files(data: bytes) -> None:
    """Bytes with a ZIP's list of parts at the end, whatever it says."""
    files(b"PK\x03\x04" + data + b"PK\x05\x06" + data[:18].ljust(18, b"\0"))


@target
def file_names(data: bytes) -> None:
    kept = documents.clean_name(text_of(data), "pdf")
    assert kept.endswith(".pdf") and 5 <= len(kept) <= 150 and kept.isprintable()
    assert not set(kept) & set("/\\\0\r\n") and not kept.startswith(".")
    kept.encode()


@target
def pickup_codes(data: bytes) -> None:
    text = text_of(data)
    if pickup.is_well_formed(text):
        assert pickup.is_well_formed(pickup.normal(text)) and len(pickup.normal(text)) == 10
    assert len(pickup.pickup_index(text.encode(errors="replace").decode())) == 32


@target
def sums_of_digits(data: bytes) -> None:
    number = questions._number(text_of(data))
    assert number is None or 0 <= number <= 999 or number == 10 + 99


@target
def money_and_days(data: bytes) -> None:
    text = text_of(data)
    for field, kind in (
        (AmountField(required=False), Decimal),
        (DayField(required=False), date),
        (TypedDayField(required=False), date),
    ):
        try:
            value = field.clean(text)
        except forms.ValidationError:
            continue
        assert value is None or isinstance(value, kind)
        assert not isinstance(value, Decimal) or value.is_finite()


@target
def intakes(data: bytes) -> None:
    """The stored answers of a draft, as JSON that anybody might have written."""
    try:
        answers = json.loads(data)
    except (ValueError, RecursionError):
        return
    for kind in all_kinds():
        with contextlib.suppress(ValidationError):
            kind.intake.model_validate(answers)
    Blotter(("演示王芳", "13800000001")).wipe(answers)


@target
def drafts(data: bytes) -> None:
    """What a page of an intake gets sent, field by field: those that ask the database are for the tests of their forms."""
    text = text_of(data).replace("\0", "")
    for field in typed_fields():
        with contextlib.suppress(forms.ValidationError):
            field.clean(text)
    json.dumps(Draft(token=uuid.uuid4(), kind="x", answers={"q": {"f": [text]}}).answers)


@cache
def typed_fields() -> list[forms.Field]:
    """Every field of every intake into which words, numbers or days are typed."""
    typed = (forms.CharField, forms.IntegerField, forms.DecimalField, forms.DateField)
    questions_ = [question for kind in all_kinds() for question in kind.questions]
    return [
        field for question in questions_ for field in question.form.base_fields.values() if isinstance(field, typed)
    ]


SEEDS: dict[str, list[bytes]] = {
    "resident_ids": ["220102199003070015", "11010519491231002X", "２２０１０２199003070015", "130503670401001", "9" * 18, ""],
    "credit_codes": ["91220101MA0Y8T1U5X", "", "1" * 18, "９１２２"],
    "phone_numbers": ["13800000001", "+86 138-0000-0001", "８６13800000001", "1٣800000001"],
    "person_names": ["王芳", "买买提·阿卜杜拉", "单雄信", "O'Neil", "a" * 60, "王\u202e芳", "ﷺﷺ", "\U0001f600\U0001f600"],
    "search_words": ["王", "王芳", " ", "·", "İ", "ß" * 30, "\u0345"],
    "files": ["%PDF-1.4 x %%EOF", "欠薪三个月", "GIF89a", "<html>", "ID3", "RIFF....WEBP"],
    "word_files": ["", "a" * 60],
    "file_names": ["../../etc/passwd", "a\0b", "...", "工资\u202efdp.exe", "a" * 5000, "名" * 300],
    "pickup_codes": ["7K4-PQ2-88", "", "０００-０００-００", "ı" * 8],
    "sums_of_digits": ["7", "十三", "一十", "٣", "²", "  "],
    "money_and_days": ["12,000.50", "1e400", "NaN", "-0", "2026年3月1日", "2026-02-30", "明天", "１２", "9" * 60],
    "intakes": ['{"matter": "wages", "story": "x"}', "[]", "null", '{"claimed": "NaN"}', '{"since": 1e400}', "{}"],
    "drafts": ["wages", "1e400", "\u202e", "2026-02-30", "9" * 400],
}  # fmt: skip


def seeds_of(name: str) -> list[bytes]:
    return [seed.encode("utf-8", "surrogateescape") if isinstance(seed, str) else seed for seed in SEEDS[name]]
