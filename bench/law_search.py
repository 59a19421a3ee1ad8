"""How often the search finds an article that answers among its first five, and how fast; beside plain BM25.

The questions are those of the project's tests, half of them held out from every choice that was made. Runs in a
database of its own that is thrown away. A folder of statutes (JSON) may be named, to be imported first:
`python -m bench.law_search [FOLDER] [QUESTIONS.json]`; a further file of questions is measured on its own.
"""

import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

QUESTIONS = Path(__file__).resolve().parent.parent / "gongjia" / "law" / "library" / "tests" / "questions.json"
Question = tuple[str, set[tuple[str, int]]]
Search = Callable[[str], list[tuple[str, int]]]


def main() -> None:
    from gongjia.foundation.postgres import Cluster

    folder = Path(tempfile.mkdtemp(prefix="gongjia-bench-", dir="/tmp"))
    folder.chmod(0o755)
    cluster = Cluster(folder).start()
    try:
        os.environ |= {
            "DATABASE_URL": cluster.url,
            "OWNER_DATABASE_URL": cluster.owner_url,
            "GONGJIA_DATA": str(folder / "data"),
        }
        os.environ["DJANGO_SETTINGS_MODULE"] = "gongjia.settings"
        measure([Path(argument) for argument in sys.argv[1:]])
    finally:
        from django.db import connection

        connection.close()
        connection.close_pool()
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def measure(paths: list[Path]) -> None:
    import django

    django.setup()
    from gongjia.foundation.walls import platform_process
    from gongjia.law.library import access
    from gongjia.law.library.command import import_files
    from gongjia.operations.database import prepare

    platform_process()
    prepare()
    for path in paths:
        if path.is_dir():
            import_files([path])
    started = time.perf_counter()
    index = access.index()
    built = time.perf_counter() - started
    searches: dict[str, Search] = {"plain BM25": plain_bm25(index.entries), "search": through_the_door(access.ask)}
    told: dict[str, Any] = {"articles": len(index.entries), "seconds to build": round(built, 2)}
    for name, asked in question_sets(paths).items():
        told[name] = {"questions": len(asked)} | {way: recall(search, asked) for way, search in searches.items()}
        print(name, told[name])
    everything = [question for asked in question_sets(paths).values() for question, _articles in asked]
    for name, clock in {"ms": time.perf_counter, "ms of the processor": time.process_time}.items():
        taken = {way: sorted(milliseconds(search, everything, clock)) for way, search in searches.items()}
        told[f"median {name}"] = {way: round(statistics.median(found), 2) for way, found in taken.items()}
        told[f"99th of 100 {name}"] = {way: round(found[len(found) * 99 // 100], 2) for way, found in taken.items()}
    print(json.dumps(told, ensure_ascii=False))


def question_sets(paths: list[Path]) -> dict[str, list[Question]]:
    sets: dict[str, list[Question]] = {}
    for row in json.loads(QUESTIONS.read_text(encoding="utf-8")):
        name = f"written {row['written']} the cards, {'held out' if row['held_out'] else 'worked with'}"
        sets.setdefault(name, []).append((row["question"], {tuple(place) for place in row["articles"]}))
    for path in paths:
        if path.is_file():
            rows = json.loads(path.read_text(encoding="utf-8"))["A"]
            sets[path.name] = [(row["q"], {tuple(place) for place in row["gold"]}) for row in rows]
    return sets


def recall(search: Search, asked: list[Question]) -> int:
    """How many questions have one of their articles among the first five."""
    return sum(bool(articles & set(search(question)[:5])) for question, articles in asked)


def through_the_door(ask: Callable[[str], Any]) -> Search:
    return lambda question: [(found.ref.short, found.ref.number) for found in ask(question).found]


def plain_bm25(entries: Any) -> Search:
    """What a search without synonyms, cards and plain words would give: the articles' text alone."""
    import rjieba

    from gongjia.law.library.bm25 import Bm25

    texts = Bm25([Counter(rjieba.cut_for_search(entry.text)) for entry in entries])

    def search(question: str) -> list[tuple[str, int]]:
        scores = texts.scores(Counter(rjieba.cut_for_search(question)))
        best = sorted(scores, key=lambda number: -scores[number])[:5]
        return [(entries[number].ref.short, entries[number].ref.number) for number in best]

    return search


def milliseconds(search: Search, questions: list[str], clock: Callable[[], float]) -> list[float]:
    taken = []
    for question in questions:
        started = clock()
        search(question)
        taken.append((clock() - started) * 1000)
    return taken


if __name__ == "__main__":
    main()
