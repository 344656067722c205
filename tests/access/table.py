"""Who may open which URL: every URL of the site, for every role, in one table.

maya is a student; what is hers (her sandbox, her attempt, her credentials) is what the table asks for.
She is in a class of the instructor's. ``other`` is a student who is in no class.
"""

from __future__ import annotations

from typing import NamedTuple

ROLES = ("stranger", "guest", "maya", "other", "instructor", "superuser")


class Row(NamedTuple):
    """One URL asked with one method: its arguments, and the status each of ROLES is answered."""

    method: str
    name: str
    arguments: str
    statuses: str
    data: str = ""

    @property
    def told(self) -> dict[str, int]:
        """The status by role."""
        return dict(zip(ROLES, map(int, self.statuses.split()), strict=True))

    @property
    def is_private(self) -> bool:
        """Whether it is about other people, or holds secrets: no browser and no proxy may keep it."""
        about_people = ("classrooms:", "quizzes:analysis", "quizzes:regrade", "quizzes:standings")
        is_about_people = self.name.startswith(about_people)
        return is_about_people or bool({"sandbox", "share"} & set(self.arguments.split()))


TABLE = [
    # the course: everybody reads it
    Row("get", "lessons:home", "", "200 200 200 200 200 200"),
    Row("get", "lessons:progress", "", "200 200 200 200 200 200"),
    Row("get", "lessons:glossary", "", "200 200 200 200 200 200"),
    Row("get", "search:search", "", "200 200 200 200 200 200"),
    Row("get", "lessons:lesson", "slug", "302 302 302 302 302 302"),
    Row("get", "lessons:read", "slug", "200 200 200 200 200 200"),
    Row("get", "lessons:flow", "slug", "200 200 200 200 200 200"),
    Row("get", "lessons:steps", "slug", "302 302 302 302 302 302"),
    Row("get", "lessons:step", "slug one", "200 200 200 200 200 200"),
    Row("get", "lessons:predicting", "slug", "302 302 302 302 302 302"),
    Row("get", "lessons:predict", "slug one", "200 200 200 200 200 200"),
    Row("post", "lessons:predict", "slug one", "422 422 422 422 422 422", "chosen=nonsense"),
    Row("post", "lessons:predict_again", "slug", "302 302 302 302 302 302"),
    Row("get", "lessons:recall", "slug one", "200 200 200 200 200 200"),
    Row("get", "lessons:state", "slug", "200 200 200 200 200 200"),
    Row("get", "lessons:insights", "slug", "200 200 200 200 200 200"),
    Row("get", "lessons:snapshot", "slug", "200 200 200 200 200 200"),
    Row("get", "lessons:transcript", "slug", "200 200 200 200 200 200"),
    Row("get", "lessons:check", "slug filled", "200 200 200 200 200 200"),
    Row("get", "lessons:check", "draft filled", "404 404 404 404 200 200"),
    Row("post", "lessons:done", "slug style", "302 302 302 302 302 302"),
    Row("post", "lessons:vote", "slug", "302 302 302 302 302 302", "helpful=yes"),
    Row("post", "lessons:marks", "", "403 204 204 204 204 204", "mark=assume/read"),
    # a draft: only those who edit lessons
    Row("get", "lessons:read", "draft", "404 404 404 404 200 200"),
    Row("get", "lessons:step", "draft one", "404 404 404 404 200 200"),
    Row("get", "lessons:predict", "draft one", "404 404 404 404 200 200"),
    Row("get", "lessons:recall", "draft one", "404 404 404 404 200 200"),
    Row("get", "quizzes:quiz", "draft", "404 404 404 404 200 200"),
    Row("get", "sandbox:lab", "draft", "404 404 404 404 200 200"),
    # quizzes: an attempt is its owner's alone
    Row("get", "quizzes:quiz", "slug", "200 200 200 200 200 200"),
    Row("post", "quizzes:start", "slug", "302 302 302 302 302 302"),
    Row("get", "quizzes:question", "attempt one", "404 404 200 404 404 404"),
    Row("post", "quizzes:question", "attempt one", "404 404 302 404 404 404", "choice=0"),
    Row("get", "quizzes:result", "attempt", "404 404 302 404 404 404"),
    # how a quiz did: instructors, drafts too; an attempt is shown once it is finished, and without its name
    Row("get", "quizzes:analysis", "slug", "302 403 403 403 200 200"),
    Row("get", "quizzes:analysis", "draft", "302 403 403 403 200 200"),
    Row("get", "quizzes:analysis-attempts", "slug", "302 403 403 403 200 200"),
    Row("get", "quizzes:analysis-attempt", "slug finished", "302 403 403 403 200 200"),
    Row("get", "quizzes:analysis-attempt", "slug attempt", "302 403 403 403 404 404"),
    Row("get", "quizzes:analysis-sheet", "slug sheet", "302 403 403 403 200 200"),
    Row("get", "quizzes:regrade", "slug", "302 403 403 403 200 200"),
    Row("post", "quizzes:regrade", "slug", "302 403 403 403 422 422"),
    Row("post", "quizzes:regrade-undo", "slug regrade", "302 403 403 403 302 302"),
    # the review: everybody their own, and a card is its learner's alone
    Row("get", "quizzes:review", "", "200 200 200 200 200 200"),
    Row("get", "quizzes:card", "card", "404 404 302 404 404 404"),
    Row("post", "quizzes:card", "card", "404 404 422 404 404 404", "choice=0"),
    # quizzes with times: of everybody or of their learners, here maya; a sitting is its owner's alone
    Row("get", "quizzes:exam", "", "200 200 200 200 200 200"),
    Row("post", "quizzes:start-exam", "", "302 302 302 302 302 302", "number=1 minutes=5"),
    Row("get", "quizzes:graded", "graded", "404 404 200 404 404 404"),
    Row("post", "quizzes:start-graded", "graded", "404 404 302 404 404 404"),
    Row("get", "quizzes:standings", "graded", "302 403 403 403 200 200"),
    Row("get", "quizzes:sitting", "sitting", "404 404 200 404 404 404"),
    Row("post", "quizzes:save-answer", "sitting one", "404 404 302 404 404 404", "choice=0"),
    Row("post", "quizzes:hand-in", "sitting", "404 404 302 404 404 404"),
    # the sandbox: its owner's alone, but for the page about all sandboxes
    Row("get", "sandbox:differences", "", "200 200 200 200 200 200"),
    Row("get", "sandbox:playground", "", "200 200 200 200 200 200"),
    Row("post", "sandbox:playground", "", "302 302 302 302 302 302", "scenario=blank"),
    Row("post", "sandbox:first", "", "302 302 302 302 302 302"),
    Row("get", "sandbox:broken", "", "200 200 200 200 200 200"),
    Row("get", "sandbox:broken-day", "day", "200 200 200 200 200 200"),
    Row("post", "sandbox:broken-day", "day", "302 302 302 302 302 302"),
    Row("post", "sandbox:one-more", "slug", "302 302 302 302 302 302"),
    Row("post", "sandbox:one-more", "draft", "404 404 404 404 404 404"),
    Row("get", "sandbox:lab", "slug", "200 200 200 200 200 200"),
    Row("post", "sandbox:lab", "slug", "302 302 302 302 302 302"),
    Row("post", "sandbox:hint", "slug", "302 302 302 302 302 302", "goal=who number=1"),
    Row("post", "sandbox:hint", "draft", "404 404 404 404 404 404", "goal=who number=1"),
    # a pass: each reader's own
    Row("get", "sandbox:do", "slug", "200 200 200 200 200 200"),
    Row("post", "sandbox:do-begin", "slug", "302 302 302 302 302 302"),
    Row("post", "sandbox:do-move", "slug", "302 302 422 302 302 302", "at=0 call=sts:GetCallerIdentity"),
    Row("post", "sandbox:do-undo", "slug", "302 302 302 302 302 302", "at=0"),
    Row("post", "sandbox:do-show", "slug", "302 302 302 302 302 302", "at=0"),
    Row("get", "sandbox:do", "draft", "404 404 404 404 200 200"),
    Row("post", "sandbox:do-begin", "draft", "404 404 404 404 200 200"),
    # what if: everybody's, and nothing is kept of it
    Row("get", "sandbox:what-if", "slug one", "200 200 200 200 200 200"),
    Row("post", "sandbox:what-if", "slug one", "200 200 200 200 200 200", "document={}"),
    Row("get", "sandbox:what-if", "draft one", "404 404 404 404 200 200"),
    Row("post", "sandbox:what-if", "draft one", "404 404 404 404 200 200", "document={}"),
    Row("get", "sandbox:sandbox", "sandbox", "404 404 200 404 404 404"),
    Row("post", "sandbox:assume-role", "sandbox", "404 404 422 404 404 404"),
    Row("post", "sandbox:use", "sandbox", "404 404 400 404 404 404"),
    Row("post", "sandbox:skip", "sandbox", "404 404 302 404 404 404", "to=quarter"),
    Row("get", "sandbox:reset", "sandbox", "404 404 200 404 404 404"),
    Row("post", "sandbox:reset", "sandbox", "404 404 302 404 404 404"),
    Row("get", "sandbox:news", "sandbox", "404 404 200 404 404 404"),
    Row("get", "sandbox:events", "sandbox", "404 404 200 404 404 404"),
    Row("get", "sandbox:event", "sandbox one", "404 404 200 404 404 404"),
    Row("get", "sandbox:decision", "sandbox goal one", "404 404 200 404 404 404"),
    Row("get", "sandbox:secrets", "sandbox key", "404 404 200 404 404 404"),
    Row("get", "sandbox:terminal", "sandbox", "404 404 200 404 404 404"),
    Row("get", "sandbox:calls", "sandbox", "404 404 200 404 404 404"),
    Row("get", "sandbox:call", "sandbox service operation", "404 404 200 404 404 404"),
    Row("post", "sandbox:call", "sandbox service operation", "404 404 200 404 404 404"),
    Row("get", "sandbox:mfa", "sandbox", "404 404 200 404 404 404"),
    Row("get", "sandbox:sign-in", "sandbox", "404 404 200 404 404 404"),
    Row("post", "sandbox:sign-in", "sandbox", "404 404 422 404 404 404"),
    Row("get", "sandbox:policies", "sandbox", "404 404 200 404 404 404"),
    Row("get", "sandbox:new-policy", "sandbox", "404 404 422 404 404 404"),
    Row("post", "sandbox:validate", "sandbox", "404 404 400 404 404 404"),
    Row("get", "sandbox:policy", "sandbox trust", "404 404 200 404 404 404"),
    Row("post", "sandbox:policy", "sandbox trust", "404 404 409 404 404 404"),
    Row("post", "sandbox:policy-changes", "sandbox trust", "404 404 200 404 404 404"),
    Row("get", "sandbox:policy-action", "sandbox revoke trust", "404 404 200 404 404 404"),
    Row("post", "sandbox:policy-action", "sandbox revoke trust", "404 404 302 404 404 404"),
    Row("get", "sandbox:run", "sandbox", "404 404 302 404 404 404"),
    Row("get", "sandbox:step", "sandbox one", "404 404 200 404 404 404"),
    # sharing: the owner makes and ends links, whoever has one reads, those who write lessons make one of it
    Row("get", "sandbox:shares", "sandbox", "404 404 200 404 404 404"),
    Row("post", "sandbox:shares", "sandbox", "404 404 302 404 404 404", "title=Mine"),
    Row("post", "sandbox:stop-sharing", "sandbox share", "404 404 302 404 404 404"),
    Row("post", "sandbox:draft", "sandbox", "404 404 403 404 404 404", "chapter=CHAPTER"),
    Row("get", "sandbox:shared-run", "share", "302 302 302 302 302 302"),
    Row("get", "sandbox:shared-step", "share one", "200 200 200 200 200 200"),
    Row("post", "sandbox:shared-run", "share", "405 405 405 405 405 405"),
    Row("post", "sandbox:shared-step", "share one", "405 405 405 405 405 405"),
    Row("post", "sandbox:try-shared", "share", "302 302 302 302 302 302"),
    Row("post", "sandbox:draft-shared", "share", "403 403 403 403 302 302", "chapter=CHAPTER"),
    # AWS's protocol: whoever signs, and nobody by who is signed in; without a signature AWS shows its manual
    Row("get", "sandbox:aws", "", "302 302 302 302 302 302"),
    Row("post", "sandbox:aws", "", "302 302 302 302 302 302", "Action=GetCallerIdentity"),
    # classes: the instructor's own, and a student's own row
    Row("get", "classrooms:classes", "", "200 200 200 200 200 200"),
    Row("post", "classrooms:create", "", "401 403 403 403 302 302", "name=New"),
    Row("post", "classrooms:enter_code", "", "302 302 302 302 302 302", "code=CODE"),
    Row("get", "classrooms:join", "code", "200 200 302 200 302 200"),
    Row("post", "classrooms:join", "code", "302 302 302 302 302 302", "name=Me"),
    Row("get", "classrooms:classroom", "classroom", "302 404 200 404 200 404"),
    Row("post", "classrooms:leave", "classroom", "302 404 302 404 404 404"),
    Row("get", "classrooms:progress", "classroom", "302 403 403 403 302 404"),
    Row("get", "classrooms:predictions", "classroom", "302 403 403 403 200 404"),
    Row("get", "classrooms:export", "classroom", "302 403 403 403 200 404"),
    Row("post", "classrooms:rename", "classroom", "401 403 403 403 302 404", "name=New"),
    Row("post", "classrooms:close", "classroom", "302 403 403 403 302 404"),
    Row("post", "classrooms:reopen", "classroom", "302 403 403 403 302 404"),
    Row("post", "classrooms:new_code", "classroom", "302 403 403 403 302 404"),
    Row("get", "classrooms:delete", "classroom", "302 403 403 403 200 404"),
    Row("post", "classrooms:delete", "classroom", "302 403 403 403 302 404"),
    Row("get", "classrooms:remove", "classroom student", "302 403 403 403 200 404"),
    Row("post", "classrooms:remove", "classroom student", "302 403 403 403 302 404"),
    # accounts
    Row("get", "account_login", "", "200 200 302 302 302 302"),
    Row("get", "account_signup", "", "200 200 302 302 302 302"),
    Row("get", "account_logout", "", "302 302 200 200 200 200"),
    Row("post", "account_logout", "", "302 302 302 302 302 302"),
    Row("get", "account_leave", "", "302 200 302 302 302 302"),
    Row("post", "account_leave", "", "302 302 302 302 302 302"),
    Row("get", "account_code", "", "405 405 405 405 405 405"),
    Row("post", "account_code", "", "302 200 302 302 302 302"),
    Row("get", "account_left", "", "200 302 302 302 302 302"),
    Row("get", "account_return", "", "200 200 200 200 200 200"),
    Row("post", "account_return", "", "422 422 422 422 422 422"),
    Row("get", "account_change_password", "", "302 302 200 200 200 200"),
    Row("get", "account_inactive", "", "200 200 200 200 200 200"),
    # the site's own
    Row("get", "healthz", "", "200 200 200 200 200 200"),
    Row("get", "metrics", "", "404 404 404 404 404 404"),
    Row("get", "readyz", "", "200 200 200 200 200 200"),
]

