# Topics: the list, and what specialists correct.
topics-title = Topics of the last four weeks
topics-none = In the last four weeks nothing was asked about your topics.
topics-hint = Is a group wrong? Choose Edit: move a question, merge, split or rename. What you correct stays that way.
topics-row = *{ $title }*{ $about }
topics-about =
    { $people ->
        [0] {""}
        *[other] {"  "}· asked { $questions } times by { $people } colleagues
    }
topics-of = {"  "}· { $department }
topics-edit = Edit
topic-edit-title = Edit the topic
topic-edit-name = Name
topic-edit-name-hint = What the topic is called in signals and digests. The questions themselves do not change.
topic-edit-entry = It is named after entry #{ $number }. If you give it a name, it is called that from now on.
topic-edit-do = What do you want to do?
topic-do-keep = Only the name
topic-do-move = Move the ticked questions to another topic
topic-do-split = Make a new topic of the ticked questions
topic-do-merge = Merge all of it with another topic
topic-edit-questions = Questions (the latest)
topic-edit-other = Another topic
topic-edit-other-menu = Choose a topic
topic-edit-new = Name of the new topic
topic-edit-new-hint = Leave it empty to name it after one of the questions.
topic-saved-name = The topic is now called *{ $title }*.
topic-saved-same = Nothing changed.
topic-saved-move =
    { $count ->
        [one] 1 question now belongs to *{ $title }* and stays there.
        *[other] { $count } questions now belong to *{ $title }* and stay there.
    }
topic-saved-split = *{ $title }* is now a topic of its own.
topic-undone = Put back with *{ $title }*.
topic-saved-merge = Merged with *{ $title }*. Splitting the questions off undoes that.
error-topic-gone = This topic is no longer there.
error-topic-not-yours = This topic is another department's; only they can edit it.
error-topic-two-entries = Both topics have an entry of their own (#{ $one } and #{ $other }). Merge those first.
error-topic-no-questions = Tick the questions you mean.
error-topic-no-other = Choose the other topic.
