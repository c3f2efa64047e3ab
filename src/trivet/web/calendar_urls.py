"""Addresses of the calendar and its feeds."""

from django.urls import path

from trivet.web.calendar_pages import calendar_page, list_view, month_page, year_page
from trivet.web.feed_pages import feed_file, feeds_page, revoke_page
from trivet.web.looking import looked_page

urlpatterns = [
    path("calendar/", calendar_page, name="calendar"),
    path("calendar/<int:year>/", year_page, name="calendar-year"),
    path("calendar/<int:year>/list/", list_view, name="calendar-list"),
    path("calendar/<int:year>/<int:month>/", month_page, name="calendar-month"),
    path("feeds/<str:secret>.ics", feed_file, name="feed"),
    path("account/feeds/", feeds_page, name="feeds"),
    path("account/feeds/<uuid:uuid>/revoke/", revoke_page, name="feed-revoke"),
    path("today/looked/", looked_page, name="looked"),
]