# Django admin: who edits lessons, and who looks after users. Strangers and students are asked to sign in.
ADMIN = [
    Row("get", "admin:index", "", "302 302 302 302 200 200"),
    Row("get", "admin:login", "", "302 302 403 403 302 302"),
    Row("get", "admin:password_change", "", "302 302 302 302 302 302"),
    Row("get", "admin:lessons_lesson_changelist", "", "302 302 302 302 200 200"),
    Row("get", "admin:lessons_lesson_add", "", "302 302 302 302 200 200"),
    Row("get", "admin:lessons_chapter_changelist", "", "302 302 302 302 200 200"),
    Row("get", "admin:quizzes_quiz_changelist", "", "302 302 302 302 200 200"),
    Row("get", "admin:quizzes_quiz_add", "", "302 302 302 302 200 200"),
    Row("get", "admin:quizzes_question_changelist", "", "302 302 302 302 200 200"),
    Row("get", "admin:quizzes_question_add", "", "302 302 302 302 200 200"),
    Row("get", "admin:quizzes_question_change", "question", "302 302 302 302 200 200"),
    Row("get", "admin:quizzes_question_preview", "type", "302 302 302 302 200 200"),
    Row("post", "admin:quizzes_question_preview", "type", "401 302 302 302 200 200", "prompt=Who?"),
    Row("get", "admin:quizzes_question_variants", "computed", "302 302 302 302 200 200"),
    Row("get", "admin:quizzes_question_import", "", "302 302 302 302 200 200"),
    Row("post", "admin:quizzes_question_import", "", "401 302 302 302 200 200", "text=nonsense"),
    Row("post", "admin:quizzes_question_download", "", "401 302 302 302 200 200", "format=gift ids=1"),
    Row("get", "admin:accounts_user_changelist", "", "302 302 302 302 403 200"),
    Row("get", "admin:auth_group_changelist", "", "302 302 302 302 403 200"),
]
