"""What somebody is still writing: saved at every page, right or wrong, and sent as a case at the end.

Nothing of a draft is audited: it is its writer's own scrap paper, and a trace of who wrote when would give away
the sender of an anonymous concern.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import ValidationError

from gongjia.cases.access import draft_for
from gongjia.cases.actions import documents, open_case
from gongjia.cases.actions.moves import opened_anonymously
from gongjia.cases.kinds import Actor, CaseKind, Identity, Paper, Question, Refused, kind_of
from gongjia.cases.models import Case, Document, Draft, Entry
from gongjia.cases.pickup import new_code, pickup_index
from gongjia.foundation.clock import now
from gongjia.foundation.walls import hold_tokens
from gongjia.notices.actions import tell
from gongjia.unions.access import membership_of

Typed = Mapping[str, list[str]]  # field -> the values as typed
# Kind of the paper that came with facts from another programme; in a draft's answers, the pages as they came with it.
HANDED_OVER = "calculation"

# ---- reading a draft ------------------------------------------------------------------------------------------------


def form_of(question: Question, draft: Draft | None, typed: Any = None) -> forms.Form:
    """A question's form: bound to what was just typed, else to what the draft holds, else empty."""
    if typed is not None:
        return question.form(typed)
    kept = (draft.answers if draft else {}).get(question.key)
    return question.form(_as_data(kept)) if kept is not None else question.form()


def answers_of(draft: Draft, actor: Actor) -> dict[str, Any]:
    """Everything answered rightly so far, and what the platform knows without asking."""
    kind = kind_of(draft.kind)
    answers = dict(kind.known(actor)) if kind.known is not None else {}
    for question in kind.questions:
        if question.key in draft.answers and question in kind.questions_for(answers):
            form = form_of(question, draft)
            form.is_valid()
            answers.update(form.cleaned_data)
    return answers


def first_open_question(draft: Draft, actor: Actor) -> Question | None:
    """The first question that is not answered rightly yet; None where the draft can be sent."""
    for question in kind_of(draft.kind).questions_for(answers_of(draft, actor)):
        if question.key not in draft.answers or not form_of(question, draft).is_valid():
            return question
    return None


def _as_data(kept: Typed) -> Any:
    from django.http import QueryDict

    data = QueryDict(mutable=True)
    for name, values in kept.items():
        data.setlist(name, values)
    return data


# ---- writing one ----------------------------------------------------------------------------------------------------


@transaction.atomic
def begin(actor: Actor, kind_key: str, token: uuid.UUID | None = None) -> Draft:
    """The actor's draft of a kind, begun now if there is none."""
    existing = draft_for(actor, kind_key, token)
    if existing is not None:
        return existing
    if actor.applicant is None:
        token = uuid.uuid4()
        hold_tokens(token)
        return Draft.objects.create(kind=kind_key, token=token)
    draft, _is_new = Draft.objects.get_or_create(person=actor.applicant, written_by=actor.account, kind=kind_key)
    return draft


@transaction.atomic
def adopt(actor: Actor, kind_key: str, token: uuid.UUID) -> None:
    """What a visitor wrote belongs to the person that they signed in as.

    Where that person has begun one already both become one: page by page what was written last, and all the papers.
    """
    hold_tokens(token)
    strangers = Draft.objects.select_for_update().filter(person__isnull=True, token=token, kind=kind_key).first()
    if strangers is None:
        return
    own = draft_for(actor, kind_key, lock=True)
    if own is None:
        own = strangers
        own.person, own.written_by = actor.applicant, actor.account
        own.save()
    else:
        older, newer = sorted((own, strangers), key=lambda draft: draft.updated_at)
        own.answers = {**older.answers, **newer.answers}
        own.warned_at = None
        own.save()
        if newer.documents.filter(kind=HANDED_OVER).exists():
            _drop_handed_over(older)
        strangers.documents.update(draft=own)
        strangers.delete()
    own.documents.filter(added_by__isnull=True).update(added_by=actor.account)  # so that they can remove it later


@transaction.atomic
def save_answers(draft: Draft, question: Question, typed: Any) -> Draft:
    """Keep what was typed on one page as it was typed, also where it is wrong: it is shown again with what to mend.

    `typed` is the request's QueryDict. Only the question's own fields are kept.
    """
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    fields = tuple(question.form.base_fields)
    parts = tuple(f"{name}_" for name in fields)  # a field drawn as several inputs, e.g. day, month and year
    kept = {name: typed.getlist(name) for name in typed if name in fields or name.startswith(parts)}
    draft.answers = {**draft.answers, question.key: kept}
    draft.warned_at = None
    draft.save()
    return draft


