cancel = Cancel
close = Close
send = Send
save = Save
a-department = a department
the-specialists = the specialists
ago-now = just now
ago-minutes = { $count ->
    [one] 1 minute ago
    *[other] { $count } minutes ago
    }
ago-hours = { $count ->
    [one] 1 hour ago
    *[other] { $count } hours ago
    }
ago-days = { $count ->
    [one] yesterday
    *[other] { $count } days ago
    }
ago-this-week = this week
ago-weeks = { $count } weeks ago
kind-tip = tip
kind-mistake = mistake
kind-answer = answer
kind-announcement = announcement
state-unchecked = not checked yet
state-checked = checked by { $department }, { $ago }
state-outdated = outdated
state-retired = retired
state-merged = merged
contact-phone = Customer on the phone
contact-counter = Customer at the counter
contact-mail = Customer by mail
contact-chat = Customer in a chat
contact-visit = Customer on a visit
hint-no-names = No names or addresses of customers, please.
