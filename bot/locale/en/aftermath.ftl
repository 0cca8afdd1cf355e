aftermath-verdict = *{ $weeks } weeks later: { $asked }; { $customers }.*
aftermath-asked-stopped = colleagues hardly ask this any more
aftermath-asked-less = colleagues ask this less
aftermath-asked-same = colleagues ask this about as often
aftermath-asked-more = colleagues ask this more often
aftermath-asked-none-left = colleagues stopped asking this, but they were too few to be sure
aftermath-asked-few = too few colleagues asked to say anything
aftermath-asked-too-few = too few colleagues asked to be sure
aftermath-asked-unknown = colleagues' questions: unknown
aftermath-customers-stopped = customers hardly come about this any more
aftermath-customers-less = fewer customers come about this
aftermath-customers-same = about as many customers come about this
aftermath-customers-more = more customers come about this
aftermath-customers-none-left = no customers came about it any more, but they were too few to be sure
aftermath-customers-few = too few customers came to say anything
aftermath-customers-too-few = too few customers came to be sure
aftermath-customers-unknown = customer contacts: unknown
aftermath-asked = Colleagues' questions: { $change }.
aftermath-customers = Customers: { $change }.
aftermath-change = { $before } in the two weeks before, { $after } in the { $weeks ->
    [2] two
    [6] six
    *[other] { $weeks }
    } weeks after
aftermath-both-few = fewer than three, before and after
aftermath-both-none = none, before and after
aftermath-fewer-than = fewer than { $count }
aftermath-learned = Fewer questions may also mean that colleagues know it by now.
aftermath-between = between { $low } and { $high } times as often
aftermath-at-least = at least { $low } times as often
aftermath-less-than-one = less than 1
aftermath-asked-rates = In a full working week: colleagues' questions from { $before } to { $after }.
aftermath-customers-rates = In a full working week: customers from { $before } to { $after }.
aftermath-sure = That is { $times }, with 95% certainty.
aftermath-how = Counted per working day; a colleague who asks more than once a day counts once that day.
aftermath-open-again = It did not stop. Open the signal again if more is needed.
signal-history-aftermath = Did it stop? The message above says so.
