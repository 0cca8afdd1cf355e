# The demo's clock and its guided start.
demo-moments = { $first } en { $second }

guide-ask = Stel een vraag, met twee tikfouten
guide-ask-hint = Je bent Sanne, aan de telefoon. Typ de vraag in het kanaal en druk op Enter: alleen jij ziet het antwoord.
guide-ask-type = /kb klant wil betalingsreegling na aanmanig

guide-helped = Zeg dat het hielp
guide-helped-hint = Druk onder het antwoord op “Dit hielp”. kb herkent deze vraagvariant de volgende keer, tikfouten en al.

guide-tally = Turf nog een klant
guide-tally-hint = Kies onder hetzelfde antwoord bij “Weer een klant” hoe die klant binnenkwam. Wie turft, wordt niet bewaard.

guide-tip = Deel een tip
guide-tip-hint = Iets geleerd van een gesprek? Eén regel is genoeg. Je ziet het nummer, en je kunt het nog ongedaan maken.
guide-tip-type = /kb tip Vraag bij een regeling altijd eerst of er al een andere loopt. Baken laat alleen de nieuwste zien.

guide-mistake = Deel een leermoment, zonder naam
guide-mistake-hint = Bij een leermoment bewaart kb niet wie het deelde, ook niet achter de schermen.
guide-mistake-type = /kb leermoment Ik zei dat een spoedpaspoort dezelfde dag klaar is. De klant stond voor niets aan de balie.

guide-specialists = Vraag iets wat nog niemand opschreef
guide-specialists-hint = kb zegt eerlijk dat er niets over staat. Druk daarna op “Vraag Vergunningen”.
guide-specialists-type = /kb mag een filmploeg met een drone boven het centrum vliegen

guide-answer = Wees de specialist en geef antwoord
guide-answer-hint = Mei-Ling ziet de vraag in #vergunningen, zonder te weten wie hem stelde. Druk op “Beantwoord”.

guide-told = Lees het antwoord als Sanne
guide-told-hint = Sanne krijgt het antwoord in haar gesprek met kb. Wie dit hierna vraagt, ziet het meteen.

guide-signal = Zet de klok op 09:00
guide-signal-hint = Druk bovenaan op het volgende moment. Invordering krijgt een signaal: over de nieuwe aanmaningsbrief komen ineens veel vragen.

guide-take = Pak het signaal op
guide-take-hint = Je bent Fatima van Invordering. Druk op “Gezien” en dan op “Ik pak het op”, of geef meteen antwoord.

guide-digest = Ga naar maandag en lees het weekoverzicht
guide-digest-hint = Ga van moment naar moment tot maandag 09:00. Onderweg komen er nieuwe signalen bij. Ingrid leest de week in #weekoverzicht.
