"""Feeds what reads foreign text and files with bytes made by a coverage-guided fuzzer (atheris), so long for each.

    python -m bench.parsers             all targets, two at a time, 50 s each
    python -m bench.parsers 600 upload  ten minutes of one

A reader may refuse with a sentence; whatever else it raises, more than 10 s for one input, or more than 500 MB, is a
crash. The input that did it is printed, so that it can become a test. Nothing here touches the database.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

SECONDS, AT_ONCE = 50, 2
LONGEST_INPUT, SLOWEST, MEGABYTES = 8192, 10, 500  # bytes, seconds, of one input; of the process
TEXT = "text"  # the target takes a str, not bytes

# name: (what it takes, seeds)
TARGETS: dict[str, tuple[str, list[str | bytes]]] = {
    "resident_id": (TEXT, ["220102199003070037", "22010219900307003X", "220102900307003", "９２２１０１"]),
    "phone": (TEXT, ["19900000001", "+86 199-0000-0001", "008619900000001"]),
    "credit_code": (TEXT, ["91220101MA0Y000001", "91 2201 01MA 0Y00 0001"]),
    "name": (TEXT, ["欧阳修", "买买提·艾力", "Kim Min-ji", "单雄信"]),
    "amount": (TEXT, ["8,000元", "0.8万", "一万二", "¥8000.50", "两万零八十"]),
    "day": (TEXT, ["2026-11-27", "2026年11月27日", "20261127", "2024.3.5"]),
    "question": (
        TEXT,
        ["老板三个月没发工资怎么办", "劳动合同法第四十七条", "刑法 276之一", "我叫王小明，电话 13900000000"],
    ),
    "claim": (
        TEXT,
        ['{"claim_type": "unpaid_wages", "inputs": {"months": 3, "wage": 5000}}', '{"inputs": {"a": [1]}}'],
    ),
    "upload": (
        "bytes",
        [b"%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF", b"PK\x03\x04", b"\xff\xd8\xff\xe0", "纯文本".encode()],
    ),
    "upload_name": (TEXT, ["工资条.pdf", "..\\..\\etc\\passwd", "a\u202egpj.exe", "/绝对/路径.docx"]),
}


def main(*words: str) -> int:
    seconds = next((int(word) for word in words if word.isdigit()), SECONDS)
    chosen = [word for word in words if not word.isdigit()] or list(TARGETS)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(lambda name: fuzz(name, seconds), chosen))
    for name, (tried, crash) in zip(chosen, found, strict=True):
        print(f"{name:<14}{tried:>10,} inputs  {crash or 'no crash'}")
    crashes = [name for name, (_tried, crash) in zip(chosen, found, strict=True) if crash]
    tried = sum(tried for tried, _crash in found)
    result = {"passed": len(chosen) - len(crashes), "failed": len(crashes), "inputs": tried, "crashes": crashes}
    if not all(tried for tried, _crash in found):
        result |= {"ran": False, "why_not": "the fuzzer tried no input at all"}
    print(json.dumps(result))
    return 1 if crashes else 0


def fuzz(name: str, seconds: int) -> tuple[int, str]:
    """Number of inputs that were tried, and what the crash was ("" without one). One process for each target."""
    _takes, seeds = TARGETS[name]
    with tempfile.TemporaryDirectory(prefix="gongjia-fuzz-") as folder:
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        for number, seed in enumerate(seeds):
            (corpus / str(number)).write_bytes(seed.encode() if isinstance(seed, str) else seed)
        done = subprocess.run(
            [sys.executable, "-m", "bench.parsers", "--fuzz", name, str(corpus), f"-max_total_time={seconds}",
             f"-timeout={SLOWEST}", f"-rss_limit_mb={MEGABYTES}", f"-max_len={LONGEST_INPUT}", "-print_final_stats=1",
             f"-artifact_prefix={folder}/crash-"],
            capture_output=True, text=True, errors="replace", check=False, timeout=seconds + 120,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "gongjia.settings", "GONGJIA_DATA": folder},
        )  # fmt: skip
        crashes = sorted(Path(folder).glob("crash-*"))
        tried = re.search(r"stat::number_of_executed_units:\s+(\d+)", done.stderr)
        if not crashes and not done.returncode:
            return int(tried[1]) if tried else 0, ""
        raised = re.findall(r"Uncaught Python exception: ===\n(.*)|ERROR: libFuzzer: (.*)", done.stderr)
        culprit = repr(crashes[0].read_bytes()[:200]) if crashes else done.stderr[-500:]
        return int(tried[1]) if tried else 0, f"CRASH {''.join(raised[0]) if raised else ''} on {culprit}"


def target(name: str) -> Callable[[Any], None]:
    """What is fuzzed, with the refusals that it may give."""
    from django.core.exceptions import ValidationError

    from gongjia.foundation.refusals import Refused as Plain

    reader = globals()[f"_{name}"]()

    def try_it(value: Any) -> None:
        try:
            reader(value)
        except (Plain, ValidationError):
            return

    return try_it


def _resident_id() -> Callable[[str], Any]:
    from gongjia.people import resident_id

    return resident_id.read


def _phone() -> Callable[[str], Any]:
    from gongjia.people import phones

    return phones.read


def _credit_code() -> Callable[[str], Any]:
    from gongjia.unions import credit_code

    return credit_code.read


def _name() -> Callable[[str], Any]:
    from gongjia.people import names

    def read(text: str) -> None:
        names.query_grams(text)
        kept = names.check_name(text)
        names.grams(kept)
        names.pinyin_key(kept)

    return read


def _amount() -> Callable[[str], Any]:
    from gongjia.web import amounts

    return amounts.amount


def _day() -> Callable[[str], Any]:
    from datetime import date

    from gongjia.web.forms import DayField

    return DayField(earliest=date(1990, 1, 1), latest=date(2030, 1, 1)).clean


def _question() -> Callable[[str], Any]:
    from gongjia.law.library import kinds, words

    def read(text: str) -> None:
        words.as_tsvector(words.words(text))
        words.pairs(words.without_names(text))
        try:
            kinds.ref(text)
        except kinds.LibraryError:
            return

    return read


def _claim() -> Callable[[str], Any]:
    from gongjia.law.claims.__main__ import read_cases
    from gongjia.law.claims.calculate import calculate
    from gongjia.law.claims.places import NATIONAL

    def read(text: str) -> None:
        try:
            cases = read_cases(text)
        except ValueError:
            return
        for case in cases:
            if isinstance(case, dict) and isinstance(case.get("inputs", {}), dict):
                calculate(str(case.get("claim_type", "")), case.get("inputs") or {}, NATIONAL).as_json()

    return read


def _upload() -> Callable[[bytes], Any]:
    from gongjia.cases import sniffing

    return sniffing.clean


def _upload_name() -> Callable[[str], Any]:
    from gongjia.cases.actions import documents

    def read(name: str) -> None:
        kept = documents.clean_name(name, "pdf")
        assert kept.endswith(".pdf") and not set(kept) & set("/\\\0"), kept

    return read


def _fuzz(name: str, *options: str) -> None:
    import atheris
    import django

    django.setup()
    with atheris.instrument_imports(include=["gongjia", "zipfile", "filetype"]):
        tried = target(name)
    takes = TARGETS[name][0]

    @atheris.instrument_func  # type: ignore[untyped-decorator]
    def one(data: bytes) -> None:
        tried(data.decode("utf-8", "ignore") if takes == TEXT else data)

    atheris.Setup([sys.argv[0], *options], one)
    atheris.Fuzz()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--fuzz"]:
        _fuzz(*sys.argv[2:])
    else:
        raise SystemExit(main(*sys.argv[1:]))
