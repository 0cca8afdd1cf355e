# The demo's clock and its guided start.
demo-moments = { $first } and { $second }

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

guide-digest = Go to Monday and read the digest
guide-digest-hint = Go from moment to moment until Monday 09:00. New signals come up on the way. Priya reads the week in #weekoverzicht.
