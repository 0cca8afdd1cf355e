home-waits-alike = { $count ->
    [one] Look alike: 1 pair of entries
    *[other] Look alike: { $count } pairs of entries
    }
alike-phrasings = { $count ->
    [one] 1 way of asking
    *[other] { $count } ways of asking
    }
button-merge-keep = Merge, #{ $number } stays
button-not-the-same = Not the same
alike-sure-title = #{ $number } stays
alike-sure = The ways of asking and the counts of #{ $goes } go to #{ $stays }. The text of #{ $stays } stays as it is; whoever opens #{ $goes } gets #{ $stays } from now on. This cannot be undone.
alike-kept-apart = #{ $first } and #{ $second } are not the same. They will not be listed again.
alike-listed-again = #{ $first } and #{ $second } are in the list again.
alike-news = { $count ->
    [one] 1 pair of entries was found that look alike.
    *[other] { $count } pairs of entries were found that look alike.
    }
alike-news-why = Once a week kb looks for entries that say the same. In the list you merge them, or say that they are not the same.
