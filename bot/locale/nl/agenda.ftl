agenda-title = Agenda toptaakoverleg: { $task }
agenda-period = Over { $begin } t/m { $last }
agenda-as-of = stand van { $at }
agenda-came = Waar klanten het meest voor kwamen
agenda-open = Signalen en oorzaken die open staan
agenda-decisions = Besluiten die nodig zijn
agenda-agreed = Vorige keer afgesproken
agenda-agreed-now = Afgesproken in dit overleg
agenda-empty = Er is niets te bespreken.
agenda-asked = { $count ->
    [one] 1 vraag van een collega
    *[other] { $count } vragen van collega's
    }
agenda-customers = { $count ->
    [one] 1 klant
    *[other] { $count } klanten
    }
agenda-imported = waarvan { $count } uit contactregistratie
agenda-minutes = { $count ->
    [one] 1 minuut
    *[other] { $count } minuten
    }
agenda-vital = { $count ->
    [one] Het eerste van de { $topics } onderwerpen kost { $part } van de { $total } minuten: daar zit de meeste winst.
    *[other] De eerste { $count } van de { $topics } onderwerpen kosten { $part } van de { $total } minuten: daar zit de meeste winst.
    }
agenda-vital-contacts = { $count ->
    [one] Het eerste van de { $topics } onderwerpen geeft { $part } van de { $total } contacten: daar zit de meeste winst.
    *[other] De eerste { $count } van de { $topics } onderwerpen geven { $part } van de { $total } contacten: daar zit de meeste winst.
    }
agenda-rest = Alle andere onderwerpen samen: { $counts }.
agenda-customers-unknown = Klantcontacten: onbekend. Er zijn geen klanten geturfd en geen contactregistraties ingelezen.
agenda-how = Een vraag van een collega telt als één contact. De tijd per contact staat in de instellingen. Wat minder dan drie collega's vroegen, telt mee bij de andere onderwerpen.
agenda-how-untimed = Een vraag van een collega telt als één contact. Zet in de instellingen hoeveel minuten een contact kost, dan telt de tijd mee. Wat minder dan drie collega's vroegen, telt mee bij de andere onderwerpen.
agenda-stands-open = nog niet gezien, gemeld op { $since }
agenda-stands-back = terug, gemeld op { $since }
agenda-stands-seen = gezien, gemeld op { $since }
agenda-stands-in-progress = opgepakt, gemeld op { $since }
agenda-stands-waits = wacht op de eigenaar van de oorzaak, gemeld op { $since }
agenda-stands-later = uitgesteld, gemeld op { $since }
agenda-stands-goes-on = opgelost, maar collega's vragen het nog even vaak, gemeld op { $since }
agenda-stands-customers-go-on = opgelost, maar er komen nog even veel klanten voor, gemeld op { $since }
agenda-stands-action = gevraagd op { $since }
agenda-due = uiterlijk { $due }
agenda-late = { $count ->
    [one] 1 dag te laat
    *[other] { $count } dagen te laat
    }
agenda-lead-told = de leidinggevende weet het
agenda-decide-declined = { $by } neemt de oorzaak niet op zich. Wie wordt eigenaar?
agenda-decide-refused = volgens { $by } is het niet van hen. Van wie is het?
agenda-decide-homeless = niemand weet van wie dit is. Van wie is het?
agenda-decide-ownerless = de eigenaar van de oorzaak bestaat niet meer. Wie wordt eigenaar?
agenda-decide-mandate = de oorzaak is het mandaat. Wat mogen collega's voortaan zelf beslissen?
agenda-decide-undecided = { $count } keer kon een collega dit niet zelf beslissen. Wat mogen zij voortaan zelf?
agenda-decides = Besluit: { $who }.
agenda-the-owner = de eigenaar
agenda-nobody = nog niemand
agenda-agreed-open = nog open
agenda-agreed-done = gedaan
agenda-agreed-declined = niet gedaan
agenda-why = Dit komt op de eerste werkdag van de maand, voor het overleg over deze toptaak. Een ander kanaal, of niet meer: een beheerder stelt het in met `/kb beheer`. Opnieuw openen: `/kb agenda`.
agenda-choose = Van welke toptaak wil je de agenda?
button-agree = Leg een afspraak vast
agree-title = Afspraak
agree-text = Wat is afgesproken?
agree-owner = Welke afdeling doet het?
agree-owner-choose = Kies een afdeling
agree-owner-hint = Eén van de twee is nodig: een afdeling, of hieronder een persoon. Die krijgt de afspraak als bericht.
agree-person = Of een persoon
agree-person-hint = Vul je allebei in, dan gaat de afspraak naar de persoon.
agree-due = Uiterlijk wanneer?
agree-due-hint = Vandaag of later.
agree-saved = Vastgelegd. { $owner } krijgt het als bericht; wat ervan komt, staat op de volgende agenda.
error-agenda-month = Van { $month } is geen agenda te maken: schrijf de maand als 2026-05, en niet in de toekomst.
error-agenda-not-yours = De agenda is voor de eigenaar van de toptaak en voor de afdelingen die erbij horen.
error-agenda-words = Schrijf op wat is afgesproken.
error-agenda-owner = Kies een afdeling, of hieronder een persoon.
error-agenda-nobody = Deze afdeling heeft geen kanaal en geen leidinggevende: kies een ander.
error-agenda-day = Kies vandaag of een dag die nog komt.
moment-agenda = agenda
help-agenda = *Agenda van het toptaakoverleg*  `/kb agenda`
