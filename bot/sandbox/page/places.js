// The left column: who I am now, the places I can go to, and the colleagues I can act as.

import { openPicker } from "./choices.js";
import { fill, h, icon } from "./dom.js";
import { avatar } from "./messages.js";
import { placeLabel } from "./context.js";

/** Build the left column; it follows the store. `become(id)` switches to another person. */
export function places(store, become) {
  const who = h("div", { class: "who" });
  const list = h("div", { class: "places-list" });
  const node = h("nav", { class: "places" }, who, list);

  const show = () => {
    if (!store.me) return;
    const { t } = store.context;
    const focused = node.contains(document.activeElement) ? document.activeElement.dataset.id : null;
    node.setAttribute("aria-label", t("places"));
    fill(who, whoAmI(store, become));
    const own = store.channels.filter((place) => place.kind !== "dm" && place.is_member);
    const others = store.channels.filter((place) => place.kind !== "dm" && !place.is_member);
    const direct = store.channels.filter((place) => place.kind === "dm");
    fill(
      list,
      group(null, direct.map((place) => placeButton(store, place))),
      group(t("channels"), own.map((place) => placeButton(store, place))),
      group(t("otherChannels"), others.map((place) => placeButton(store, place))),
      group(t("colleagues"), colleagues(store).map((person) => personButton(store, person, become)), t("colleaguesHint")),
    );
    if (focused) node.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
  };
  store.on("me places connected", show);
  return { node };
}

/** Who can be acted as: the active people, in their given order. */
export function colleagues(store) {
  return store.people.filter((person) => person.active && !person.is_bot);
}

function whoAmI(store, become) {
  const { t } = store.context;
  const items = () =>
    colleagues(store).map((person) => ({
      label: person.name,
      detail: person.title,
      value: person.id,
      selected: person.id === store.me.id,
    }));
  const node = h(
    "button",
    {
      type: "button",
      class: "who-button",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "aria-label": `${t("actingAs", { name: store.me.name })}. ${t("actAs")}`,
      data: { id: "who" },
      on: {
        click: () =>
          openPicker(node, items, {
            label: t("actAs"),
            filterLabel: t("filter"),
            empty: t("nothingFound"),
            onChoose: (item) => become(item.value),
          }),
      },
    },
    avatar(store.me),
    h("span", { class: "who-text" }, h("span", { class: "who-name" }, store.me.name), h("span", { class: "quiet" }, store.me.title || store.me.handle)),
    icon("down"),
  );
  return node;
}

function group(title, buttons, hint = null) {
  if (!buttons.length) return null;
  const head = title ? h("h2", {}, title, hint ? h("span", { class: "group-hint" }, hint) : null) : null;
  return h("section", {}, head, h("ul", {}, buttons.map((button) => h("li", {}, button))));
}

function placeButton(store, place) {
  const { t } = store.context;
  const unread = store.isUnread(place);
  const current = place.id === store.placeId;
  const sign = place.kind === "private" ? icon("lock") : h("span", { class: "hash", "aria-hidden": "true" }, place.kind === "dm" ? "" : "#");
  return h(
    "button",
    {
      type: "button",
      class: ["place", unread ? "unread" : "", place.is_archived ? "archived" : ""].join(" ").trim(),
      "aria-current": current ? "page" : null,
      data: { id: place.id },
      on: { click: () => store.go(place.id, place.kind === "dm" ? homeTab(store) : "messages") },
    },
    place.kind === "dm" ? avatar(store.bot) : sign,
    h("span", { class: "place-name" }, place.name),
    place.kind === "dm" ? presence(store) : null,
    unread ? h("span", { class: "dot" }, h("span", { class: "sr" }, t("unread"))) : null,
  );
}

// an unread message is what one comes for; otherwise the app opens at its Home
function homeTab(store) {
  const dm = store.channels.find((place) => place.kind === "dm");
  return store.bot.has_home === false || store.isUnread(dm) ? "messages" : "home";
}

function presence(store) {
  const label = store.context.t(store.connected ? "botOnline" : "botOffline");
  return h("span", { class: store.connected ? "presence on" : "presence", title: label }, h("span", { class: "sr" }, label));
}

function personButton(store, person, become) {
  const current = person.id === store.me.id;
  return h(
    "button",
    {
      type: "button",
      class: "place person",
      "aria-current": current ? "true" : null,
      title: person.title,
      data: { id: person.id },
      on: { click: () => become(person.id) },
    },
    avatar(person),
    h("span", { class: "place-name" }, person.name),
  );
}

/** Everything one can jump to by name: {label, detail, run}. */
export function destinations(store, become) {
  const toPlace = store.channels.map((place) => ({
    label: placeLabel(place),
    detail: place.topic,
    run: () => store.go(place.id, "messages"),
  }));
  const toPerson = colleagues(store).map((person) => ({ label: person.name, detail: person.title, run: () => become(person.id) }));
  return [...toPlace, ...toPerson];
}
