digest-head = Week { $week } · { $name }
digest-all = all departments
digest-quiet = Week { $week } · { $name }: { $asked } questions from { $people } colleagues, nothing open.
digest-quiet-few = Week { $week } · { $name }: a quiet week, nothing open.
digest-asked-many = { $asked } questions from { $people } colleagues.
digest-asked-few = Fewer than three colleagues asked; no numbers are given.
digest-asked-none = Nothing was asked.
digest-top = Most asked: { $topics }
digest-topic = { $title } ({ $count })
digest-topic-was = { $title } ({ $count }, was { $before })
digest-topic-was-few = { $title } ({ $count }, was fewer than 3)
digest-topic-new = { $title } ({ $count }, new)
digest-others = and { $count } more
digest-outcomes-helped = Helped { $count } of { $base }
digest-outcomes-base = Of { $base } questions: { $rest }
digest-outcome-helped = helped
digest-outcome-not_helped = did not help
digest-outcome-no_answer = no answer
digest-outcome-no_reaction = no reaction
digest-or = { $first } or { $second }
digest-tallied = { $count } tallied
digest-customers-few = Customer contacts: too few for a number.
digest-customers-unknown = Customer contacts: unknown.
digest-waiting = Waiting for you: { $what }
digest-waiting-all = Waiting for the departments: { $what }.
digest-signals = { $count ->
    [one] 1 signal ({ $age })
    *[other] { $count } signals (oldest { $age })
    }
digest-questions = { $count ->
    [one] 1 question ({ $age })
    *[other] { $count } questions (oldest { $age })
    }
digest-age = { $days ->
    [0] from today
    [one] 1 day
    *[other] { $days } days
    }
digest-open = Open the list
digest-shared = Shared: { $what }. Thank you.
digest-tips = { $count ->
    [one] 1 tip
    *[other] { $count } tips
    }
digest-tips-by = { $count ->
    [one] 1 tip
    *[other] { $count } tips
    } by { $people } colleagues
digest-mistakes = { $count ->
    [one] 1 mistake
    *[other] { $count } mistakes
    }
digest-and = { $first } and { $second }
digest-queue = To look at: { $what }.
digest-unchecked = { $count ->
    [one] 1 entry not checked yet
    *[other] { $count } entries not checked yet
    }
digest-outdated = { $count ->
    [one] 1 outdated
    *[other] { $count } outdated
    }
digest-homeless = Without a department: { $topics }. Signals about these go to the owner of the top task or an admin, who can say whose they are.
digest-samples = Read five yourself (chosen at random):
digest-samples-fewer = Read them yourself:
digest-why-lead = You get this every week on { $day } because you lead { $name }. Another day, less of it or none: choose it in App Home. Numbers about fewer than three people are left out, and not counted.
digest-why-channel = Every Monday, about all departments together. Numbers about fewer than three people are left out, and not counted.
digest-more-top = Most asked, the whole list:
digest-more-waiting = What is waiting, oldest first:
digest-waiting-signal = ▲ { $title } · { $state } · { $age }
digest-waiting-question = Question: { $title } · { $state } · { $age }
digest-question-open = not picked up yet
digest-question-claimed = picked up
digest-left = … and { $count } more.
digest-no-mandate = Of { $base } questions, { $count } could not be decided by the colleague who asked.
digest-asked = { $asked } questions.
digest-asked-forgotten = How many colleagues asked is no longer known; no numbers are given.
digest-customers = Customer contacts: { $what }, otherwise unknown.
digest-imported = { $count } from contact records
digest-actions = { $count ->
    [one] 1 action ({ $age })
    *[other] { $count } actions (oldest { $age })
    }
digest-causes-yours = { $count ->
    [one] 1 cause to take away ({ $age })
    *[other] { $count } causes to take away (oldest { $age })
    }
digest-agreements = { $count ->
    [one] 1 agreement from a meeting ({ $age })
    *[other] { $count } agreements from meetings (oldest { $age })
    }
