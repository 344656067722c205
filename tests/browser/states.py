"""Every page in every state that somebody may meet, for the tests that look at all of them."""

from __future__ import annotations

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from lessons.accounts.models import User
from lessons.classrooms.enrolment import join_class, open_class
from lessons.levels import Level
from lessons.models import Chapter, Lesson, LevelReached
from lessons.prediction_questions import Asked, Kind, Sureness
from lessons.quizzes.models import Question, Quiz
from lessons.reading.progress import finish_style
from lessons.sandbox.models import BrokenAccount
from lessons.stepping.predictions import predict
from lessons.visualizer import Verdict
from tests.browser.analysis_states import analyzed
from tests.browser.moves import (
    LESSON,
    answer,
    answer_rightly,
    assume_the_role,
    next_step,
    open_sandbox,
    sign_up,
    skip_to_the_end,
    start_the_quiz,
    use,
    write,
)
from tests.browser.review_states import reviewing
from tests.browser.sharing_states import shared
from tests.browser.visit import States, Visit
from tests.steps import step_at

__all__ = ["ALL", "States", "Visit"]


def home(visit: Visit) -> States:
    yield visit.to("/")
    visit.to(f"{LESSON}read/")
    visit.page.get_by_role("button", name="Done. Next: Flow").click()
    yield visit.to("/") + " begun"
    for published in Lesson.objects.all():
        published.unpublish()
        published.save()
    yield visit.to("/") + " without a lesson"


def lesson(visit: Visit) -> States:
    for style in ("read", "flow", "state", "insights", "snapshot", "transcript", "sandbox"):
        yield visit.to(f"{LESSON}{style}/")
    visit.to(f"{LESSON}insights/")
    visit.page.locator("summary").first.click()
    yield "an open key moment"
    visit.page.get_by_role("button", name=re.compile("^Not helpful")).click()
    expect(visit.page.get_by_role("button", name="Not helpful 1")).to_be_visible()
    yield "a vote"


def progress(visit: Visit) -> States:
    """The page of one's progress: a stranger's, then with a lesson opened and others done and mastered."""
    yield visit.to("/progress/")
    first, second, third = Lesson.objects.in_course_order()[:3]
    visit.become(user := instructor())
    finish_style(user, first, "read")
    LevelReached.objects.create(user=user, lesson=second, level=Level.DONE)
    LevelReached.objects.create(user=user, lesson=third, level=Level.MASTERED)
    yield visit.to("/progress/") + " with lessons done"
    yield visit.to("/") + " with lessons done"


def glossary(visit: Visit) -> States:
    yield visit.to("/glossary/")
    visit.to(f"{LESSON}read/")
    visit.page.get_by_role("link", name="trust policy", exact=True).click()
    yield "a term that was looked up"


def searching(visit: Visit) -> States:
    for query in ("", "assume+role", "exipred+tokn", "zzzz", "x" * 101):
        yield visit.to(f"/search/?q={query}")
    visit.to("/search/")
    visit.page.get_by_label("Lessons, words").fill("expired")
    expect(visit.page.locator("#results mark").first).to_be_visible()
    yield "results that were swapped in"


def steps(visit: Visit) -> States:
    for path in (f"{LESSON}steps/1/", f"{LESSON}steps/5/", "/lessons/which-sts-call/steps/4/"):
        yield visit.to(path)
    next_step(visit.page)
    expect(visit.page.locator(".caption-number")).to_have_text("Step 5")
    yield "a step that was swapped in"
    yield visit.to(f"{LESSON}steps/99/")


def predicting(visit: Visit) -> States:
    """The questions of a lesson: one that waits, one not answered, a surprise, the end."""
    page = visit.page
    yield visit.to(f"{LESSON}predict/1/")
    page.evaluate("document.querySelector('#question').noValidate = true")
    page.get_by_role("button", name="Now show me").click()
    expect(page.locator("#chosen-error")).to_be_visible()
    yield "a question without an answer"
    for number in range(1, 6):
        page.locator("[name=chosen]").first.check()
        page.get_by_label("Certain").check()
        page.get_by_role("button", name="Now show me").click()
        expect(page.locator("#verdict-heading")).to_be_visible()
        yield f"a prediction of step {number}"
        if number < 5:
            next_step(page)
    yield visit.to(f"{LESSON}recall/3/")
    page.get_by_text("Why?").click()
    yield "an explanation unfolded"
    yield visit.to("/") + " with predictions"


