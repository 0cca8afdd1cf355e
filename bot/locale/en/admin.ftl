setup-missing = { $name } is missing
setup-text = expected a text
setup-list = expected a list, such as [a, b]
setup-mapping = expected keys with values, such as name: Collections
setup-time = expected a time of day as HH:MM, such as 09:00
setup-day = expected a day of the week, such as mon or friday, not { $given }{ $meant ->
    [none] {""}
    *[other] ; did you mean { $meant }?
    }
setup-date = expected a date as YYYY-MM-DD, such as 2026-12-24, not { $given }
setup-no-day = at least one working day is needed
setup-closes = has to be later than opens ({ $opens })
setup-country = expected a country of two letters whose public holidays are known, such as NL or BE, not { $given }{ $meant ->
    [none] {""}
    *[other] ; did you mean { $meant }?
    }
setup-count = expected a whole number from 0 to 20
setup-minutes = expected minutes, more than 0 and at most { $limit }, such as 7.5, not { $given }
setup-contact = there is no contact channel { $given }{ $meant ->
    [none] ; there are: { $known }
    *[other] ; did you mean { $meant }?
    }
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
setup-comment = in YAML a # begins a comment, so nothing is filled in here: put what follows in quotes
setup-other = expected something else
error-no-admins = There are no admins yet. Whoever runs kb names them in the file of kb configure: admins: [{ $user }]
admin-not-you = Settings are for the admins: { $admins }.
admin-title = Settings
admin-title-general = General settings
admin-departments = *Departments* · { $count }
admin-top-tasks = *Top tasks* · { $count }
admin-general = *General* · admins, channels for digests and announcements, time a customer contact takes, masking
admin-edit-general = Edit
admin-file = The same can be done from a file, with kb configure. Every change is recorded.
admin-choose = Choose …
admin-add = Add
admin-archived = { $name } (archived)
admin-edit-department = Department
admin-new-department = New department
admin-edit-top-task = Top task
admin-new-top-task = New top task
admin-key = Key
admin-key-hint = Small letters, digits and hyphens, such as parking-permits. It cannot be changed later.
admin-name = Name
admin-channel = Channel for questions and signals (invite kb there)
admin-members = Specialists
admin-groups = User groups with specialists
admin-groups-hint = Their ids (S...), separated by commas.
admin-lead = Lead
admin-language = Language in the channel
admin-language-nl = Dutch
admin-language-en = English
admin-signal-times = Times of signals
admin-signal-times-hint = On working days, such as 09:00, 14:00. Empty: no signals.
admin-digest-time = Time of the weekly digest
admin-digest-day = Day of the weekly digest
admin-signals-a-day = Signals a day with a message of their own
admin-signals-a-day-hint = 0 to 20; the rest stand in one line.
admin-working-days = Working days
admin-opens = Working hours from
admin-closes = Working hours until
admin-closes-hint = Outside these hours kb keeps quiet.
admin-country = Country of its public holidays
admin-country-hint = Two letters, such as NL or BE.
admin-closed = Days on which it is closed
admin-closed-hint = As YYYY-MM-DD, separated by commas.
admin-agenda-channel = Channel for the agenda of the service meeting
admin-effort = Minutes a customer contact takes
admin-effort-hint = One a line, such as phone 8. Channels: { $known }.
day-mon = Monday
day-tue = Tuesday
day-wed = Wednesday
day-thu = Thursday
day-fri = Friday
day-sat = Saturday
day-sun = Sunday
admin-owner = Owner
admin-departments-of-task = Departments
admin-admins = Admins
admin-digest-channel = Channel for the digest
admin-announcement-channels = Channels for announcements
admin-keep = Own numbers and domains, which stay in entries
admin-keep-hint = One a line, such as 14 010 or example.org.
admin-case-number = What case numbers look like
admin-case-number-hint = A regular expression, such as Z[0-9]{"{"}6,8{"}"}. They are masked.
admin-archive = Archive
admin-archive-sure = { $name } is then out of use. Nothing is deleted.
admin-restores = This is archived. Saving takes it into use again.
admin-saved = { $count ->
    [one] Saved: one change.
    *[other] Saved: { $count } changes.
    }
admin-nothing-changed = Nothing changed.
