saved-tip = Opgeslagen als tip *#{ $number }*{ $known ->
    [guessed] { " · " }waarschijnlijk { $department }
    [chosen] { " · " }{ $department }
    *[no] { "" }
    } · nog niet gecontroleerd · { $named ->
    [yes] met je naam
    *[no] zonder je naam
    }
saved-mistake = Zonder naam opgeslagen als leermoment *#{ $number }*{ $known ->
    [guessed] { " · " }waarschijnlijk { $department }
    [chosen] { " · " }{ $department }
    *[no] { "" }
    } · nog niet gecontroleerd
saved-see = Dit voorkomt het: #{ $number }
looks-like = Lijkt op #{ $number } *{ $title }*
button-merge = Samenvoegen
button-keep-apart = Apart houden
button-next-time = Wat doe je anders?
button-with-name = Met mijn naam
button-without-name = Zonder mijn naam
undone = #{ $number } is weg.
undo-too-late = Ongedaan maken kan hier niet meer. Open het kennisitem om het te bewerken.
choose-ask = Ik heb een vraag
choose-tip = Tip: wat werkt
choose-mistake = Leermoment: wat ging er mis (zonder naam)
modal-kind = Wat wil je doen?
modal-text = Je vraag, tip of leermoment
modal-text-placeholder = Een regel is genoeg
modal-next-time-hint = Alleen bij een leermoment.
modal-department = Afdeling
modal-department-guess = Laat kb raden
modal-name = Naam bij een tip
modal-title = Vraag of deel
with-name = Met mijn naam
without-name = Zonder naam
edit-title = Titel of vraag
edit-body = Tekst
edit-head = Bewerk #{ $number }
edited-now = #{ $number } is bijgewerkt.
merge-title = Samenvoegen
merge-explains = #{ $number } { $title } wordt een vraagvariant van het item dat je noemt. De tekst van dat item blijft.
merge-label = Nummer van het item dat blijft
merged-now = Samengevoegd met #{ $number }.
delete-sure = #{ $number } *{ $title }* verwijderen?
delete-for-good = Het kennisitem en zijn vraagvarianten gaan voorgoed weg.
deleted-now = #{ $number } is verwijderd.
