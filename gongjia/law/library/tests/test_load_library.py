import threading
import time

import pytest
from django.db import connection

from gongjia.audit.models import Event
from gongjia.law.library import texts
from gongjia.law.library.actions import load_library, save_card, save_synonym
from gongjia.law.library.kinds import ref
from gongjia.law.models import Article, Gist, QuestionCard, Synonym

pytestmark = pytest.mark.django_db


def test_everything_is_filled_quickly_and_the_second_time_changes_nothing():
    started = time.process_time()
    assert load_library()["articles"] > 1000
    assert time.process_time() - started < 5  # of the processor; half a second was measured
    rows, events = Article.objects.count(), Event.objects.count()
    assert not any(load_library().values())
    assert (Article.objects.count(), Event.objects.count()) == (rows, events)


@pytest.mark.django_db(transaction=True)
def test_two_servers_starting_at_once_bring_what_is_new_one_by_one():
    load_library()
    Gist.objects.all().delete()
    Synonym.objects.all().delete()
    barrier, results = threading.Barrier(2), []

    def start():
        try:
            barrier.wait(10)
            results.append(sum(load_library().values()))
        except Exception as error:
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert min(results) == 0 < max(results)


def test_what_was_edited_here_stays():
    load_library()
    synonym, card = Synonym.objects.first(), QuestionCard.objects.first()
    save_synonym(None, synonym, legal="改过的", said=["自己的说法"])
    save_card(None, card, matter="wages", question="改过的问题？", said=[], articles=["劳动法 50"], active=False)
    load_library()
    synonym.refresh_from_db()
    card.refresh_from_db()
    assert (synonym.legal, synonym.said) == ("改过的", ["自己的说法"])
    assert (card.question, card.articles, card.active) == ("改过的问题？", ["劳动法 50"], False)


def test_what_was_not_edited_follows_the_platforms_data():
    load_library()
    Synonym.objects.filter(edited=False).update(said=["旧的"])
    assert load_library()["synonyms"] == len(texts.synonyms())


def test_the_data_is_as_broad_as_it_must_be_and_every_reference_can_be_read():
    assert len(texts.synonyms()) >= 150
    cards = texts.cards()
    assert len(cards) >= 50 and len({card["key"] for card in cards}) == len(cards)
    gists = texts.gists()
    missing = {
        line for card in cards for line in card["articles"] if ref(line) not in gists and ref(line).short != "民法典"
    }
    assert not missing, "Every article of a card has its plain words, so that it can be shown without its text"
    assert all(3 <= len(card["question"]) <= 40 for card in cards)


def test_gists_and_cards_name_only_articles_that_the_imported_laws_have():
    held = {}
    for statute in texts.from_package():
        held.setdefault(statute.short, set()).update((article.number, article.branch) for article in statute.articles)
    named = set(texts.gists()) | {ref(line) for card in texts.cards() for line in card["articles"]}
    wrong = sorted(
        str(place) for place in named if place.short in held and (place.number, place.branch) not in held[place.short]
    )
    assert not wrong
