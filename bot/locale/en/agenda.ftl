agenda-title = Agenda for the service meeting: { $task }
agenda-period = About { $begin } to { $last }
agenda-as-of = as of { $at }
agenda-came = What customers came for most
agenda-open = Signals and causes that are open
agenda-decisions = Decisions needed
agenda-agreed = Agreed last time
agenda-agreed-now = Agreed in this meeting
agenda-empty = There is nothing to discuss.
agenda-asked = { $count ->
    [one] 1 question from a colleague
    *[other] { $count } questions from colleagues
    }
agenda-customers = { $count ->
    [one] 1 customer
    *[other] { $count } customers
    }
agenda-imported = { $count } of them from contact records
agenda-minutes = { $count ->
    [one] 1 minute
    *[other] { $count } minutes
    }
agenda-vital = { $count ->
    [one] The first of { $topics } topics takes { $part } of { $total } minutes: that is where most can be gained.
    *[other] The first { $count } of { $topics } topics take { $part } of { $total } minutes: that is where most can be gained.
    }
agenda-vital-contacts = { $count ->
    [one] The first of { $topics } topics makes { $part } of { $total } contacts: that is where most can be gained.
    *[other] The first { $count } of { $topics } topics make { $part } of { $total } contacts: that is where most can be gained.
    }
agenda-rest = All other topics together: { $counts }.
agenda-customers-unknown = Customer contacts: unknown. No customers were tallied and no contact records were imported.
agenda-how = A colleague's question counts as one contact. The time a contact takes is in the settings. What fewer than three colleagues asked counts with the other topics.
agenda-how-untimed = A colleague's question counts as one contact. Set in the settings how many minutes a contact takes, and time will count. What fewer than three colleagues asked counts with the other topics.
agenda-stands-open = not seen yet, reported on { $since }
agenda-stands-back = came back, reported on { $since }
agenda-stands-seen = seen, reported on { $since }
agenda-stands-in-progress = in progress, reported on { $since }
agenda-stands-waits = waiting for the owner of its cause, reported on { $since }
agenda-stands-later = put off, reported on { $since }
agenda-stands-goes-on = resolved, but colleagues ask it as often as before, reported on { $since }
agenda-stands-customers-go-on = resolved, but as many customers come about it, reported on { $since }
agenda-stands-action = asked for on { $since }
agenda-due = by { $due }
agenda-late = { $count ->
    [one] 1 day late
    *[other] { $count } days late
    }
agenda-lead-told = the lead knows
agenda-decide-declined = { $by } does not take on the cause. Who will own it?
agenda-decide-refused = { $by } says it is not theirs. Whose is it?
agenda-decide-homeless = nobody knows whose this is. Whose is it?
agenda-decide-ownerless = the owner of the cause is no longer there. Who will own it?
agenda-decide-mandate = the cause is the mandate. What may colleagues decide by themselves from now on?
agenda-decide-undecided = { $count } times a colleague could not decide this. What may they decide by themselves?
agenda-decides = To be decided by { $who }.
agenda-the-owner = the owner
agenda-nobody = nobody yet
agenda-agreed-open = still open
agenda-agreed-done = done
agenda-agreed-declined = not done
agenda-why = This comes on the first working day of the month, for the meeting about this top task. Another channel, or none: an admin sets that with `/kb admin`. To open it again: `/kb agenda`.
agenda-choose = Which top task's agenda do you want?
button-agree = Write down an agreement
agree-title = Agreement
agree-text = What was agreed?
agree-owner = Which department does it?
agree-owner-choose = Choose a department
agree-owner-hint = One of the two is needed: a department, or a person below. They get the agreement as a message.
agree-person = Or a person
agree-person-hint = If you fill in both, the agreement goes to the person.
agree-due = By when?
agree-due-hint = Today or later.
agree-saved = Written down. { $owner } gets it as a message; what comes of it will be on the next agenda.
error-agenda-month = No agenda can be made for { $month }: write the month as 2026-05, and not in the future.
error-agenda-not-yours = The agenda is for the owner of the top task and the departments that belong to it.
error-agenda-words = Write down what was agreed.
error-agenda-owner = Choose a department, or a person below.
error-agenda-nobody = This department has no channel and no lead: choose another.
error-agenda-day = Choose today or a day that is still to come.
moment-agenda = agenda
help-agenda = *Agenda of the service meeting*  `/kb agenda`
