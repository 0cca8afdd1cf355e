// What rendering needs to know of the acting person.

import { languageOf, translator } from "./words.js";

/** Names, language, time zone and clock, read from the store when they are asked for. */
export function makeContext(store) {
  const language = languageOf(store.me.locale);
  const translate = translator(language);
  const byId = (list, id) => list.find((item) => item.id === id);
  return {
    me: store.me.id,
    locale: store.me.locale || language,
    language,
    tz: store.me.tz || store.clock.tz,
    t: (key, values) => translate(key, { bot: store.bot.name, ...values }),
    now: () => store.now(),
    person: (id) => (id === store.bot.id ? store.bot.name : byId(store.people, id)?.name),
    place: (id) => byId(store.channels, id)?.name,
    group: (id) => byId(store.groups, id)?.handle,
    people: () => store.people.filter((person) => !person.is_bot),
    places: (kinds) =>
      store.channels
        .filter((place) => !kinds || kinds.includes(place.kind === "dm" ? "im" : place.kind))
        .map((place) => ({ id: place.id, label: placeLabel(place) })),
  };
}

/** "#invordering"; a conversation with the bot goes by its name. */
export function placeLabel(place) {
  return place.kind === "dm" ? place.name : `#${place.name}`;
}
