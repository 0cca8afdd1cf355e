home-modal-title = Knowledge base
home-search = Search the knowledge base
home-search-example = For example: passport lost on holiday
home-share = Share something
home-open = Open
home-waits = Waiting for us
home-nothing-waits = Nothing is waiting for you.
home-waits-questions = { $count ->
    [one] 1 question from a colleague
    *[other] { $count } questions from colleagues
    }
home-waits-signals = { $count ->
    [one] 1 signal: a topic that keeps coming in
    *[other] { $count } signals: topics that keep coming in
    }
home-waits-actions = { $count ->
    [one] 1 action
    *[other] { $count } actions, the first due first
    }
home-waits-entries = { $count ->
    [one] 1 entry to check
    *[other] { $count } entries to check, outdated ones first
    }
home-and-more = and { $count } more: `/kb open`
list-and-more = and { $count } more
home-mine = My open questions
home-mine-none = You have no open questions. Anywhere in Slack, type `/kb` and your question, for example `/kb passport lost on holiday`. Only you see the answer.
home-latest = New from colleagues
home-latest-none = Nothing from colleagues yet.
home-nothing-shared = Nothing has been shared yet. One line will do: `/kb tip Urgent cases can be done the same day`
home-preferences = My preferences
home-language = Which language should kb use with you?
home-named = Your name on new tips. Mistakes always stay without a name.
home-announcements = Our announcements
home-topics = Topics
home-settings = Settings
language-slack = Same as in Slack
language-nl = Nederlands
language-en = English
choice-kept = Remembered.
board-title = Board
board-signals = Signals:
board-open = { $count } open
board-seen = { $count } seen
board-in-progress = { $count } in progress
board-later = { $count } later
board-resolved = { $count } resolved in four weeks
board-back = { $count } came back
board-waits = { $count ->
    [one] 1 waits for the owner of its cause
    *[other] { $count } wait for the owner of their cause
    }
board-goes-on = { $count } resolved, but it did not stop
board-knowledge = Entries: { $unchecked } not checked yet · { $outdated } outdated
asked-lies-with = with { $department }, not picked up yet
asked-claimed-by = picked up by { $department }
outcome-none = an answer was shown, you did not say yet whether it helped
outcome-helped = helped
outcome-not-helped = did not help
outcome-no-answer = no answer
outcome-no-reaction = no reaction
open-title = What is open
open-none = Nothing. You have no open questions, and nothing is waiting for you.
mine-title = Yours
mine-questions = Your questions
mine-no-questions = No questions that still belong to you. Ask one with `/kb` and your question.
mine-how-long = Once a question is answered, or two working days have passed, kb no longer knows that it was yours.
mine-shared = Your tips and answers
mine-no-shared = None yet. Share one with `/kb tip` and what works. Mistakes are not listed: they have no name.
search-title = Search
search-no-words = Type a few ordinary words to search for.
search-not-there = Not among these? Ask it as a question; a department can then answer.
search-none = Nothing is written about this yet. Ask it as a question; a department can then answer.
search-ask = Ask it
retire-sure-title = Retire it?
retire-sure = #{ $number } is then no longer shown as an answer.
board-open-column = Open …
board-column-empty = Nothing here any more.
board-since = reported: { $ago }
board-alone = Knowledge that one person alone holds: { $count ->
    [one] 1 topic
    *[other] { $count } topics
    }
task-title = Top tasks
task-asked = Asked most in week { $week }:
task-causes = { $count ->
    [one] 1 cause waits for its owner:
    *[other] { $count } causes wait for their owners:
    }
task-agenda = Agenda of the service meeting
error-board-not-yours = This board is for the lead of the department and the owner of the top task.