@transaction.atomic
def begin_with(
    actor: Actor, kind_key: str, facts: Mapping[str, Any], token: uuid.UUID | None, paper: Paper
) -> tuple[Draft, Document]:
    """Begin a draft, or go on with the one there is, with what another programme has found out; `paper` goes along.

    The kind says which of its questions the facts answer. What the writer has written on a page stays; a page as it was
    handed over at an earlier time, and the paper of that time, give way.
    """
    begins_with = kind_of(kind_key).begins_with
    assert begins_with is not None, f"{kind_key} takes nothing over"  # noqa: S101 - a programme's slip
    draft = begin(actor, kind_key, token)
    before = draft.answers.get(HANDED_OVER, {})
    pages = {page: typed for page, typed in begins_with(facts, draft.answers).items()
             if _filled(draft.answers.get(page, {})) in ({}, before.get(page))}  # fmt: skip
    draft.answers = {**draft.answers, **pages, HANDED_OVER: {**before, **pages}}
    draft.warned_at = None
    draft.save()
    _drop_handed_over(draft)
    return draft, documents.add_to_draft(draft, actor, ContentFile(paper.content, name=paper.name), HANDED_OVER)


def _drop_handed_over(draft: Draft) -> None:
    for earlier in draft.documents.filter(kind=HANDED_OVER):
        documents.remove_from_draft(draft, earlier.pk)


def _filled(page: Typed) -> dict[str, list[str]]:
    """What of a page is answered at all."""
    return {name: list(values) for name, values in page.items() if any(values)}


@transaction.atomic
def discard(draft: Draft) -> None:
    """Throw a draft and its papers away."""
    papers = list(draft.documents.all())
    Document.objects.filter(pk__in=[paper.pk for paper in papers]).delete()
    draft.delete()
    documents.forget_bytes([paper.sha256 for paper in papers])


@transaction.atomic
def warn(draft: Draft) -> None:
    """Tell the writer that the draft will be removed in a week."""
    Draft.objects.filter(pk=draft.pk).update(warned_at=now())  # not a change by the writer: its age stays
    if draft.person is not None and draft.written_by is not None and draft.written_by.person_id == draft.person_id:
        tell([draft.person], "cases.draft_ages", link=f"/cases/new/{draft.kind}/", case_kind=draft.kind)


# ---- sending --------------------------------------------------------------------------------------------------------


def send(kind_key: str, actor: Actor, once: uuid.UUID, token: uuid.UUID | None = None) -> tuple[Case, str]:
    """Open the case that a draft describes; gives the case and, for an anonymous one, its pick-up code.

    A second press of the same form finds the first one's case, though the draft is gone. Raises Refused.
    """
    earlier = _sent_before(once)
    return earlier if earlier is not None else _send(kind_key, actor, once, token)


@transaction.atomic
def _send(kind_key: str, actor: Actor, once: uuid.UUID, token: uuid.UUID | None) -> tuple[Case, str]:
    draft = draft_for(actor, kind_key, token, lock=True)
    if draft is None:
        if (earlier := _sent_before(once)) is not None:  # the other press sent it while this one waited for the lock
            return earlier
        raise Refused(_("There is no draft any more; it was sent or thrown away, perhaps in another window."))
    kind, answers = kind_of(kind_key), answers_of(draft, actor)
    if (question := first_open_question(draft, actor)) is not None:
        raise Refused(_("One answer is still missing: “%(question)s”.") % {"question": question.title})
    identity = Identity(answers.get("identity") or Identity.NAMED)
    if actor.applicant is None and identity != Identity.ANONYMOUS:
        raise Refused(_("Sign in first, so that you can follow the matter. Your answers are kept."))
    code = new_code(once) if identity == Identity.ANONYMOUS else ""
    case = open_case(
        kind_key, actor, intake=_intake(kind, answers), union=union_for_case(kind, answers, actor), identity=identity,
        pickup_index=pickup_index(code) if code else None, once=once,
    )  # fmt: skip
    _hand_papers_over(draft, case)
    draft.delete()
    return case, code


def union_for_case(kind: CaseKind, answers: Mapping[str, Any], actor: Actor) -> Any:
    """The union that gets the case: as its kind says, else the applicant's own. Raises Refused where neither is known."""
    if kind.route is not None:
        union = kind.route(answers, actor.applicant)
    else:
        membership = membership_of(actor.applicant)
        union = membership.union if membership is not None else None
    if union is None:
        raise Refused(_("We do not know which union this belongs to. Please call 12351 or go to a counter."))
    return union


def _sent_before(once: uuid.UUID) -> tuple[Case, str] | None:
    entry = Entry.objects.filter(once=once, verb="opened").select_related("case").first()
    if entry is not None:
        return entry.case, ""
    case = opened_anonymously(once)
    return (case, new_code(once)) if case is not None else None


def _intake(kind: CaseKind, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as the kind's model takes them. Raises Refused where they do not fit together."""
    try:
        return kind.intake.model_validate(dict(answers)).model_dump()
    except ValidationError as problem:
        first = problem.errors()[0]
        raise Refused(
            _("An answer does not fit: %(field)s. Please check it.") % {"field": first["loc"][0]}
        ) from problem


def _hand_papers_over(draft: Draft, case: Case) -> None:
    papers = draft.documents.order_by("pk")
    if case.identity == Identity.ANONYMOUS:
        for paper in papers:
            documents.check_no_author(paper.content_type)
            paper.added_by, paper.name = None, documents.plain_name(paper)
            paper.save(update_fields=["added_by", "name"])
    papers.update(case=case, draft=None)