digest-warned-answered = Note: more questions were answered than the week before ({ $count }, was { $before }), but it helped less often ({ $helpedbefore } of { $basebefore } → { $helped } of { $base }).
digest-warned-asked = Note: more was asked than the week before ({ $count }, was { $before }), but it helped less often ({ $helpedbefore } of { $basebefore } → { $helped } of { $base }).
digest-warned-shared = Note: more was shared than the week before ({ $count }, was { $before }), but what there was helped less often ({ $helpedbefore } of { $basebefore } → { $helped } of { $base }).
digest-signals-week = Signals: { $what }.
digest-signals-new = { $count } new
digest-signals-back = { $count } back
digest-signals-waiting = { $count } still open
digest-signals-later = { $count } put off
digest-signals-closed = { $count } closed
digest-signals-after = { $count } more since the week ended
digest-stopped = Measured after they were resolved: { $what }.
digest-stopped-asked = for { $count } of { $base }, colleagues ask less
digest-stopped-customers = for { $count } of { $base }, fewer customers come
digest-stopped-as-much = for { $count }, it did not go down
digest-stopped-too-few = for { $count }, there are too few questions to be sure
digest-stopped-unknown = for { $count }, customer contacts are unknown
digest-causes = { $count ->
    [one] Of the signals, 1 cause still lies with its owner
    *[other] Of the signals, { $count } causes still lie with their owners
    }{ $which ->
    [none] .
    [all] { $count ->
        [one] , past its date.
        *[other] , all past their dates.
        }
    *[some] , { $late } of them past the date.
    }
digest-lesson = Next time: { $text }{ $more ->
    [0] { "" }
    *[other] { " " }(and { $more } more)
    }
digest-unused = { $count ->
    [one] 1 entry was not shown once in 90 days.
    *[other] { $count } entries were not shown once in 90 days.
    }
digest-alone = Known to one person only: { $count ->
    [one] 1 subject
    *[other] { $count } subjects
    } that just one colleague wrote or answered about.
digest-announced = Announced: { $what }.
digest-announcements = { $count } announcements ran this week.
digest-announcement = { $title } (until { $day })
digest-announcement-asked = { $count } questions this week that touch on it
digest-announcement-signals = { $count ->
    [one] it foresaw 1 rise in questions
    *[other] it foresaw { $count } rises in questions
    }
digest-announcement-reads = read { $count } times
digest-more-none = There are no lists this week of what you chose.
digest-more-signals = Signals:
digest-more-causes = Causes that still lie with their owners:
digest-more-lessons = From the mistakes, for next time:
digest-more-tips = Tips that were shared:
digest-more-alone = Subjects that just one colleague wrote or answered about:
digest-more-unused = Not shown in 90 days:
digest-more-announcements = Announcements:
digest-waiting-action = { $what ->
    [cause] Cause to take away
    [agreement] Agreement
    *[action] Action
    }: { $title } · { $age } · due { $due }
digest-signal-new = new
digest-signal-back = back
digest-signal-after = new, after this week
digest-late = past its date
digest-cause-owner = owner: { $owner }
digest-cause-due = due { $day }
digest-why-task = You get this every week on { $day } because the top task { $name } is yours. Another day, less of it or none: choose it in App Home. Numbers about fewer than three people are left out, and not counted.
digest-why-written = Numbers about fewer than three people are left out, and not counted.
digest-as-of = Week { $week } is { $begin } to { $last }. As of { $at }.
digest-chart-title = What was asked per week · { $name }
digest-chart-asked = asked
digest-chart-helped = of which: this helped
digest-chart-signals = new signals
digest-chart-hidden = –  fewer than three people, or not to be told
digest-chart-alt = Chart of { $name }: asked, helped and new signals per week:
digest-chart-week = week { $week }: { $asked }, { $helped }, { $signals }
digest-chart-tick = wk { $week }
digest-chart-too-few = no number
digest-choose = Choose my digest
digest-choose-title = Weekly digest
digest-choose-day = On which day?
digest-choose-none = not at all
digest-choose-sections = What do you want in it?
digest-choose-hint = The facts are the same for everybody; this only decides what you see of them.
digest-section-chart = The chart
digest-section-asked = What was asked
digest-section-outcomes = Whether it helped
digest-section-waiting = What is waiting for you
digest-section-signals = Signals and causes
digest-section-shared = What was shared
digest-section-knowledge = How the entries stand
digest-section-announcements = Announcements and what came of them
digest-section-samples = Five questions at random
digest-chosen = From now on your digest comes on { $day }.
digest-chosen-none = You no longer get a digest. You can turn it on again here in App Home.
error-no-digest = There is a digest for those who lead a department or own a top task.
error-digest-sections = Choose at least one part, or choose "not at all" as the day.
error-digest-week = "{ $given }" is not a week. Write one like 2026-W09.
error-digest-early = Week { $week } is not over yet; its digest can be written from { $first }.
error-digest-scope = There is no department or top task { $scope }.
error-digest-gone = This digest is no longer there.
unhelpful = In the last four weeks your tip #{ $number } *{ $title }* failed to help colleagues more often than it helped ({ $count } times).
unhelpful-of = In the last four weeks your tip #{ $number } *{ $title }* failed to help colleagues more often than it helped ({ $count } of { $base } times).
unhelpful-why = You are the first to hear this, and only once as long as the tip stays as it is; it is in no digest. Perhaps something is no longer right, or it is shown for the wrong question.
