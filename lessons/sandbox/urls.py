"""The sandbox: a lesson's lab, everything under one sandbox's own address, the endpoint for AWS clients."""

from django.urls import URLPattern, URLResolver, include, path

from lessons.sandbox.calls import endpoint
from lessons.sandbox.console import views as console
from lessons.sandbox.diagnoses import views as diagnoses
from lessons.sandbox.labs import views as labs
from lessons.sandbox.performing import views as performing
from lessons.sandbox.policy_editor import views as policy_editor
from lessons.sandbox.runs import views as runs
from lessons.sandbox.runs.sharing import drafts
from lessons.sandbox.runs.sharing import views as sharing
from lessons.sandbox.what_if import views as what_if
from lessons.sandbox.workbench import actions, views

app_name = "sandbox"

policies = [
    path("", policy_editor.policies, name="policies"),
    path("new/", policy_editor.new, name="new-policy"),
    path("validate/", policy_editor.validate, name="validate"),
    path("documents/<path:place>/", policy_editor.document, name="policy"),
    path("changes/<path:place>/", policy_editor.changes, name="policy-changes"),
    path("<slug:action>/<path:place>/", policy_editor.act, name="policy-action"),
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
    path("decisions/<str:goal>/<int:place>/", views.decision, name="decision"),
    path("credentials/<slug:access_key_id>/secrets/", views.secrets, name="secrets"),
    path("terminal/", views.terminal, name="terminal"),
    path("calls/", console.calls, name="calls"),
    path("call/<slug:service>/<slug:operation>/", console.call, name="call"),
    path("mfa/", console.mfa, name="mfa"),
    path("sign-in/", console.sign_in, name="sign-in"),
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
    path("try/", sharing.try_it, name="try-shared"),
    path("lesson/", drafts.draft_shared, name="draft-shared"),
]

urlpatterns = [
    path("lessons/<slug:slug>/sandbox/", labs.lab, name="lab"),
    path("lessons/<slug:slug>/sandbox/hint/", labs.hint, name="hint"),
    path("lessons/<slug:slug>/sandbox/one-more/", diagnoses.one_more, name="one-more"),
    path("broken/", diagnoses.broken, name="broken"),
    path("broken/<str:day>/", diagnoses.broken_day, name="broken-day"),
    path("lessons/<slug:slug>/do/", performing.do, name="do"),
    path("lessons/<slug:slug>/do/begin/", performing.begin, name="do-begin"),
    path("lessons/<slug:slug>/do/move/", performing.move, name="do-move"),
    path("lessons/<slug:slug>/do/undo/", performing.undo, name="do-undo"),
    path("lessons/<slug:slug>/do/show/", performing.show, name="do-show"),
    path("lessons/<slug:slug>/what-if/<int:number>/", what_if.what_if, name="what-if"),
    path("sandbox/", views.playground, name="playground"),
    path("sandbox/first/", labs.first, name="first"),
    path("sandbox/differences/", views.differences, name="differences"),
    path("sandbox/<uuid:pk>/", include(one_sandbox)),
    path("runs/<uuid:share>/", include(one_shared_run)),
    path("aws/", endpoint.endpoint, name="aws"),  # and whatever is below it, by learnsts.middleware
]
