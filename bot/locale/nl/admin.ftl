setup-missing = { $name } ontbreekt
setup-text = hier hoort een tekst
setup-list = hier hoort een lijst, zoals [a, b]
setup-mapping = hier horen sleutels met waarden, zoals name: Invordering
setup-time = hier hoort een tijd als UU:MM, zoals 09:00
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
setup-other = hier hoort iets anders
