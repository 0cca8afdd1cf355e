# The demo's clock and its guided start.
demo-moments = { $first } en { $second }
moment-alike = kennisitems die op elkaar lijken
moment-aftermath = nameting
moment-announcement = terug van een aankondiging

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
guide-specialists-type = /kb welke vergunning heeft een filmploeg met een drone boven het centrum nodig

guide-answer = Wees de specialist en geef antwoord
guide-answer-hint = Mei-Ling ziet de vraag in #vergunningen, zonder te weten wie hem stelde. Druk op “Beantwoord”.

guide-told = Lees het antwoord als Sanne
guide-told-hint = Sanne krijgt het antwoord in haar gesprek met kb. Wie dit hierna vraagt, ziet het meteen.

guide-signal = Zet de klok op 09:00
guide-signal-hint = Druk bovenaan op het volgende moment. Invordering krijgt een signaal: over de nieuwe aanmaningsbrief komen ineens veel vragen.

guide-take = Pak het signaal op
guide-take-hint = Je bent Fatima van Invordering. Druk op “Gezien” en dan op “Ik pak het op”.

guide-cause = Los het op: noem de oorzaak
guide-cause-hint = Druk op “Opgelost”. Kies als oorzaak “brief” of “website”, schrijf wat er moet gebeuren. Het gaat naar Communicatie en web.

guide-confirm = Bevestig het bij Communicatie
guide-confirm-hint = Je bent Nadia. In #communicatie staat wat Invordering vraagt, met een datum. Druk op “Klaar”: dan is het signaal opgelost.

guide-stopped = Ga twee weken verder: hield het op?
guide-stopped-hint = Druk twee keer op “+1 week” en dan op het volgende moment, tot dinsdag 09:00. Onder hetzelfde signaal staat wat collega’s nog vragen en hoeveel klanten er nog over komen. Na zes weken nog eens.

guide-digest = Lees het weekoverzicht als Ingrid
guide-digest-hint = Elke maandag om 09:00 staat de week in #weekoverzicht: met de oorzaken, van wie ze zijn, en of het ophield.

# na de laatste stap
guide-home = Start van Jeroen
guide-home-hint = Wat een afdelingshoofd ziet: welke signalen en oorzaken er lopen, en bij wie ze liggen.

guide-agenda = Agenda van het overleg
guide-agenda-hint = Wat deze maand de meeste tijd kostte, en wat er is afgesproken.
guide-agenda-type = /kb agenda
