cancel = Annuleren
close = Sluiten
send = Versturen
save = Opslaan
a-department = een vakafdeling
the-specialists = de specialisten
ago-now = zojuist
ago-minutes = { $count ->
    [one] 1 minuut geleden
    *[other] { $count } minuten geleden
    }
ago-hours = { $count ->
    [one] 1 uur geleden
    *[other] { $count } uur geleden
    }
ago-days = { $count ->
    [one] gisteren
    *[other] { $count } dagen geleden
    }
ago-this-week = deze week
ago-weeks = { $count } weken geleden
kind-tip = tip
kind-mistake = leermoment
kind-answer = antwoord
kind-announcement = aankondiging
state-unchecked = nog niet gecontroleerd
state-checked = gecontroleerd door { $department }, { $ago }
state-outdated = verouderd
state-retired = vervallen
state-merged = samengevoegd
contact-phone = Klant aan de telefoon
contact-counter = Klant aan de balie
contact-mail = Klant per e-mail of post
contact-chat = Klant in de chat
contact-visit = Klant op bezoek
hint-no-names = Geen namen of adressen van klanten, alsjeblieft.
