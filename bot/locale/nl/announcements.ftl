announcement-head = *Aankondiging van { $department }: { $title }*{ $number ->
    [0] {""}
    *[other] {"   "}#{ $number }
    }
announcement-head-over = Verlopen aankondiging van { $department }: *{ $title }*   #{ $number }
announcement-head-withdrawn = Ingetrokken aankondiging van { $department }: *{ $title }*   #{ $number }
announcement-period-coming = vanaf { $starts }, t/m { $ends }
announcement-period-running = sinds { $starts }, t/m { $ends }
announcement-period-over = gold van { $starts } t/m { $ends }, en wordt niet meer als antwoord getoond
announcement-period-withdrawn = ingetrokken door { $department }; wordt niet meer als antwoord getoond
announcement-period-doubted = iemand zei dat dit niet (meer) klopt; { $department } kijkt ernaar
announcement-audience = voor: { $audience }
announcement-customers = { $count ->
    [one] raakt ongeveer 1 klant
    *[other] raakt ongeveer { $count } klanten
    }
announcement-expected = *Vragen die je kunt verwachten:*
announcement-reads = { $count } keer gelezen
announcement-why = Je ziet dit omdat dit kanaal aankondigingen krijgt. Vragen erover stel je met /kb; wat er niet in staat, komt terug bij { $department }.
announcement-on-top = Aankondiging: *{ $title }* ({ $department }, { $period })
announcement-answer = Aankondiging van { $department }
announcement-answer-over = Deze aankondiging is verlopen: ze { $period }.
announcement-answer-withdrawn = Deze aankondiging is { $period }.
announcement-asked = *{ $question }*
button-announcement-new = Kondig iets aan
button-announcement-read = Gelezen
button-announcement-open = Bekijk
button-announcement-edit = Bewerken
button-announcement-withdraw = Intrekken
button-announcement-one-more = Nog een vraag erbij
button-announcement-preview = Bekijk eerst hoe het wordt
button-announcement-add = Beantwoord
more-announcement-open = Open voor mij
more-announcement-edit = Bewerken (afdeling)
more-announcement-withdraw = Intrekken (afdeling)
announcement-modal-title = Aankondigen
announcement-modal-edit = Aankondiging #{ $number }
announcement-modal-intro = Wat je hier schrijft, staat meteen klaar als antwoord, en gaat naar de kanalen voor aankondigingen.
announcement-label-department = Namens welke afdeling?
announcement-label-title = Wat verandert er?
announcement-placeholder-title = Vanaf 1 juni betaald parkeren in de Rivierenwijk
announcement-label-body = Hoe zit het precies?
announcement-label-starts = Vanaf
announcement-label-ends = Tot en met
announcement-hint-ends = De laatste dag waarop het geldt: vandaag of later, en niet voor de eerste dag.
announcement-hint-customers = Een heel getal, bijvoorbeeld 4000.
announcement-label-audience = Voor wie?
announcement-placeholder-audience = bewoners van de Rivierenwijk
announcement-label-customers = Hoeveel klanten raakt het, ongeveer?
announcement-expected-intro = *Welke vragen verwacht je?* Vul een vraag en haar antwoord allebei in; wat je niet nodig hebt, laat je allebei leeg.
announcement-label-question = Vraag { $number }
announcement-label-answer = Antwoord { $number }
announcement-preview-title = Zo komt het eruit
announcement-preview-not-yet = *Zo kan het nog niet geplaatst worden:*
announcement-preview-hint = Nog niet geplaatst. Sluit dit om verder te gaan met je aankondiging.
announcement-posted = Aankondiging #{ $number } staat klaar als antwoord, { $where ->
    *[posted] en is geplaatst in { $channels }.
    [nowhere] maar is nergens geplaatst: er is geen kanaal voor aankondigingen, en de afdeling heeft geen kanaal.
    }
announcement-edited = Aankondiging #{ $number } is bijgewerkt, ook waar ze al stond.
announcement-read-now = Geteld. Niemand ziet wie het las, alleen hoe vaak.
announcement-read-before = Dit is al geteld, of de aankondiging is voorbij.
announcement-withdraw-sure = #{ $number } { $title } intrekken? Het wordt dan niet meer als antwoord getoond, en de berichten erover zeggen dat het is ingetrokken.
announcement-withdraw-title = Aankondiging intrekken
announcement-withdrawn-now = Aankondiging #{ $number } is ingetrokken.
announcement-withdrawn-before = Aankondiging #{ $number } was al ingetrokken.
announcement-mention = Aankondigen doe je met een commando: typ `/kb aankondiging`.
announcement-list-head = *Vragen over je aankondiging #{ $number } { $title }*, na { $days ->
    [one] de eerste werkdag
    [3] de derde werkdag
    *[other] { $days } werkdagen
    }
announcement-list-asked = Sinds { $since }: { $people } collega's stelden { $questions } vragen die eraan raken.
announcement-list-caused = Sinds { $since }: { $people } collega's stelden { $questions } vragen die eraan raken; { $answered } keer was de aankondiging het antwoord.
announcement-list-helped = Ze hielp { $helped } van { $reactions } keer.
announcement-list-customers = { $count } klanten geturfd.
announcement-list-none = Tot nu toe is er niets gevraagd dat de aankondiging niet beantwoordt.
announcement-list-left = Deze vragen kregen geen antwoord, of een dat niet hielp:
announcement-list-not = Niet in deze lijst: wat een ander kennisitem beantwoordde, wat al in de aankondiging staat, wat in dezelfde woorden nog eens gevraagd werd en wat in een eerdere lijst stond.
announcement-list-answered = staat er nu in
announcement-list-over = De aankondiging is voorbij; verleng haar met Bewerken als dit nog speelt.
announcement-list-more = … en nog { $count }.
announcement-list-why = Je krijgt deze lijst na de eerste, derde en tiende werkdag van een aankondiging, de laatste twee alleen als er iets in staat. Beantwoord zet de vraag met jouw antwoord in de aankondiging.
announcement-row-asked = { $people } collega's stelden { $questions } vragen die eraan raken
announcement-row-caused = { $people } collega's stelden { $questions } vragen die eraan raken; { $answered } keer was dit het antwoord
error-announcement-gone = Die aankondiging is er niet (meer).
error-announcement-not-yours = Alleen de specialisten van de afdeling plaatsen en wijzigen aankondigingen.
error-announcement-withdrawn = Deze aankondiging is ingetrokken. Maak een nieuwe met /kb aankondiging.
error-announcement-empty = Hier horen woorden te staan.
error-announcement-date = Kies een datum.
error-announcement-ends = De laatste dag ligt voor de eerste.
error-announcement-over = Deze laatste dag is al voorbij.
error-announcement-customers = Vul een heel getal in, bijvoorbeeld 4000.
error-announcement-pair = Een vraag en een antwoord horen bij elkaar: vul ze allebei in, of laat ze allebei leeg.
error-announcement-twice = Deze vraag staat er al.
notice-announcement-refused = Aankondiging #{ $number } { $title } kon niet overal geplaatst worden: kb zit niet in een van de kanalen. Nodig kb daar uit (/invite @kb), open de aankondiging met Bewerken en sla haar weer op.
help-announcement = *Aankondigen wat komt*  `/kb aankondiging`
