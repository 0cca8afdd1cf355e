digest-head = Week { $week } · { $name }
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
digest-tallied = { $count } geturfd
digest-customers-few = Klantcontacten: te weinig voor een aantal.
digest-customers-unknown = Klantcontacten: onbekend.
digest-waiting = Wacht op jullie: { $what }
digest-waiting-all = Wacht op de afdelingen: { $what }.
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
digest-homeless = Zonder afdeling: { $topics }. Signalen hierover gaan naar de eigenaar van de toptaak of een beheerder, die kan zeggen van wie het is.
digest-samples = Lees er vijf zelf (willekeurig gekozen):
digest-samples-fewer = Lees ze zelf:
digest-why-lead = Je krijgt dit elke week op { $day } omdat je { $name } leidt. Een andere dag, minder of niets: kies het in App Home. Aantallen over minder dan drie mensen staan er niet in en tellen niet mee.
digest-why-channel = Elke maandag, over alle afdelingen samen. Aantallen over minder dan drie mensen staan er niet in en tellen niet mee.
digest-more-top = Meest gevraagd, de hele lijst:
digest-more-waiting = Wat wacht, het oudste eerst:
digest-waiting-signal = ▲ { $title } · { $state } · { $age }
digest-waiting-question = Vraag: { $title } · { $state } · { $age }
digest-question-open = nog niet opgepakt
digest-question-claimed = opgepakt
digest-left = … en nog { $count }.
digest-no-mandate = Bij { $count } van { $base } vragen mocht een medewerker het niet zelf beslissen.
digest-asked = { $asked } vragen.
digest-asked-forgotten = Hoeveel medewerkers iets vroegen is niet meer bekend; daar staan geen aantallen bij.
digest-customers = Klantcontacten: { $what }, verder onbekend.
digest-imported = { $count } uit contactregistratie
digest-actions = { $count ->
    [one] 1 actie ({ $age })
    *[other] { $count } acties (oudste { $age })
    }
digest-causes-yours = { $count ->
    [one] 1 oorzaak om weg te nemen ({ $age })
    *[other] { $count } oorzaken om weg te nemen (oudste { $age })
    }
digest-agreements = { $count ->
    [one] 1 afspraak uit een overleg ({ $age })
    *[other] { $count } afspraken uit een overleg (oudste { $age })
    }
digest-warned-answered = Let op: er werden meer vragen beantwoord dan de week ervoor ({ $count }, was { $before }), maar het hielp minder vaak ({ $helpedbefore } van { $basebefore } → { $helped } van { $base }).
digest-warned-asked = Let op: er werd meer gevraagd dan de week ervoor ({ $count }, was { $before }), maar het hielp minder vaak ({ $helpedbefore } van { $basebefore } → { $helped } van { $base }).
digest-warned-shared = Let op: er werd meer gedeeld dan de week ervoor ({ $count }, was { $before }), maar wat er stond hielp minder vaak ({ $helpedbefore } van { $basebefore } → { $helped } van { $base }).
digest-signals-week = Signalen: { $what }.
digest-signals-new = { $count } nieuw
digest-signals-back = { $count } terug
digest-signals-waiting = { $count ->
    [one] 1 loopt nog
    *[other] { $count } lopen nog
    }
digest-signals-later = { $count } uitgesteld
digest-signals-closed = { $count } afgesloten
digest-signals-after = { $count } erbij sinds het einde van de week
digest-stopped = Nagemeten na oplossing: { $what }.
digest-stopped-asked = bij { $count } van { $base } vragen collega's minder
digest-stopped-customers = bij { $count } van { $base } komen er minder klanten
digest-stopped-as-much = bij { $count } is het niet minder geworden
digest-stopped-too-few = bij { $count } zijn het te weinig vragen om zeker te zijn
digest-stopped-unknown = bij { $count } zijn klantcontacten onbekend
digest-causes = { $count ->
    [one] Van de signalen ligt 1 oorzaak nog bij de eigenaar
    *[other] Van de signalen liggen { $count } oorzaken nog bij een eigenaar
    }{ $which ->
    [none] .
    [all] { $count ->
        [one] , over de datum.
        *[other] , allemaal over de datum.
        }
    *[some] , waarvan { $late } over de datum.
    }
digest-lesson = Volgende keer: { $text }{ $more ->
    [0] { "" }
    *[other] { " " }(en nog { $more })
    }
digest-unused = { $count ->
    [one] 1 kennisitem kwam in 90 dagen niet één keer in beeld.
    *[other] { $count } kennisitems kwamen in 90 dagen niet één keer in beeld.
    }
