"""Everything that may have happened, in a worker's words, grouped as it is chosen from. Together: every claim type."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjia.programmes.owed.kinds import Situation
from gongjia.programmes.owed.situations import body, ending, other, pay


class Group(models.TextChoices):
    END = "end", _("The job has ended, or is about to")
    PAY = "pay", _("Money for my work")
    CONTRACT = "contract", _("Contract and probation")
    BODY = "body", _("Hurt, ill, with child")
    AFTER = "after", _("After the job")
    TIME = "time", _("Am I still in time?")


BASIC = ("contract", "payslips", "attendance")
SITUATIONS = {
    one.key: one
    for one in (
        Situation("dismissed", Group.END, _("I was dismissed, or told to go"), ending.ending,
                  evidence=("notice", "chats", *BASIC), matter="dismissal"),
        Situation("left", Group.END, _("I left, or was driven to it"), ending.ending,
                  evidence=("resignation", "chats", *BASIC), matter="dismissal"),
        Situation("wages", Group.PAY, _("Wages were not paid, or not in full"), pay.wages,
                  evidence=("iou", *BASIC)),
        Situation("overtime", Group.PAY, _("I worked overtime for nothing"), pay.overtime,
                  evidence=("attendance", "rota", "chats", "payslips"), matter="overtime"),
        Situation("minimum_wage", Group.PAY, _("I get less than the minimum wage"), pay.minimum_wage,
                  evidence=BASIC, asks_wage=False),
        Situation("deduction", Group.PAY, _("They took money off my pay"), pay.deduction,
                  evidence=("fines", *BASIC)),
        Situation("annual_leave", Group.PAY, _("I got no paid annual leave"), pay.annual_leave,
                  evidence=("leave_requests", "insurance_record", *BASIC)),
        Situation("heat", Group.PAY, _("I worked in great heat without an allowance"), pay.heat,
                  evidence=("weather", "attendance", "payslips"), asks_wage=False),
        Situation("standstill", Group.PAY, _("The work stands still, and the pay with it"), pay.standstill,
                  evidence=("notice", "chats", *BASIC)),
        Situation("no_contract", Group.CONTRACT, _("There was no written contract"), pay.no_contract,
                  evidence=("work_card", "chats", "payslips", "attendance", "witness"), matter="contract"),
        Situation("probation", Group.CONTRACT, _("Probation was too long, or paid too little"), pay.probation,
                  evidence=BASIC),
        Situation("part_time", Group.CONTRACT, _("I work by the hour, a few hours a day"), pay.part_time,
                  evidence=("attendance", "payslips", "chats"), asks_wage=False),
        Situation("injury", Group.BODY, _("I was hurt at work"), body.injury,
                  evidence=("medical", "accident", "recognition", *BASIC), matter="injury"),
        Situation("sick", Group.BODY, _("I am ill and cannot work"), body.sick,
                  evidence=("medical", "sick_notes", *BASIC), asks_wage=False),
        Situation("pregnancy", Group.BODY, _("I am with child, or have given birth"), body.pregnancy,
                  evidence=("medical", "birth", *BASIC)),
        Situation("death", Group.BODY, _("A relative died at work"), body.death,
                  evidence=("medical", "accident", "kinship", *BASIC), asks_dates=False, asks_wage=False, matter="injury"),
        Situation("unemployment", Group.AFTER, _("I have no job: is there unemployment benefit?"), other.unemployment,
                  evidence=("end_certificate", "insurance_record"), asks_wage=False, matter="other"),
        Situation("non_compete", Group.AFTER, _("I may not work for a competitor"), other.non_compete,
                  evidence=("covenant", "payslips"), matter="other"),
        Situation("training", Group.AFTER, _("They want money back for a training"), other.training,
                  evidence=("training_papers", "contract"), asks_wage=False, matter="other"),
        Situation("ordered", Group.AFTER, _("The labour inspection ordered them to pay, and they did not"),
                  other.ordered, evidence=("order",), asks_dates=False, asks_wage=False),
        Situation("in_time", Group.TIME, _("How long may I still claim?"), other.in_time,
                  evidence=("asked_proof",), asks_wage=False, matter="other"),
        Situation("paper", Group.TIME, _("I got a paper from arbitration or the court"), other.paper,
                  evidence=("envelope",), asks_dates=False, asks_wage=False, matter="other"),
    )
}  # fmt: skip
# What a dispute is about when several things happened: the first of these that did.
MATTERS = ("dismissal", "injury", "wages", "overtime", "contract", "other")
