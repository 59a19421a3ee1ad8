"""Mounted at cases/. A case's pages need a sign-in; those of the mailbox need its code; the intake knows who may begin."""

from django.contrib.auth.decorators import login_required
from django.urls import path

from gongjia.cases.views import counter, desk, intake, mailbox, moves, papers, tracker
from gongjia.foundation.logs import unnamed

app_name = "cases"
urlpatterns = [
    path("new/<slug:kind_key>/", intake.new, name="new"),
    path("new/<slug:kind_key>/check/", unnamed(intake.check), name="check"),
    path("new/<slug:kind_key>/discard", intake.discard, name="discard"),
    path("new/<slug:kind_key>/<slug:question_key>/", intake.question, name="question"),
    path("new/<slug:kind_key>/<slug:question_key>/keep", intake.keep, name="keep"),
    path("mailbox/", unnamed(mailbox.mailbox), name="mailbox"),
    path("mailbox/leave", unnamed(mailbox.leave), name="mailbox-leave"),
    path("mailbox/messages", unnamed(tracker.message)),
    path("mailbox/chase", unnamed(tracker.chase)),
    path("mailbox/rating", unnamed(tracker.rating)),
    path("mailbox/moves/<slug:move_key>", unnamed(moves.move)),
    path("mailbox/papers/", unnamed(papers.add)),
    path("mailbox/papers/<int:document_id>", unnamed(papers.download)),
    path("mailbox/papers/<int:document_id>/remove", unnamed(papers.remove)),
    path("mailbox/letters/<slug:key>", unnamed(papers.letter)),
    path("counter/", login_required(counter.counter), name="counter"),
    path("counter/phone/", login_required(counter.phone), name="counter-phone"),
    path("counter/phone/code/", login_required(counter.phone_code), name="counter-phone-code"),
    path("counter/go-on", login_required(counter.go_on), name="counter-go-on"),
    path("counter/end", login_required(counter.end), name="counter-end"),
    path("call-backs/<int:rating_id>/", login_required(desk.call_back), name="call-back"),
    path("<int:case_id>/", login_required(tracker.case), name="case"),
    path("<int:case_id>/receipt/", login_required(intake.receipt), name="receipt"),
    path("<int:case_id>/moves/<slug:move_key>", login_required(moves.move), name="move"),
    path("<int:case_id>/messages", login_required(tracker.message), name="message"),
    path("<int:case_id>/chase", login_required(tracker.chase), name="chase"),
    path("<int:case_id>/rating", login_required(tracker.rating), name="rating"),
    path("<int:case_id>/payments", login_required(tracker.payment), name="payment"),
    path("<int:case_id>/papers/", login_required(papers.add), name="papers"),
    path("<int:case_id>/papers/<int:document_id>", login_required(papers.download), name="paper"),
    path("<int:case_id>/papers/<int:document_id>/remove", login_required(papers.remove), name="paper-remove"),
    path("<int:case_id>/papers/<int:document_id>/sign", login_required(papers.signature), name="sign"),
    path("<int:case_id>/letters/<slug:key>", login_required(papers.letter), name="letter"),
    path("<int:case_id>/desk/", login_required(desk.desk), name="desk"),
    path("<int:case_id>/desk/notes", login_required(desk.note), name="note"),
    path("<int:case_id>/desk/messages", login_required(desk.message), name="desk-message"),
    path("<int:case_id>/desk/assignment", login_required(desk.assign), name="assign"),
    path("<int:case_id>/desk/hand-over", login_required(desk.hand_over), name="hand-over"),
]
