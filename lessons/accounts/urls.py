"""The account pages under the names that allauth reverses; its other routes are not offered."""

from django.urls import path

from lessons.accounts.guests import views as guest_views
from lessons.accounts.sign_in import views

urlpatterns = [
    path("signup/", views.sign_up, name="account_signup"),
    path("login/", views.sign_in, name="account_login"),
    path("logout/", views.sign_out, name="account_logout"),
    path("password/change/", views.change_password, name="account_change_password"),
    path("leave/", guest_views.leave, name="account_leave"),
    path("leave/code/", guest_views.make_code, name="account_code"),
    path("left/", guest_views.left, name="account_left"),
    path("return/", guest_views.come_back, name="account_return"),
    path("inactive/", views.account_inactive, name="account_inactive"),
]
