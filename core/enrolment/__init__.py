"""Links for outside annotators: who may come by one, how far they are, and what they are paid by."""

from core.enrolment.arriving import Arrival, Door, look_in, take_part
from core.enrolment.models import Ending, Enrolment, Participant
from core.enrolment.opening import (
    OpenedEnrolment,
    change_enrolment,
    close_enrolment,
    get_enrolment,
    list_enrolments,
    open_enrolment,
    release_browser,
    renew_link,
    reopen_enrolment,
)
from core.enrolment.pay import PayLine, PayReport, read_pay
from core.enrolment.pay_file import export_pay, pay_csv
from core.enrolment.place import End, Part, Step, finish, read_end, read_part
from core.enrolment.settings import TOKEN_KEY, EnrolmentSettings, EnrolmentState, EnrolmentView, Platform

__all__ = [
    "TOKEN_KEY",
    "Arrival",
    "Door",
    "End",
    "Ending",
    "Enrolment",
    "EnrolmentSettings",
    "EnrolmentState",
    "EnrolmentView",
    "OpenedEnrolment",
    "Part",
    "Participant",
    "PayLine",
    "PayReport",
    "Platform",
    "Step",
    "change_enrolment",
    "close_enrolment",
    "export_pay",
    "finish",
    "get_enrolment",
    "list_enrolments",
    "look_in",
    "open_enrolment",
    "pay_csv",
    "read_end",
    "read_part",
    "read_pay",
    "release_browser",
    "renew_link",
    "reopen_enrolment",
    "take_part",
]