digest-alone = Kennis die bij één persoon zit: { $count ->
    [one] 1 onderwerp
    *[other] { $count } onderwerpen
    } waar maar één collega over schreef of antwoordde.
digest-announced = Aangekondigd: { $what }.
digest-announcements = { $count } aankondigingen liepen deze week.
digest-announcement = { $title } (tot en met { $day })
digest-announcement-asked = { $count } vragen deze week die eraan raken
digest-announcement-signals = { $count ->
    [one] 1 toename van vragen was ermee voorzien
    *[other] { $count } toenames van vragen waren ermee voorzien
    }
digest-announcement-reads = { $count } keer gelezen
digest-more-none = Van wat je koos zijn er deze week geen lijsten.
digest-more-signals = Signalen:
digest-more-causes = Oorzaken die nog bij een eigenaar liggen:
digest-more-lessons = Uit de leermomenten, voor de volgende keer:
digest-more-tips = Gedeelde tips:
digest-more-alone = Onderwerpen waar maar één collega over schreef of antwoordde:
digest-more-unused = Niet in beeld geweest in 90 dagen:
digest-more-announcements = Aankondigingen:
digest-waiting-action = { $what ->
    [cause] Oorzaak wegnemen
    [agreement] Afspraak
    *[action] Actie
    }: { $title } · { $age } · uiterlijk { $due }
digest-signal-new = nieuw
digest-signal-back = terug
digest-signal-after = nieuw, na deze week
digest-late = over de datum
digest-cause-owner = eigenaar: { $owner }
digest-cause-due = uiterlijk { $day }
digest-why-task = Je krijgt dit elke week op { $day } omdat de toptaak { $name } van jou is. Een andere dag, minder of niets: kies het in App Home. Aantallen over minder dan drie mensen staan er niet in en tellen niet mee.
digest-why-written = Aantallen over minder dan drie mensen staan er niet in en tellen niet mee.
digest-as-of = Week { $week } is { $begin } t/m { $last }. Stand van { $at }.
digest-chart-title = Wat er per week gevraagd werd · { $name }
digest-chart-asked = gevraagd
digest-chart-helped = waarvan: dit hielp
digest-chart-signals = nieuwe signalen
digest-chart-hidden = –  minder dan drie mensen, of niet te zeggen
digest-chart-alt = Grafiek van { $name }, per week gevraagd, geholpen en nieuwe signalen:
digest-chart-week = week { $week }: { $asked }, { $helped }, { $signals }
digest-chart-tick = wk { $week }
digest-chart-too-few = geen aantal
digest-choose = Weekoverzicht kiezen
digest-choose-title = Weekoverzicht
digest-choose-day = Op welke dag?
digest-choose-none = helemaal niet
digest-choose-sections = Wat wil je erin?
digest-choose-hint = De feiten zijn voor iedereen dezelfde; dit bepaalt alleen wat jij ervan ziet.
digest-section-chart = De grafiek
digest-section-asked = Wat er gevraagd werd
digest-section-outcomes = Of het hielp
digest-section-waiting = Wat op jou wacht
digest-section-signals = Signalen en oorzaken
digest-section-shared = Wat er gedeeld werd
digest-section-knowledge = Hoe de kennisitems ervoor staan
digest-section-announcements = Aankondigingen en wat ervan kwam
digest-section-samples = Vijf willekeurige vragen
digest-chosen = Je weekoverzicht komt voortaan op { $day }.
digest-chosen-none = Je krijgt geen weekoverzicht meer. Weer aanzetten kan hier in App Home.
error-no-digest = Een weekoverzicht is er voor wie een afdeling leidt of eigenaar is van een toptaak.
error-digest-sections = Kies minstens één onderdeel, of kies als dag "helemaal niet".
error-digest-week = "{ $given }" is geen week. Schrijf een week als 2026-W09.
error-digest-early = Week { $week } is nog niet voorbij; het overzicht kan vanaf { $first }.
error-digest-scope = Er is geen afdeling of toptaak { $scope }.
error-digest-gone = Dit weekoverzicht is er niet meer.
unhelpful = Je tip #{ $number } *{ $title }* hielp collega's de laatste vier weken vaker niet dan wel ({ $count } keer niet).
unhelpful-of = Je tip #{ $number } *{ $title }* hielp collega's de laatste vier weken vaker niet dan wel ({ $count } van { $base } keer niet).
unhelpful-why = Jij hoort dit als eerste, en één keer zolang de tip zo blijft; in een weekoverzicht staat het niet. Misschien klopt er iets niet meer, of komt hij bij de verkeerde vraag.