def doing(visit: Visit) -> States:
    """A pass: not begun, a choice, a call to choose, its form, a wrong move, the model beside it."""
    page = visit.page
    yield visit.to(f"{LESSON}do/")
    page.get_by_role("button", name="Begin with step 1").click()
    yield "a choice of what happens next"
    page.get_by_label("Alice asks STS for a session").check()
    page.get_by_role("button", name="This happens next").click()
    expect(page.get_by_label("Which call?")).to_be_visible()
    yield "a call to be chosen"
    page.get_by_label("Which call?").select_option("sts:GetSessionToken")
    page.get_by_role("button", name="Open its form").click()
    page.get_by_role("button", name="Make the call").click()
    expect(page.locator("#signer-error")).to_be_visible()
    yield "a move that nobody signs"
    page.get_by_role("radio", name=re.compile("alice")).check()
    page.get_by_role("button", name="Make the call").click()
    expect(page.get_by_role("heading", name="What AWS answered")).to_be_visible()
    yield "a wrong move"
    page.get_by_role("button", name="Show me step 2").click()
    expect(page.get_by_text("call 1 of 2")).to_be_visible()
    yield "a step that was shown"
    for signer in ("alice", "demo/"):
        page.get_by_label("Which call?").select_option("s3:ListObjectsV2")
        page.locator(".doing-which button").click()
        page.get_by_role("radio", name=signer).first.check()
        page.get_by_label("Bucket").first.fill("reports-{training}")
        page.get_by_role("button", name="Make the call").click()
    page.get_by_role("radio", name="ReadItsObjects").check()
    yield "a statement to be chosen"
    page.get_by_role("button", name="This one decides").click()
    expect(page.get_by_role("heading", name="Not yet")).to_be_visible()
    yield "a statement that does not decide"


def what_if(visit: Visit) -> States:
    """A policy of a step, and the steps that come out differently without it."""
    yield visit.to(f"{LESSON}what-if/2/")
    write(visit.page, "Policy document", "{}")
    visit.page.get_by_role("button", name="Play it again").click()
    expect(visit.page.locator("#outcome .notice")).to_contain_text("MalformedPolicyDocument")
    text = visit.page.locator("#id_document").evaluate("field => field.defaultValue")
    write(visit.page, "Policy document", text.replace('"Allow"', '"Deny"'))
    visit.page.get_by_role("button", name="Play it again").click()
    expect(visit.page.locator("#outcome .differs")).to_have_count(3)
    yield "steps that come out differently"


def empty_lesson(visit: Visit) -> States:
    """A lesson that is published with nothing in it, then a draft as its author sees it."""
    bare = Lesson(chapter=Chapter.objects.all()[0], slug="bare", title="Bare", summary="Nothing yet.")
    bare.publish()
    bare.save()
    for style in ("flow", "steps/1", "state", "insights", "quiz", "snapshot", "transcript", "sandbox"):
        yield visit.to(f"/lessons/bare/{style}/")
    bare.unpublish()
    bare.save()
    visit.become(instructor())
    yield visit.to("/lessons/bare/read/") + " as a draft"


def quiz(visit: Visit) -> States:
    page = visit.page
    yield visit.to(f"{LESSON}quiz/")
    start_the_quiz(page, visit.site)
    page.get_by_role("button", name="Show hint and table").click()
    expect(page.locator("#quiz-hint")).to_be_focused()
    yield "a question with its hint"
    page.evaluate("document.querySelector('#quiz form').noValidate = true")
    page.get_by_role("button", name="Check my answer").click()
    expect(page.locator("#answer-error")).to_be_visible()
    yield "a question without an answer"
    answer(page, "An access denied error")
    yield "a wrong answer"
    page.get_by_text("Show the answer, and why").click()
    yield "a wrong answer with what is right unfolded"
    page.get_by_role("link", name="Try it again").click()
    expect(page.get_by_text("Practice: your first answer is what counts.")).to_be_visible()
    yield "a question tried again"
    page.get_by_role("link", name="Question 2").click()
    expect(page.get_by_role("heading", name="Question 2 of")).to_be_visible()
    answer_rightly(page)
    yield "a right answer"
    following = page.get_by_role("link", name="Next question")
    while following.is_visible():
        following.click()
        expect(page.get_by_role("button", name="Check my answer")).to_be_visible()
        yield page.get_by_role("heading", name="Question").inner_text()
        answer_rightly(page)
        yield "a right answer"
    page.get_by_role("link", name="See your result").click()
    yield "a result"
    yield visit.to(f"{LESSON}quiz/") + " with scores"


