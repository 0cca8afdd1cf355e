announcement-head = *Announcement from { $department }: { $title }*{ $number ->
    [0] {""}
    *[other] {"   "}#{ $number }
    }
announcement-head-over = Expired announcement from { $department }: *{ $title }*   #{ $number }
announcement-head-withdrawn = Withdrawn announcement from { $department }: *{ $title }*   #{ $number }
announcement-period-coming = from { $starts } to { $ends }
announcement-period-running = since { $starts }, until { $ends }
announcement-period-over = ran from { $starts } to { $ends }, and is no longer offered as an answer
announcement-period-withdrawn = withdrawn by { $department }; no longer offered as an answer
announcement-period-doubted = somebody said that this is wrong or outdated; { $department } is looking into it
announcement-audience = for: { $audience }
announcement-customers = { $count ->
    [one] touches about 1 customer
    *[other] touches about { $count } customers
    }
announcement-expected = *Questions to expect:*
announcement-reads = read { $count } times
announcement-why = You see this because this channel gets announcements. Ask about it with /kb; what it does not say goes back to { $department }.
announcement-on-top = Announcement: *{ $title }* ({ $department }, { $period })
announcement-answer = Announcement from { $department }
announcement-answer-over = This announcement has expired: it { $period }.
announcement-answer-withdrawn = This announcement was { $period }.
announcement-asked = *{ $question }*
button-announcement-new = Announce something
button-announcement-read = Read
button-announcement-open = View
button-announcement-edit = Edit
button-announcement-withdraw = Withdraw
button-announcement-one-more = One more question
button-announcement-preview = See first what it will look like
button-announcement-add = Answer
more-announcement-open = Open for me
more-announcement-edit = Edit (department)
more-announcement-withdraw = Withdraw (department)
announcement-modal-title = Announce
announcement-modal-edit = Announcement #{ $number }
announcement-modal-intro = What you write here is ready as an answer at once, and goes to the channels for announcements.
announcement-label-department = For which department?
announcement-label-title = What changes?
announcement-placeholder-title = Paid parking in the Rivers district from 1 June
announcement-label-body = What exactly is going to happen?
announcement-label-starts = From
announcement-label-ends = Until (last day)
announcement-hint-ends = The last day on which it holds: today or later, and not before the first day.
announcement-hint-customers = A whole number, such as 4000.
announcement-label-audience = For whom?
announcement-placeholder-audience = residents of the Rivers district
announcement-label-customers = About how many customers does it touch?
announcement-expected-intro = *Which questions do you expect?* Fill in both a question and its answer; what you do not need, leave both empty.
announcement-label-question = Question { $number }
announcement-label-answer = Answer { $number }
announcement-preview-title = What it will look like
announcement-preview-not-yet = *This cannot be posted yet:*
announcement-preview-hint = Not posted yet. Close this to go on with your announcement.
announcement-posted = Announcement #{ $number } is ready as an answer, { $where ->
    *[posted] and posted in { $channels }.
    [nowhere] but posted nowhere: there is no channel for announcements, and the department has no channel.
    }
announcement-edited = Announcement #{ $number } was updated, also where it stood already.
announcement-read-now = Counted. Nobody sees who read it, only how often.
announcement-read-before = This was counted already, or the announcement is over.
announcement-withdraw-sure = Withdraw #{ $number } { $title }? It is then no longer offered as an answer, and the messages about it say that it was withdrawn.
announcement-withdraw-title = Withdraw announcement
announcement-withdrawn-now = Announcement #{ $number } was withdrawn.
announcement-withdrawn-before = Announcement #{ $number } was withdrawn already.
announcement-mention = Announcing is done with a command: type `/kb announcement`.
announcement-list-head = *Questions about your announcement #{ $number } { $title }*, after { $days ->
    [one] the first working day
    [3] the third working day
    *[other] { $days } working days
    }
announcement-list-asked = Since { $since }: { $people } colleagues asked { $questions } questions that touch on it.
announcement-list-caused = Since { $since }: { $people } colleagues asked { $questions } questions that touch on it; { $answered } times the announcement was the answer.
announcement-list-helped = It helped { $helped } of { $reactions } times.
announcement-list-customers = { $count } customers tallied.
announcement-list-none = So far nothing was asked that the announcement does not answer.
announcement-list-left = These questions got no answer, or one that did not help:
announcement-list-not = Not in this list: what another entry answered, what is in the announcement already, what was asked again in the same words and what was in an earlier list.
announcement-list-answered = is in there now
announcement-list-over = The announcement is over; extend it with Edit if this still matters.
announcement-list-more = … and { $count } more.
announcement-list-why = You get this list after the first, third and tenth working day of an announcement, the last two only when there is something in it. Answer puts the question with your answer into the announcement.
announcement-row-asked = { $people } colleagues asked { $questions } questions that touch on it
announcement-row-caused = { $people } colleagues asked { $questions } questions that touch on it; { $answered } times this was the answer
error-announcement-gone = That announcement is no longer there.
error-announcement-not-yours = Only the department's specialists post and change announcements.
error-announcement-withdrawn = This announcement was withdrawn. Make a new one with /kb announcement.
error-announcement-empty = This needs words.
error-announcement-date = Choose a date.
error-announcement-ends = The last day is before the first.
error-announcement-over = This last day is over already.
error-announcement-customers = Fill in a whole number, such as 4000.
error-announcement-pair = A question and an answer belong together: fill in both, or leave both empty.
error-announcement-twice = This question is in it already.
notice-announcement-refused = Announcement #{ $number } { $title } could not be posted everywhere: kb is not a member of one of the channels. Invite kb there (/invite @kb), open the announcement with Edit and save it again.
help-announcement = *Announce what is coming*  `/kb announcement`
