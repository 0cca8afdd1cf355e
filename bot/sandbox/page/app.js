// Puts the page together: who acts, the three columns, the bar, the modal, and the keys that work everywhere.

import { get } from "./api.js";
import { placeLabel } from "./context.js";
import { conversation } from "./conversation.js";
import { fill, h } from "./dom.js";
import { openJump } from "./jump.js";
import { tickable } from "./guide.js";
import { followLinks } from "./links.js";
import { recall, remember } from "./memory.js";
import { modalWindow } from "./modal.js";
import { notices } from "./notices.js";
import { destinations, places } from "./places.js";
import { sideColumn } from "./side.js";
import { Store } from "./store.js";
import { renewTimes } from "./times.js";
import { topbar } from "./topbar.js";
import { languageOf, translator } from "./words.js";

const root = document.getElementById("app");

/** The acting person and place stand in the address, so that a reload or a second tab finds them. */
function readAddress() {
  const params = new URLSearchParams(window.location.hash.slice(1));
  return { as: params.get("as"), place: params.get("in") };
}

function writeAddress(store) {
  const params = new URLSearchParams({ as: store.me.id, in: store.placeId ?? "" });
  window.history.replaceState(null, "", `#${params}`);
}

/** Who to be when the address does not say: the first who speaks the browser's language. */
function speaker(people) {
  return people.find((person) => languageOf(person.locale) === languageOf(navigator.language));
}

function showFailure() {
  const t = translator(languageOf(navigator.language));
  fill(
    root,
    h(
      "div",
      { class: "start-failed", role: "alert" },
      h("p", {}, t("startFailed")),
      h("button", { type: "button", class: "button primary", on: { click: start } }, t("retry")),
    ),
  );
}

async function start() {
  try {
    const { people } = await get("/page/people");
    const choices = people.filter((person) => person.active && !person.is_bot);
    const asked = readAddress();
    const first = choices.find((person) => person.id === asked.as) ?? speaker(choices) ?? choices[0];
    const store = new Store();
    build(store);
    await store.actAs(first.id, asked.place);
  } catch (error) {
    console.warn(error);
    showFailure();
  }
}

function build(store) {
  const become = async (id) => {
    if (id === store.me.id) return;
    await store.actAs(id, store.placeId);
    middle.composer.field.focus();
  };
  const jump = () => openJump(store.context, destinations(store, become));
  const prepare = async (attempt) => {
    if (attempt.as) await become(attempt.as);
    const place = attempt.channel === "dm" ? store.channels.find((one) => one.kind === "dm")?.id : attempt.channel;
    if (place && store.place(place)) await store.go(place, attempt.tab ?? "messages");
    if (attempt.type) middle.composer.set(attempt.type);
  };
  const middle = conversation(store);
  const modal = modalWindow(store, () => middle.composer.field.focus());
  const said = notices(store);
  const skip = h("a", { class: "skip", href: "#", on: { click: (event) => skipToField(event, middle) } });
  const bar = topbar(store, jump);
  const left = places(store, become);
  const right = sideColumn(store, prepare);
  store.on("me", () => {
    document.documentElement.lang = store.context.language;
    skip.textContent = store.context.t("skip");
    if (store.side === undefined) store.openSide(firstSide(store));
  });
  rememberClosing(store);
  store.on("clock", () => store.me && renewTimes(store.context));
  store.on("places", () => {
    writeAddress(store);
    document.title = store.here ? `${placeLabel(store.here)} · ${store.me.name}` : store.me.name;
  });
  followLinks(store, (ts) => {
    middle.list.reveal(ts);
    right.threads.reveal(ts);
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && !document.querySelector("dialog[open]")) {
      event.preventDefault();
      jump();
    }
  });
  fill(root, skip, bar.node, h("div", { class: "columns" }, left.node, middle.node, right.node), modal.node, said.node);
}

/** What stands at the right at first: the guided start, unless it is done and was closed, or there is no room. */
function firstSide(store) {
  const steps = tickable(store.guide);
  if (!steps.length || window.innerWidth < 1100) return null;
  return steps.every((step) => step.done) && recall("guide") === "closed" ? null : "guide";
}

function rememberClosing(store) {
  let before = null;
  store.on("side", () => {
    if (store.side === "guide") remember("guide", "open");
    else if (before === "guide" && store.side !== "thread") remember("guide", "closed");
    before = store.side;
  });
}

function skipToField(event, middle) {
  event.preventDefault();
  middle.composer.field.focus();
}

start();