def exam(visit: Visit) -> States:
    """The practice exam: about to begin, under way, with an answer that is not saved yet, handed in."""
    page = visit.page
    Question.objects.exclude(type="choice").update(is_published=False)  # `quiz` shows the other types
    yield visit.to("/exam/")
    page.get_by_text("Or choose your own").click()
    page.get_by_label("Questions, at most").fill("3")
    yield "an exam of one's own"
    page.get_by_role("button", name="Start this exam").click()
    page.locator("#question-1 [name=choice]").first.check()
    expect(page.locator("#question-1 [data-state]")).to_contain_text("saved")
    page.context.set_offline(True)
    page.locator("#question-2 [name=choice]").first.check()
    expect(page.locator("[data-lost]")).to_be_visible()
    yield "an exam under way, the network lost"
    page.context.set_offline(False)
    expect(page.locator("[data-lost]")).to_be_hidden()
    page.get_by_role("button", name="Hand it in").click()
    yield "an exam handed in"
    yield visit.to("/exam/") + " with an attempt"
    graded = Quiz.objects.create(
        title="Friday's quiz", is_for_everybody=True, minutes=10, closes_at=timezone.now() + timedelta(days=1)
    )
    yield visit.to(graded.get_absolute_url())
    page.get_by_role("button", name="Start the quiz").click()
    page.get_by_role("button", name="Hand it in").click()
    yield "a graded quiz whose feedback waits"
    visit.become(User.objects.get(username="teacher"))
    yield visit.to(f"{graded.get_absolute_url()}standings/")


def sandbox(visit: Visit) -> States:
    page = visit.page
    open_sandbox(page, visit.site)
    yield "a new sandbox"
    bench = page.url
    page.get_by_role("link", name="Play this run as steps").click()
    yield "an empty run"
    page.goto(bench)
    page.get_by_label("DurationSeconds").fill("an hour")
    page.get_by_role("button", name="Assume the role").click()
    expect(page.locator("#assume .errorlist")).to_be_visible()
    yield "a mistake in the form"
    assume_the_role(page)
    page.get_by_role("link", name="Show the secret and the token").click()
    expect(page.locator("#part-secret")).to_be_visible()
    yield "living credentials"
    use(page, "Write a file")
    expect(page.locator("#answer")).to_contain_text("AccessDenied")
    for summary in page.locator("#answer summary").all():
        summary.click()
    yield "a call that was refused"
    assume_the_role(page)
    expect(page.locator("#credentials a")).to_have_count(2)
    skip_to_the_end(page)
    use(page, "Who am I?")
    expect(page.locator("#answer")).to_contain_text("ExpiredToken")
    yield "expired credentials"
    for path in ("run/", "reset/", "events/"):
        page.goto(bench + path)
        yield path
    yield visit.to(f"{LESSON}sandbox/") + " with goals reached"


def lab(visit: Visit) -> States:
    page = visit.page
    page.goto(f"{visit.site}/lessons/two-keys-one-door/sandbox/")
    page.get_by_role("button", name="Open the sandbox").click()
    bench = page.url
    goal = page.locator(".goals > li").nth(2)
    for number in (1, 2):
        goal.get_by_role("button").click()
        expect(goal.locator(".goal-hint")).to_have_count(number)
    yield "an open goal with its checks, hints and forms"
    goal.get_by_role("link", name="See this decision").first.click()
    yield "a decision that a goal asks for"
    page.goto(bench)
    goal.get_by_role("link", name="Trust policy of archive").click()
    page.locator("#goal-bar summary").click()
    yield "a policy with the goals open below it"
    page.goto(f"{bench}call/sts/AssumeRole/?by=user/bob")
    yield "a call of the lab"


def broken(visit: Visit) -> States:
    """The broken account of the day: told of, opened, mended."""
    page = visit.page
    yield visit.to("/broken/")
    page.get_by_role("link", name=re.compile(r"^\w+day, ")).first.click()
    yield "an earlier day"
    page.get_by_role("button", name="Open the account").click()
    expect(page.locator("#goals li")).to_have_count(2)
    yield "a broken account"
    BrokenAccount.objects.update(mended_at=timezone.now(), calls=7)
    page.reload()
    expect(page.locator(".lab-finished")).to_be_visible()
    yield "a broken account that was mended"
    yield visit.to("/broken/") + " with one mended"


