"""Addresses of the cascade of policies, and of the tasks that come of it."""

from django.urls import path

from trivet.web.policy_pages import policies_page, policy_work_page
from trivet.web.task_board import task_board_page
from trivet.web.task_pages import decision_tasks_page, instruction_tasks_page, policy_tasks_page, task_act_page

urlpatterns = [
    path("policies/", policies_page, name="policies"),
    path("policies/<uuid:uuid>/work/", policy_work_page, name="policy-work"),
    path("policies/<uuid:uuid>/tasks/", policy_tasks_page, name="policy-tasks"),
    path("instructions/<uuid:uuid>/tasks/", instruction_tasks_page, name="instruction-tasks"),
    path("decisions/<uuid:uuid>/tasks/", decision_tasks_page, name="decision-tasks"),
    path("tasks/board/", task_board_page, name="task-board"),
    path("tasks/<uuid:uuid>/act/", task_act_page, name="task-act"),
]
