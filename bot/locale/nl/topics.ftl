# Onderwerpen: de lijst, en wat vakspecialisten eraan verbeteren.
topics-title = Onderwerpen van de laatste vier weken
topics-none = In de laatste vier weken is niets gevraagd over jouw onderwerpen.
topics-hint = Klopt een groep niet? Kies Aanpassen: een vraag verplaatsen, samenvoegen, splitsen of een andere naam geven. Wat je verbetert, blijft zo.
topics-row = *{ $title }*{ $about }
topics-about =
    { $people ->
        [0] {""}
        *[other] {"  "}· { $questions } keer gevraagd door { $people } collega's
    }
topics-of = {"  "}· { $department }
topics-edit = Aanpassen
topic-edit-title = Onderwerp aanpassen
topic-edit-name = Naam
topic-edit-name-hint = Zo heet het onderwerp in signalen en overzichten. De vragen zelf veranderen niet.
topic-edit-entry = Het heet naar kennisitem #{ $number }. Geef je het een naam, dan heet het voortaan zo.
topic-edit-do = Wat wil je doen?
topic-do-keep = Alleen de naam
topic-do-move = Aangevinkte vragen naar een ander onderwerp
topic-do-split = Van aangevinkte vragen een nieuw onderwerp maken
topic-do-merge = Alles samenvoegen met een ander onderwerp
topic-edit-questions = Vragen (de laatste)
topic-edit-other = Ander onderwerp
topic-edit-other-menu = Kies een onderwerp
topic-edit-new = Naam van het nieuwe onderwerp
topic-edit-new-hint = Laat leeg om het naar een van de vragen te noemen.
topic-saved-name = Het onderwerp heet nu *{ $title }*.
topic-saved-same = Er is niets veranderd.
topic-saved-move =
    { $count ->
        [one] 1 vraag hoort nu bij *{ $title }* en blijft daar.
        *[other] { $count } vragen horen nu bij *{ $title }* en blijven daar.
    }
topic-saved-split = *{ $title }* is nu een eigen onderwerp.
topic-undone = Teruggezet bij *{ $title }*.
topic-saved-merge = Samengevoegd met *{ $title }*. Terug kan door de vragen weer te splitsen.
error-topic-gone = Dit onderwerp is er niet meer.
error-topic-not-yours = Dit onderwerp is van een andere afdeling; alleen die kan het aanpassen.
error-topic-two-entries = Beide onderwerpen hebben een eigen kennisitem (#{ $one } en #{ $other }). Voeg eerst die samen.
error-topic-no-questions = Vink de vragen aan waar het om gaat.
error-topic-no-other = Kies het andere onderwerp.
