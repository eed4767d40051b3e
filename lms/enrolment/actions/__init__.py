"""Writes of enrolment."""

from lms.enrolment.actions.confirm import confirm, run_import, take_back
from lms.enrolment.actions.decisions import (
    add_criterion,
    decide,
    drop_quota,
    end_criterion,
    endorse,
    score,
    set_plan,
    set_quota,
    take_decision_back,
)
from lms.enrolment.actions.delegations import (
    cancel_nomination,
    join_waiting_list,
    make_delegation,
    nominate,
    nominate_new,
    substitute,
)
from lms.enrolment.actions.desk import receive, take_arrival_back
from lms.enrolment.actions.drafts import change_rows, discard, leave_out_bad, make_draft
from lms.enrolment.actions.groups import change_group, group_by_sender, join_groups, make_group, remove_group
from lms.enrolment.actions.invitations import accept_invitation, answer_by_link, decline_invitation
from lms.enrolment.actions.merges import follow_joined, move_nominations
from lms.enrolment.actions.one import add_person
from lms.enrolment.actions.questions import (
    OWNER,
    answer_for_nominee,
    answer_for_participant,
    answer_own,
    begin_questions,
    change_questions,
    copy_questions,
    move_answers,
    put_off_answers,
)
from lms.enrolment.actions.registration import NOTHING, register, register_visitor
from lms.enrolment.actions.seats import follow_withdrawals, rebuild_nominations

__all__ = [
    "NOTHING",
    "OWNER",
    "accept_invitation",
    "add_criterion",
    "add_person",
    "answer_by_link",
    "answer_for_nominee",
    "answer_for_participant",
    "answer_own",
    "begin_questions",
    "cancel_nomination",
    "change_group",
    "change_questions",
    "change_rows",
    "confirm",
    "copy_questions",
    "decide",
    "decline_invitation",
    "discard",
    "drop_quota",
    "end_criterion",
    "endorse",
    "follow_joined",
    "follow_withdrawals",
    "group_by_sender",
    "join_groups",
    "join_waiting_list",
    "leave_out_bad",
    "make_delegation",
    "make_draft",
    "make_group",
    "move_answers",
    "move_nominations",
    "nominate",
    "nominate_new",
    "put_off_answers",
    "rebuild_nominations",
    "receive",
    "register",
    "register_visitor",
    "remove_group",
    "run_import",
    "score",
    "set_plan",
    "set_quota",
    "substitute",
    "take_arrival_back",
    "take_back",
    "take_decision_back",
]
