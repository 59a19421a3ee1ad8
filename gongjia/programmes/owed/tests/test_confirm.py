"""docs/reference/claims-to-confirm.md says what the rules say."""

from pathlib import Path

from gongjia.law.claims.catalogue import questions_to_confirm
from gongjia.programmes.owed.confirm import claims_that_ask, written

DOCUMENT = Path(__file__).parents[4] / "docs" / "reference" / "claims-to-confirm.md"


def test_the_document_is_what_the_rules_write():
    assert DOCUMENT.read_text("utf-8") == written()


def test_every_question_belongs_to_some_claim():
    assert not [one.key for one in questions_to_confirm() if not claims_that_ask(one.key)]
    assert claims_that_ask("overtime_base") == ["overtime"]
    assert "payment_in_lieu" in claims_that_ask("split_2008")
