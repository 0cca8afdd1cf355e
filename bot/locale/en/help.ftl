help-title = What you can type
help-ask = *Ask*  `/kb passport lost on holiday`
help-tip = *Share what works*  `/kb tip Urgent cases can be done the same day`
help-mistake = *Share what went wrong, without a name*  `/kb mistake I sent the wrong form`
help-open = *Open an entry*  `/kb #41`
help-lists = *What is open*  `/kb open`  *·  Your questions and tips*  `/kb mine`
help-admin = *Settings*  `/kb admin`
help-more = Only you see what `/kb` answers, until you share it. In a thread: mention @kb, and I answer there for everybody. Searching and your preferences: the Home tab of kb. No names or addresses of customers.
