"""The address of threads."""

from django.urls import path

from trivet.web.thread_page import thread_page

urlpatterns = [path("thread/<slug:code>/<uuid:uuid>/", thread_page, name="thread")]
