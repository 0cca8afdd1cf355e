synonyms-title = Synoniemen en afkortingen
synonyms-none = Nog geen.
synonyms-none-about = Geen synoniemen met { $about }.
synonyms-add = Toevoegen: `/kb synoniem BTR = betalingsregeling`. Opzoeken: `/kb synoniem BTR`.
synonyms-by-others = Specialisten en beheerders voegen ze toe. Opzoeken: `/kb synoniem BTR`.
synonyms-file = Uit het bestand van kb configure; alleen daar te wijzigen:
synonyms-more = en nog { $count }: zoek er een op met `/kb synoniem` en een woord
synonym-shadowed = Telt niet mee: het bestand van kb configure zegt iets anders.
synonym-remove = Verwijderen
synonym-added = Opgeslagen: { $group } zijn voortaan hetzelfde. Het telt meteen mee.
synonym-and = en
synonym-removed = { $term } en { $means } zijn niet meer hetzelfde.
synonym-gone = Dat synoniem was er al niet meer.
help-synonym = *Hetzelfde in andere woorden*  `/kb synoniem BTR = betalingsregeling`
home-synonyms = Synoniemen
error-synonym-form = Typ beide kanten met één = ertussen, bijvoorbeeld: /kb synoniem BTR = betalingsregeling
error-synonym-masked = Daar staat iets in dat een klantgegeven kan zijn. Een synoniem is een woord of afkorting van jullie zelf.
error-synonym-long = Te lang: elke kant heeft hoogstens { $words } woorden en { $limit } tekens.
error-synonym-short = “{ $side }” is te kort: losse letters staan in te veel vragen.
error-synonym-ordinary = “{ $side }” is een gewoon woord, dat in te veel vragen staat. Een afkorting in hoofdletters, zoals ER, kan wel: die telt dan alleen in hoofdletters.
error-synonym-same = Links en rechts van de = staat hetzelfde.
error-synonym-there = { $term } en { $means } zijn al hetzelfde.
error-synonym-taken = { $term } betekent al { $means }. Haal dat eerst weg met /kb synoniem, of kies een andere afkorting.
error-synonym-many = Er zijn al { $limit } synoniemen. Haal er eerst een paar weg, met /kb synoniem.
error-synonym-not-yours = Alleen specialisten en beheerders voegen synoniemen toe.
