"""Mounted at cases/. A case's pages need a sign-in; those of the mailbox need its code; the intake knows who may begin."""

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import path

from gongjia.cases.views import counter, desk, intake, mailbox, moves, papers, tracker
from gongjia.cases.views.pages import with_who_is_at_the_counter
from gongjia.foundation.logs import unnamed
from gongjia.web.sign_in import login_required


def one_matter(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    return login_required(with_who_is_at_the_counter(view))


def in_mailbox(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    return unnamed(mailbox.while_open(view))


app_name = "cases"
urlpatterns = [
    path("new/<slug:kind_key>/", intake.new, name="new"),
    path("new/<slug:kind_key>/check/", unnamed(intake.check), name="check"),
    path("new/<slug:kind_key>/discard", intake.discard, name="discard"),
    path("new/<slug:kind_key>/<slug:question_key>/", intake.question, name="question"),
    path("new/<slug:kind_key>/<slug:question_key>/keep", intake.keep, name="keep"),
    path("mailbox/", unnamed(mailbox.mailbox), name="mailbox"),
    path("mailbox/leave", unnamed(mailbox.leave), name="mailbox-leave"),
    path("mailbox/messages", in_mailbox(tracker.message)),
    path("mailbox/chase", in_mailbox(tracker.chase)),
    path("mailbox/rating", in_mailbox(tracker.rating)),
    path("mailbox/moves/<slug:move_key>", in_mailbox(moves.move)),
    path("mailbox/papers/", in_mailbox(papers.add)),
    path("mailbox/papers/<int:document_id>", in_mailbox(papers.download)),
    path("mailbox/papers/<int:document_id>/remove", in_mailbox(papers.remove)),
    path("mailbox/letters/<slug:key>", in_mailbox(papers.letter)),
    path("counter/", login_required(counter.counter), name="counter"),
    path("counter/phone/", login_required(counter.phone), name="counter-phone"),
    path("counter/phone/code/", login_required(counter.phone_code), name="counter-phone-code"),
    path("counter/go-on", login_required(counter.go_on), name="counter-go-on"),
    path("counter/end", login_required(counter.end), name="counter-end"),
    path("call-backs/<int:rating_id>/", one_matter(desk.call_back), name="call-back"),
    path("<int:case_id>/", one_matter(tracker.case), name="case"),
    path("<int:case_id>/receipt/", one_matter(intake.receipt), name="receipt"),
    path("<int:case_id>/moves/<slug:move_key>", one_matter(moves.move), name="move"),
    path("<int:case_id>/messages", one_matter(tracker.message), name="message"),
    path("<int:case_id>/chase", one_matter(tracker.chase), name="chase"),
    path("<int:case_id>/rating", one_matter(tracker.rating), name="rating"),
    path("<int:case_id>/payments", one_matter(tracker.payment), name="payment"),
    path("<int:case_id>/papers/", one_matter(papers.add), name="papers"),
    path("<int:case_id>/papers/<int:document_id>", one_matter(papers.download), name="paper"),
    path("<int:case_id>/papers/<int:document_id>/remove", one_matter(papers.remove), name="paper-remove"),
    path("<int:case_id>/papers/<int:document_id>/sign", one_matter(papers.signature), name="sign"),
    path("<int:case_id>/letters/<slug:key>", one_matter(papers.letter), name="letter"),
    path("<int:case_id>/desk/", one_matter(desk.desk), name="desk"),
    path("<int:case_id>/desk/notes", one_matter(desk.note), name="note"),
    path("<int:case_id>/desk/messages", one_matter(desk.message), name="desk-message"),
    path("<int:case_id>/desk/assignment", one_matter(desk.assign), name="assign"),
    path("<int:case_id>/desk/hand-over", one_matter(desk.hand_over), name="hand-over"),
]
