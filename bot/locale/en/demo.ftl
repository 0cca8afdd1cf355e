# The demo's clock and its guided start.
demo-moments = { $first } and { $second }
moment-alike = entries that look alike
moment-aftermath = follow-up
moment-announcement = back from an announcement

guide-ask = Ask a question, with two typos
guide-ask-hint = You are Grace, on the phone. Type the question in the channel and press Enter: only you see the answer.
guide-ask-type = /kb custmer got a reminder and wants to pay in instalmnts

guide-helped = Say that it helped
guide-helped-hint = Press “This helped” below the answer. Next time kb knows this way of asking, typos and all.

guide-tally = Tally another customer
guide-tally-hint = Below the same answer, choose under “Another customer” how they came in. Who tallies is not kept.

guide-tip = Share a tip
guide-tip-hint = Learned something on a call? One line is enough. You see its number, and you can still undo it.
guide-tip-type = /kb tip Before you set up a payment plan, ask whether another one is running. Baken only shows the newest.

guide-mistake = Share a mistake, without your name
guide-mistake-hint = With a mistake kb does not keep who shared it, not even behind the scenes.
guide-mistake-type = /kb mistake I said that an urgent passport is ready the same day. The customer came to the desk for nothing.

guide-specialists = Ask something nobody has written down
guide-specialists-hint = kb says honestly that nothing is written about it. Then press “Ask IT support”.
guide-specialists-type = /kb can I install a browser extension on my work laptop

guide-answer = Be the specialist and answer
guide-answer-hint = Priya sees the question in #it-support, without knowing who asked. Press “Answer”.

guide-told = Read the answer as Grace
guide-told-hint = Grace gets the answer in her conversation with kb. Whoever asks this next sees it at once.

guide-signal = Move the clock to 09:00
guide-signal-hint = Press the next moment, on top. Collections gets a signal: suddenly many questions come in about the new reminder letter.

guide-take = Take up the signal
guide-take-hint = As an admin, Priya may help Collections (#invordering, which works in Dutch). Press “Gezien” (seen), then “Ik pak het op” (I take this).

guide-cause = Resolve it: name the cause
guide-cause-hint = Press “Opgelost” (resolved). Choose “brief” (letter) or “website” as the cause, and write what is to be done. It goes to Communicatie en web.

guide-confirm = Confirm it at Communications
guide-confirm-hint = In #communicatie stands what Collections asks for, with a date. Press “Klaar” (done): then the signal is resolved.

guide-stopped = Go two weeks on: did it stop?
guide-stopped-hint = Press “+1 week” twice, then the next moment, until Tuesday 09:00. Below the same signal stands what colleagues still ask and how many customers still come. Once more after six weeks.

guide-digest = Read the digest as a lead
guide-digest-hint = Every Monday at 09:00 the week is in #weekoverzicht: with the causes, whose they are, and whether it stopped. Priya reads it.

# after the last step
guide-home = Priya’s Home
guide-home-hint = What the head of a department sees: which signals and causes are open, and whose they are.

guide-agenda = The meeting’s agenda
guide-agenda-hint = What cost most time this month, and what was agreed.
guide-agenda-type = /kb agenda