def accounts(visit: Visit) -> States:
    page = visit.page
    for path, button in (("signup", "Create my account"), ("login", "Sign in")):
        yield visit.to(f"/accounts/{path}/")
        page.evaluate("document.querySelector('main form').noValidate = true")
        page.get_by_role("main").get_by_role("button", name=button).click()
        expect(page.locator("main .errorlist").first).to_be_visible()
        yield f"{path} with mistakes"
    sign_up(page, visit.site, "maya")
    for path in ("/accounts/password/change/", "/accounts/logout/", "/accounts/inactive/"):
        yield visit.to(path)


def leaving(visit: Visit) -> States:
    """A guest who leaves a shared computer, and comes back by a code."""
    page = visit.page
    visit.to(f"{LESSON}read/")
    page.get_by_role("button", name="Done. Next: Flow").click()
    page.get_by_role("link", name="Not you?").click()
    expect(page.get_by_role("heading", name="Not you?")).to_be_visible()
    yield "what to do with a guest's work"
    page.get_by_role("button", name="Give me a code").click()
    expect(page.locator(".return-code")).to_be_visible()
    yield "a code"
    page.get_by_role("button", name="I have it: leave now").click()
    expect(page.get_by_role("heading", name="You have left")).to_be_visible()
    yield "nobody"
    yield visit.to("/accounts/return/")
    page.get_by_label("Your code").fill("BBBB-BBBB-BBBB")
    page.get_by_role("button", name="Bring it back").click()
    expect(page.locator(".errorlist")).to_be_visible()
    yield "a code that is wrong"


def classes(visit: Visit) -> States:
    """A student's side: no class, a wrong code, joining, being in."""
    page, teacher = visit.page, instructor()
    code = open_class(teacher, "Cloud evening").shown_code
    yield visit.to("/classes/")
    page.get_by_label("Join code").fill("WRONG-CODE")
    page.get_by_role("button", name="Find the class").click()
    expect(page.locator(".errorlist")).to_be_visible()
    yield "a code that no class has"
    yield visit.to(f"/classes/join/{code}/")
    page.get_by_label("Your name").fill("Noor")
    page.get_by_role("button", name="Join the class").click()
    expect(page.get_by_role("heading", name="How far you are")).to_be_visible()
    yield "one's own page"
    page.get_by_role("link", name="Leave the class").click()
    yield "leaving"
    yield visit.to("/classes/") + " in a class"


def teaching(visit: Visit) -> States:
    """An instructor's side: no class, an empty one, one with students, one that is closed."""
    page, teacher = visit.page, instructor()
    visit.become(teacher)
    yield visit.to("/classes/") + " of an instructor"
    classroom = open_class(teacher, "Cloud evening")
    yield visit.to(f"/classes/{classroom.pk}/") + " without students"
    yield visit.to(f"/classes/{classroom.pk}/predictions/") + " without any"
    maya = User.objects.create_user("maya")
    join_class(classroom, maya, "")
    asked = Asked(Kind.OUTPUT, "What comes out?", ("credentials", "nothing"), 0)
    lesson = Lesson.objects.in_course_order()[0]
    predict(maya, lesson, step_at(lesson, 1), Verdict(asked, "nothing", Sureness.CERTAIN))
    predict(maya, lesson, step_at(lesson, 2), Verdict(asked, "credentials", Sureness.GUESS))
    yield visit.to(f"/classes/{classroom.pk}/predictions/")
    join_class(classroom, User.objects.create(username="guest-1", is_guest=True), "Noor")
    yield visit.to(f"/classes/{classroom.pk}/") + " with students"
    page.get_by_text("Manage this class").click()
    yield "managing a class"
    page.get_by_role("link", name="Delete the class").click()
    yield "deleting a class"
    page.goto(f"{visit.site}/classes/{classroom.pk}/")
    page.get_by_text("Manage this class").click()
    page.get_by_role("button", name="Close the class").click()
    expect(page.get_by_role("heading", name="The class is closed")).to_be_visible()
    yield "a closed class"


def errors(visit: Visit) -> States:
    """The error pages, at the addresses of tests/browser/error_urls.py."""
    for page in ("400", "403", "403_csrf", "404", "429", "500", "503", "signed_out"):
        yield visit.to(f"/errors/{page}/")


def instructor() -> User:
    return User.objects.get(username="teacher")


ALL = (
    home,
    lesson,
    progress,
    glossary,
    searching,
    steps,
    predicting,
    doing,
    what_if,
    empty_lesson,
    quiz,
    reviewing,
    exam,
    sandbox,
    lab,
    broken,
    shared,
    accounts,
    leaving,
    classes,
    teaching,
    analyzed,
    errors,
)
