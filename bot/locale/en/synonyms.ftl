synonyms-title = Synonyms and abbreviations
synonyms-none = None yet.
synonyms-none-about = No synonyms with { $about }.
synonyms-add = To add one: `/kb synonym BTR = payment arrangement`. To look one up: `/kb synonym BTR`.
synonyms-by-others = Specialists and admins add them. To look one up: `/kb synonym BTR`.
synonyms-file = From the file of kb configure; can only be changed there:
synonyms-more = and { $count } more: look one up with `/kb synonym` and a word
synonym-shadowed = Does not count: the file of kb configure says something else.
synonym-remove = Remove
synonym-added = Saved: { $group } are the same from now on. It counts at once.
synonym-and = and
synonym-removed = { $term } and { $means } are no longer the same.
synonym-gone = That synonym was gone already.
help-synonym = *The same in other words*  `/kb synonym BTR = payment arrangement`
home-synonyms = Synonyms
error-synonym-form = Type both sides with one = between them, for instance: /kb synonym BTR = payment arrangement
error-synonym-masked = This holds something that may be a customer's. A synonym is a word or abbreviation of your own.
error-synonym-long = Too long: each side has at most { $words } words and { $limit } characters.
error-synonym-short = “{ $side }” is too short: single letters are in too many questions.
error-synonym-ordinary = “{ $side }” is an ordinary word, which is in too many questions. An abbreviation in capitals, such as IS, will do: it then counts in capitals only.
error-synonym-same = Both sides of the = are the same.
error-synonym-there = { $term } and { $means } are the same already.
error-synonym-taken = { $term } already means { $means }. Remove that first with /kb synonym, or choose another abbreviation.
error-synonym-many = There are { $limit } synonyms already. Remove a few first, with /kb synonym.
error-synonym-not-yours = Only specialists and admins add synonyms.
