digest-head = *Week { $week } · { $name }*
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
digest-tallied = Customer contacts: { $count } tallied, otherwise unknown.
digest-tallied-few = Customer contacts: a few tallied, otherwise unknown.
digest-tallied-unknown = Customer contacts: unknown.
digest-waiting = Waits for you: { $what }
digest-waiting-all = Waits for the departments: { $what }; the list is in the thread.
digest-waiting-nothing = Nothing waits for you.
digest-waiting-nothing-all = Nothing waits for the departments.
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
digest-warned = Mind: more questions were answered than the week before ({ $answered }, was { $before }), but it helped less often ({ $helpedbefore } of { $before } → { $helped } of { $answered }).
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
digest-homeless = Without a department: { $topics }. Nobody gets a signal about these; an admin can say whose they are.
digest-samples = Read five yourself (chosen at random):
digest-samples-fewer = Read them yourself:
digest-why-lead = You get this every Monday because you lead { $name }. Numbers about fewer than three people are left out.
digest-why-channel = Every Monday, about all departments together. Numbers about fewer than three people are left out.
digest-more-top = Most asked, the whole list:
digest-more-waiting = Waits, the oldest first:
digest-waiting-signal = ▲ { $title } · { $state } · { $age }
digest-waiting-question = Question: { $title } · { $state } · { $age }
digest-question-open = not picked up yet
digest-question-claimed = picked up
digest-left = … and { $count } more.
digest-no-mandate = { $count } times a colleague could not decide it themselves.
