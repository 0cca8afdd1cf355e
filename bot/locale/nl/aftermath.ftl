aftermath-verdict = *{ $weeks } weken later: { $asked }; { $customers }.*
aftermath-asked-stopped = collega's vragen dit bijna niet meer
aftermath-asked-less = collega's vragen dit minder
aftermath-asked-same = collega's vragen dit ongeveer even vaak
aftermath-asked-more = collega's vragen dit vaker
aftermath-asked-none-left = collega's vroegen dit niet meer, maar het waren er te weinig om zeker te zijn
aftermath-asked-few = er vroegen te weinig collega's naar om iets te zeggen
aftermath-asked-too-few = er vroegen te weinig collega's naar om zeker te zijn
aftermath-asked-unknown = vragen van collega's: onbekend
aftermath-customers-stopped = klanten komen hier bijna niet meer voor
aftermath-customers-less = klanten komen hier minder voor
aftermath-customers-same = klanten komen hier ongeveer even vaak voor
aftermath-customers-more = klanten komen hier vaker voor
aftermath-customers-none-left = er kwamen geen klanten meer voor, maar het waren er te weinig om zeker te zijn
aftermath-customers-few = er kwamen te weinig klanten voor om iets te zeggen
aftermath-customers-too-few = er kwamen te weinig klanten voor om zeker te zijn
aftermath-customers-unknown = klantcontacten: onbekend
aftermath-asked = Vragen van collega's: { $change }.
aftermath-customers = Klanten: { $change }.
aftermath-change = { $before } in de twee weken ervoor, { $after } in de { $weeks ->
    [2] twee
    [6] zes
    *[other] { $weeks }
    } weken erna
aftermath-both-few = minder dan drie, ervoor en erna
aftermath-both-none = geen, ervoor en erna
aftermath-fewer-than = minder dan { $count }
aftermath-learned = Minder vragen kan ook betekenen dat collega's het nu weten.
aftermath-between = tussen { $low } en { $high } keer zo vaak
aftermath-at-least = minstens { $low } keer zo vaak
aftermath-less-than-one = minder dan 1
aftermath-asked-rates = Per volle werkweek: vragen van collega's van { $before } naar { $after }.
aftermath-customers-rates = Per volle werkweek: klanten van { $before } naar { $after }.
aftermath-sure = Dat is { $times }, met 95% zekerheid.
aftermath-how = Geteld per werkdag; een collega die op een dag vaker vraagt, telt die dag één keer.
aftermath-open-again = Dit is niet gestopt. Zet het signaal weer open als er meer nodig is.
signal-history-aftermath = Is het gestopt? Het staat in het bericht hierboven.
