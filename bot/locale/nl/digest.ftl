digest-head = *Week { $week } · { $name }*
digest-all = alle afdelingen
digest-quiet = Week { $week } · { $name }: { $asked } vragen van { $people } medewerkers, niets open.
digest-quiet-few = Week { $week } · { $name }: een rustige week, niets open.
digest-asked-many = { $asked } vragen van { $people } medewerkers.
digest-asked-few = Minder dan drie medewerkers stelden een vraag; daar staan geen aantallen bij.
digest-asked-none = Er werd niets gevraagd.
digest-top = Meest gevraagd: { $topics }
digest-topic = { $title } ({ $count })
digest-topic-was = { $title } ({ $count }, was { $before })
digest-topic-was-few = { $title } ({ $count }, was minder dan 3)
digest-topic-new = { $title } ({ $count }, nieuw)
digest-others = en { $count } andere
digest-outcomes-helped = Hielp { $count } van { $base }
digest-outcomes-base = Van { $base } vragen: { $rest }
digest-outcome-helped = hielp
digest-outcome-not_helped = hielp niet
digest-outcome-no_answer = geen antwoord
digest-outcome-no_reaction = geen reactie
digest-or = { $first } of { $second }
digest-tallied = Klantcontacten: { $count } geturfd, verder onbekend.
digest-tallied-few = Klantcontacten: enkele geturfd, verder onbekend.
digest-tallied-unknown = Klantcontacten: onbekend.
digest-waiting = Wacht op jullie: { $what }
digest-waiting-all = Wacht op de afdelingen: { $what }; de lijst staat in de thread.
digest-waiting-nothing = Er wacht niets op jullie.
digest-waiting-nothing-all = Er wacht niets op de afdelingen.
digest-signals = { $count ->
    [one] 1 signaal ({ $age })
    *[other] { $count } signalen (oudste { $age })
    }
digest-questions = { $count ->
    [one] 1 vraag ({ $age })
    *[other] { $count } vragen (oudste { $age })
    }
digest-age = { $days ->
    [0] van vandaag
    [one] 1 dag
    *[other] { $days } dagen
    }
digest-open = Open de lijst
digest-warned = Let op: er werden meer vragen beantwoord dan de week ervoor ({ $answered }, was { $before }), maar het hielp minder vaak ({ $helpedbefore } van { $before } → { $helped } van { $answered }).
digest-shared = Gedeeld: { $what }. Dank.
digest-tips = { $count ->
    [one] 1 tip
    *[other] { $count } tips
    }
digest-tips-by = { $count ->
    [one] 1 tip
    *[other] { $count } tips
    } door { $people } collega's
digest-mistakes = { $count ->
    [one] 1 leermoment
    *[other] { $count } leermomenten
    }
digest-and = { $first } en { $second }
digest-queue = Na te kijken: { $what }.
digest-unchecked = { $count ->
    [one] 1 kennisitem nog niet gecontroleerd
    *[other] { $count } kennisitems nog niet gecontroleerd
    }
digest-outdated = { $count ->
    [one] 1 verouderd
    *[other] { $count } verouderd
    }
digest-homeless = Zonder afdeling: { $topics }. Niemand krijgt hier een signaal over; een beheerder kan zeggen van wie het is.
digest-samples = Lees er vijf zelf (willekeurig gekozen):
digest-samples-fewer = Lees ze zelf:
digest-why-lead = Je krijgt dit elke maandag omdat je { $name } leidt. Aantallen over minder dan drie mensen staan er niet in.
digest-why-channel = Elke maandag, over alle afdelingen samen. Aantallen over minder dan drie mensen staan er niet in.
digest-more-top = Meest gevraagd, de hele lijst:
digest-more-waiting = Wacht, het oudste eerst:
digest-waiting-signal = ▲ { $title } · { $state } · { $age }
digest-waiting-question = Vraag: { $title } · { $state } · { $age }
digest-question-open = nog niet opgepakt
digest-question-claimed = opgepakt
digest-left = … en nog { $count }.
digest-no-mandate = { $count } keer mocht een medewerker het niet zelf beslissen.
