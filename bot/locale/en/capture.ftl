saved-tip = Saved as tip *#{ $number }*{ $known ->
    [guessed] { " · " }probably { $department }
    [chosen] { " · " }{ $department }
    *[no] { "" }
    } · not checked yet · { $named ->
    [yes] with your name
    *[no] without your name
    }
saved-mistake = Saved without a name as mistake *#{ $number }*{ $known ->
    [guessed] { " · " }probably { $department }
    [chosen] { " · " }{ $department }
    *[no] { "" }
    } · not checked yet
saved-see = This prevents it: #{ $number }
looks-like = Looks like #{ $number } *{ $title }*
button-merge = Merge
button-keep-apart = Keep apart
button-next-time = What will you do differently?
button-with-name = With my name
button-without-name = Without my name
undone = #{ $number } is gone.
undo-too-late = This can no longer be undone. Open the entry to edit it.
choose-ask = I have a question
choose-tip = Tip: what works
choose-mistake = Mistake: what went wrong (without a name)
modal-kind = What do you want to do?
modal-text = Your question, tip or mistake
modal-text-placeholder = One line is enough
modal-next-time-hint = For a mistake only.
modal-department = Department
modal-department-guess = Let kb guess
modal-name = Name on a tip
modal-title = Ask or share
with-name = With my name
without-name = Without a name
edit-title = Title or question
edit-body = Text
edit-head = Edit #{ $number }
edited-now = #{ $number } is updated.
merge-title = Merge
merge-explains = #{ $number } { $title } becomes a way of asking of the entry you name. The text of that entry stays.
merge-label = Number of the entry that stays
merged-now = Merged into #{ $number }.
delete-sure = Delete #{ $number } *{ $title }*?
delete-for-good = The entry and its ways of asking are gone for good.
deleted-now = #{ $number } is deleted.
