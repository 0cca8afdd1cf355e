home-waits-alike = { $count ->
    [one] Lijken op elkaar: 1 paar kennisitems
    *[other] Lijken op elkaar: { $count } paren kennisitems
    }
alike-phrasings = { $count ->
    [one] 1 vraagvariant
    *[other] { $count } vraagvarianten
    }
button-merge-keep = Samenvoegen, #{ $number } blijft
button-not-the-same = Niet hetzelfde
alike-sure-title = #{ $number } blijft
alike-sure = De vraagvarianten en tellingen van #{ $goes } gaan naar #{ $stays }. De tekst van #{ $stays } blijft zoals hij is; wie #{ $goes } opent, krijgt voortaan #{ $stays }. Dit kan niet ongedaan worden gemaakt.
alike-kept-apart = #{ $first } en #{ $second } zijn niet hetzelfde. Ze komen niet meer in de lijst.
alike-listed-again = #{ $first } en #{ $second } staan weer in de lijst.
alike-news = { $count ->
    [one] Er is 1 paar kennisitems gevonden dat op elkaar lijkt.
    *[other] Er zijn { $count } paren kennisitems gevonden die op elkaar lijken.
    }
alike-news-why = Eens per week kijkt kb of kennisitems hetzelfde zeggen. In de lijst voeg je ze samen, of zeg je dat ze niet hetzelfde zijn.
