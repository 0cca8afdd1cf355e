setup-missing = { $name } is missing
setup-text = expected a text
setup-list = expected a list, such as [a, b]
setup-mapping = expected keys with values, such as name: Collections
setup-time = expected a time of day as HH:MM, such as 09:00
setup-empty = expected a text, and it is empty
setup-too-long = too long: at most { $limit } characters
setup-choice = expected one of: { $choices }
setup-unknown = unknown key { $name }{ $meant ->
    [none] ; expected one of: { $known }
    *[other] ; did you mean { $meant }?
    }
setup-double = the key { $given } is there twice
setup-double-key = { $name } is there twice in one mapping
setup-no-department = there is no department { $given }{ $meant ->
    [none] ; there are: { $known }
    *[other] ; did you mean { $meant }?
    }
setup-channel = expected a Slack channel id, such as C0123456789 (in Slack: channel details, at the bottom), not { $given }
setup-user = expected a Slack user id, such as U0123456789 (in Slack: profile, Copy member ID), not { $given }
setup-member = expected Slack user ids (U...) or user-group ids (S...), not { $given }
setup-key = expected a key of at most 40 small letters, digits and hyphens, such as parking-permits, not { $given }
setup-case-number = expected a regular expression that does not fit an empty text, such as Z[0-9]{"{"}6,8{"}"}
setup-case-number-runaway = this expression could take very long on some texts: repeat no group, use + or * once at most, and no repeat beyond { $limit }, as in Z[0-9]{"{"}6,8{"}"}
setup-masked = this was masked when it came in: please fill it in again
setup-no-admin = somebody has to stay admin
setup-other = expected something else
