setup-missing = { $name } ontbreekt
setup-text = hier hoort een tekst
setup-list = hier hoort een lijst, zoals [a, b]
setup-mapping = hier horen sleutels met waarden, zoals name: Invordering
setup-time = hier hoort een tijd als UU:MM, zoals 09:00
setup-day = hier hoort een dag van de week, zoals ma of vrijdag, niet { $given }{ $meant ->
    [none] {""}
    *[other] ; bedoel je { $meant }?
    }
setup-date = hier hoort een datum als JJJJ-MM-DD, zoals 2026-12-24, niet { $given }
setup-no-day = er is minstens één werkdag nodig
setup-closes = dit moet later zijn dan opens ({ $opens })
setup-country = hier hoort een land van twee letters waarvan de feestdagen bekend zijn, zoals NL of BE, niet { $given }{ $meant ->
    [none] {""}
    *[other] ; bedoel je { $meant }?
    }
setup-count = hier hoort een heel getal van 0 tot en met 20
setup-minutes = hier horen minuten, meer dan 0 en hoogstens { $limit }, zoals 7,5, niet { $given }
setup-contact = er is geen contactkanaal { $given }{ $meant ->
    [none] ; wel: { $known }
    *[other] ; bedoel je { $meant }?
    }
setup-empty = hier hoort een tekst, en hij is leeg
setup-too-long = te lang: hoogstens { $limit } tekens
setup-choice = kies uit: { $choices }
setup-unknown = onbekende sleutel { $name }{ $meant ->
    [none] ; dit kan: { $known }
    *[other] ; bedoel je { $meant }?
    }
setup-double = de sleutel { $given } bestaat al
setup-double-key = { $name } staat er twee keer
setup-no-department = er is geen afdeling { $given }{ $meant ->
    [none] ; wel: { $known }
    *[other] ; bedoel je { $meant }?
    }
setup-channel = hier hoort het id van een Slack-kanaal, zoals C0123456789 (in Slack: onderaan de kanaaldetails), niet { $given }
setup-user = hier hoort het id van een Slack-gebruiker, zoals U0123456789 (in Slack: profiel, Lid-ID kopiëren), niet { $given }
setup-member = hier horen id's van gebruikers (U...) of gebruikersgroepen (S...), niet { $given }
setup-key = hier hoort een sleutel van hoogstens 40 kleine letters, cijfers en streepjes, zoals parkeer-vergunning, niet { $given }
setup-case-number = hier hoort een reguliere expressie die niet op een lege tekst past, zoals Z[0-9]{"{"}6,8{"}"}
setup-case-number-runaway = deze expressie kan op sommige teksten heel lang duren: herhaal geen groep, gebruik + of * hoogstens één keer en herhaal niets vaker dan { $limit } keer, zoals Z[0-9]{"{"}6,8{"}"}
setup-masked = dit is bij binnenkomst gemaskeerd: vul het nog eens in
setup-no-admin = er moet iemand beheerder blijven
setup-comment = in YAML begint met # een opmerking, dus hier is niets ingevuld: zet wat volgt tussen aanhalingstekens
setup-other = hier hoort iets anders
error-no-admins = Er zijn nog geen beheerders. Wie kb draait, noemt ze in het bestand van kb configure: admins: [{ $user }]
admin-not-you = Instellingen zijn voor de beheerders: { $admins }.
admin-title = Instellingen
admin-title-general = Algemene instellingen
admin-departments = *Vakafdelingen* · { $count }
admin-top-tasks = *Toptaken* · { $count }
admin-general = *Algemeen* · beheerders, kanalen voor weekoverzicht en aankondigingen, tijd per klantcontact, maskeren
admin-edit-general = Bewerken
admin-file = Hetzelfde kan met een bestand, met kb configure. Elke wijziging wordt vastgelegd.
admin-choose = Kies …
admin-add = Toevoegen
admin-archived = { $name } (gearchiveerd)
admin-edit-department = Vakafdeling
admin-new-department = Nieuwe vakafdeling
admin-edit-top-task = Toptaak
admin-new-top-task = Nieuwe toptaak
admin-key = Sleutel
admin-key-hint = Kleine letters, cijfers en streepjes, zoals parkeer-vergunning. Later niet meer te wijzigen.
admin-name = Naam
admin-channel = Kanaal voor vragen en signalen (nodig kb daar uit)
admin-members = Specialisten
admin-groups = Gebruikersgroepen met specialisten
admin-groups-hint = Hun id's (S...), gescheiden door komma's.
admin-lead = Leidinggevende
admin-language = Taal in het kanaal
admin-language-nl = Nederlands
admin-language-en = Engels
admin-signal-times = Tijden van signalen
admin-signal-times-hint = Op werkdagen, zoals 09:00, 14:00. Leeg: geen signalen.
admin-digest-time = Tijd van het weekoverzicht
admin-digest-day = Dag van het weekoverzicht
admin-signals-a-day = Signalen per dag met een eigen bericht
admin-signals-a-day-hint = 0 tot en met 20; de rest staat in één regel.
admin-working-days = Werkdagen
admin-opens = Werktijd vanaf
admin-closes = Werktijd tot
admin-closes-hint = Buiten deze uren houdt kb zich stil.
admin-country = Land van de feestdagen
admin-country-hint = Twee letters, zoals NL of BE.
admin-closed = Dagen waarop de afdeling dicht is
admin-closed-hint = Als JJJJ-MM-DD, met komma's ertussen.
admin-agenda-channel = Kanaal voor de agenda van het toptaakoverleg
admin-effort = Minuten die een klantcontact kost
admin-effort-hint = Eén per regel, zoals phone 8. Kanalen: { $known }.
day-mon = maandag
day-tue = dinsdag
day-wed = woensdag
day-thu = donderdag
day-fri = vrijdag
day-sat = zaterdag
day-sun = zondag
admin-owner = Eigenaar
admin-departments-of-task = Vakafdelingen
admin-admins = Beheerders
admin-digest-channel = Kanaal voor het weekoverzicht
admin-announcement-channels = Kanalen voor aankondigingen
admin-keep = Eigen nummers en domeinen, die in kennisitems blijven staan
admin-keep-hint = Eén per regel, zoals 14 010 of voorbeeld.nl.
admin-case-number = Hoe zaaknummers eruitzien
admin-case-number-hint = Een reguliere expressie, zoals Z[0-9]{"{"}6,8{"}"}. Ze worden gemaskeerd.
admin-archive = Archiveren
admin-archive-sure = { $name } is dan niet meer in gebruik. Er wordt niets verwijderd.
admin-restores = Dit is gearchiveerd. Opslaan neemt het weer in gebruik.
admin-saved = { $count ->
    [one] Opgeslagen: één wijziging.
    *[other] Opgeslagen: { $count } wijzigingen.
    }
admin-nothing-changed = Er is niets gewijzigd.
