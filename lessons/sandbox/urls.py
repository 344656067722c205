"""The sandbox: a lesson's lab, everything under one sandbox's own address, the endpoint for AWS clients."""

from django.urls import URLPattern, URLResolver, include, path

from lessons.sandbox import actions, runs, views, wire
from lessons.sandbox.calling import views as calling
from lessons.sandbox.editing import views as editing

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
    path("policies/", include(policies)),
    path("run/", runs.run, name="run"),
    path("run/steps/<int:number>/", runs.step, name="step"),
]

urlpatterns = [
    path("lessons/<slug:slug>/sandbox/", views.lab, name="lab"),
    path("sandbox/differences/", views.differences, name="differences"),
    path("sandbox/<uuid:pk>/", include(one_sandbox)),
    path("aws/", wire.endpoint, name="aws"),  # and whatever is below it, by learnsts.middleware
]
