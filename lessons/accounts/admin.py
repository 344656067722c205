"""Users in the admin: for superusers, since only they have the permissions."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from lessons.accounts.models import User
from lessons.accounts.sign_in.views import admin_change_password, admin_sign_in

admin.site.login = admin_sign_in  # type: ignore[method-assign] # how allauth documents it
admin.site.password_change = admin_change_password  # type: ignore[assignment, method-assign] # a view


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Accounts and guests; a forgotten password is reset here."""

    list_display = ("username", "email", "is_staff", "is_guest", "last_seen")
    list_filter = ("is_guest", *UserAdmin.list_filter)
    readonly_fields = ("is_guest", "last_seen", "last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Person", {"fields": ("first_name", "last_name", "email")}),
        ("May", {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        ("Seen", {"fields": ("is_guest", "last_seen", "last_login", "date_joined")}),
    )
