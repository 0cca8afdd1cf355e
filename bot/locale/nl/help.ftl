help-title = Wat je kunt typen
help-ask = *Vragen*  `/kb paspoort kwijt op vakantie`
help-tip = *Delen wat werkt*  `/kb tip Bij spoed kan het dezelfde dag`
help-mistake = *Delen wat misging, zonder naam*  `/kb leermoment Ik stuurde het verkeerde formulier`
help-open = *Een kennisitem openen*  `/kb #41`
help-lists = *Wat open staat*  `/kb open`  *·  Jouw vragen en tips*  `/kb mijn`
help-admin = *Instellingen*  `/kb beheer`
help-more = Alleen jij ziet wat `/kb` antwoordt, tot je het deelt. In een thread: noem @kb, dan antwoord ik daar voor iedereen. Zoeken en je voorkeuren: tabblad Home van kb. Geen namen of adressen van klanten.
