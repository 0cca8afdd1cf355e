home-modal-title = Kennisbank
home-search = Zoek in de kennisbank
home-search-example = Bijvoorbeeld: paspoort kwijt op vakantie
home-share = Deel iets
home-open = Open
home-waits = Wacht op ons
home-nothing-waits = Er wacht niets op jullie.
home-waits-questions = { $count ->
    [one] 1 vraag van een collega
    *[other] { $count } vragen van collega's
    }
home-waits-signals = { $count ->
    [one] 1 signaal: een onderwerp dat steeds terugkomt
    *[other] { $count } signalen: onderwerpen die steeds terugkomen
    }
home-waits-actions = { $count ->
    [one] 1 actie
    *[other] { $count } acties, wat het eerst af moet bovenaan
    }
home-waits-entries = { $count ->
    [one] 1 kennisitem om na te kijken
    *[other] { $count } kennisitems om na te kijken, verouderde eerst
    }
home-and-more = en nog { $count }: `/kb open`
list-and-more = en nog { $count }
home-mine = Mijn open vragen
home-mine-none = Je hebt geen vragen open. Typ waar je ook bent in Slack `/kb` met je vraag erachter, bijvoorbeeld `/kb paspoort kwijt op vakantie`. Alleen jij ziet het antwoord.
home-latest = Nieuw van collega's
home-latest-none = Nog niets van collega's.
home-nothing-shared = Er is nog niets gedeeld. Een regel is genoeg: `/kb tip Bij spoed kan het dezelfde dag`
home-preferences = Mijn voorkeuren
home-language = In welke taal praat kb met je?
home-named = Naam bij je nieuwe tips. Leermomenten blijven altijd zonder naam.
home-announcements = Onze aankondigingen
home-topics = Onderwerpen
home-settings = Instellingen
language-slack = Zoals in Slack
language-nl = Nederlands
language-en = English
choice-kept = Onthouden.
board-title = Bord
board-signals = Signalen:
board-open = { $count } open
board-seen = { $count } gezien
board-in-progress = { $count } opgepakt
board-later = { $count } uitgesteld
board-resolved = { $count } opgelost in vier weken
board-back = { $count } terug
board-waits = { $count ->
    [one] 1 wacht op de eigenaar van de oorzaak
    *[other] { $count } wachten op de eigenaar van de oorzaak
    }
board-goes-on = { $count } opgelost, maar niet gestopt
board-knowledge = Kennisitems: { $unchecked } nog niet gecontroleerd · { $outdated } verouderd
asked-lies-with = ligt bij { $department }, nog niet opgepakt
asked-claimed-by = opgepakt door { $department }
outcome-none = antwoord getoond, je zei nog niet of het hielp
outcome-helped = hielp
outcome-not-helped = hielp niet
outcome-no-answer = geen antwoord
outcome-no-reaction = geen reactie
open-title = Wat open staat
open-none = Niets. Je hebt geen vragen open, en er wacht niets op je.
mine-title = Van jou
mine-questions = Je vragen
mine-no-questions = Geen vragen die nog bij je horen. Stel er een met `/kb` en je vraag.
mine-how-long = Is een vraag beantwoord, of zijn er twee werkdagen voorbij, dan weet kb niet meer dat hij van jou was.
mine-shared = Je tips en antwoorden
mine-no-shared = Nog geen. Deel er een met `/kb tip` en wat werkt. Leermomenten staan hier niet: die hebben geen naam.
search-title = Gezocht
search-no-words = Typ een paar gewone woorden om op te zoeken.
search-not-there = Staat het er niet bij? Stel het als vraag; dan kan een afdeling antwoorden.
search-none = Hierover staat nog niets in de kennisbank. Stel het als vraag; dan kan een afdeling antwoorden.
search-ask = Stel als vraag
retire-sure-title = Laten vervallen?
retire-sure = #{ $number } wordt dan niet meer als antwoord getoond.
board-open-column = Openen …
board-column-empty = Hier staat niets meer.
board-since = gemeld: { $ago }
board-alone = Kennis die bij één persoon zit: { $count ->
    [one] 1 onderwerp
    *[other] { $count } onderwerpen
    }
task-title = Toptaken
task-asked = Meest gevraagd in week { $week }:
task-causes = { $count ->
    [one] 1 oorzaak wacht op de eigenaar:
    *[other] { $count } oorzaken wachten op hun eigenaar:
    }
task-agenda = Agenda van het toptaakoverleg
error-board-not-yours = Dit bord is voor wie de afdeling leidt en voor de eigenaar van de toptaak.
