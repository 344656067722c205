"""The sandbox: a lesson's lab, everything under one sandbox's own address, the endpoint for AWS clients."""

from django.urls import URLPattern, URLResolver, include, path

from lessons.sandbox import actions, runs, views, wire
from lessons.sandbox.calling import views as calling
from lessons.sandbox.editing import views as editing
from lessons.sandbox.labs import views as labs
from lessons.sandbox.sharing import drafts
from lessons.sandbox.sharing import views as sharing

app_name = "sandbox"

policies = [
    path("", editing.policies, name="policies"),
    path("new/", editing.new, name="new-policy"),
    path("validate/", editing.validate, name="validate"),
    path("documents/<path:place>/", editing.document, name="policy"),
    path("changes/<path:place>/", editing.changes, name="policy-changes"),
    path("<slug:action>/<path:place>/", editing.act, name="policy-action"),
]

one_sandbox: list[URLPattern | URLResolver] = [
    path("", views.sandbox, name="sandbox"),
    path("assume-role/", actions.assume_role, name="assume-role"),
    path("use/", actions.use, name="use"),
    path("skip/", actions.skip, name="skip"),
    path("reset/", actions.reset, name="reset"),
    path("news/", views.news, name="news"),
    path("events/", views.events, name="events"),
    path("events/<int:number>/", views.event, name="event"),
    path("credentials/<slug:access_key_id>/secrets/", views.secrets, name="secrets"),
    path("terminal/", views.terminal, name="terminal"),
    path("calls/", calling.calls, name="calls"),
    path("call/<slug:service>/<slug:operation>/", calling.call, name="call"),
    path("mfa/", calling.mfa, name="mfa"),
    path("sign-in/", calling.sign_in, name="sign-in"),
    path("policies/", include(policies)),
    path("run/", runs.run, name="run"),
    path("run/steps/<int:number>/", runs.step, name="step"),
    path("run/shares/", sharing.shares, name="shares"),
    path("run/shares/<uuid:share>/stop/", sharing.stop, name="stop-sharing"),
    path("run/lesson/", drafts.draft_own, name="draft"),
]

one_shared_run = [
    path("", sharing.shared_run, name="shared-run"),
    path("steps/<int:number>/", sharing.shared_step, name="shared-step"),
    path("lesson/", drafts.draft_shared, name="draft-shared"),
]

urlpatterns = [
    path("lessons/<slug:slug>/sandbox/", labs.lab, name="lab"),
    path("lessons/<slug:slug>/sandbox/hint/", labs.hint, name="hint"),
    path("sandbox/", views.playground, name="playground"),
    path("sandbox/differences/", views.differences, name="differences"),
    path("sandbox/<uuid:pk>/", include(one_sandbox)),
    path("runs/<uuid:share>/", include(one_shared_run)),
    path("aws/", wire.endpoint, name="aws"),  # and whatever is below it, by learnsts.middleware
]
