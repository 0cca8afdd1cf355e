// The middle: a place's name, its messages and a field to type in; for kb itself also App Home.

import { Composer } from "./composer.js";
import { fill, h, icon } from "./dom.js";
import { HomeView } from "./home.js";
import { inOrder, MessageList, messagesLabel } from "./messages.js";
import { placeLabel } from "./context.js";

/** Build the middle column; it follows the store. */
export function conversation(store) {
  const list = new MessageList(store);
  const home = new HomeView(store);
  const composer = new Composer(store, () => target(store), { onSend: () => list.toBottom() });
  const head = h("header", { class: "place-head" });
  const instead = h("div", { class: "composer-instead" });
  const empty = h("div", { class: "empty" });
  const node = h("main", { class: "conversation", id: "conversation" }, head, home.node, empty, list.frame, composer.node, instead);
  let shown = null;

  const show = () => {
    const place = store.here;
    if (!place) return;
    const key = `${store.me.id} ${place.id}`;
    const moved = key !== shown;
    if (moved) {
      list.clear();
      composer.clear();
    }
    shown = key;
    const atHome = place.kind === "dm" && store.tab === "home";
    showHead(head, place, store);
    home.node.hidden = !atHome;
    list.frame.hidden = atHome || (store.messages.size === 0);
    empty.hidden = atHome || store.messages.size > 0;
    showEmpty(empty, store);
    if (store.messages.size) list.show(inOrder(store.messages), { label: messagesLabel(store, place) });
    const refusal = atHome ? null : refusalFor(place, store);
    composer.node.hidden = atHome || Boolean(refusal);
    instead.hidden = !refusal;
    fill(instead, refusal);
    composer.refresh();
    if (atHome) home.show();
  };
  store.on("me places messages home", show);
  // days have names like "today": they change when the clock does
  store.on("clock", () => store.here && store.messages.size && show());
  return { node, composer, list };
}

function target(store) {
  const place = store.here;
  if (!place) return null;
  const { t } = store.context;
  const label = place.kind === "dm" ? t("composerDm") : t("composerChannel", { place: placeLabel(place) });
  return { channel: place.id, label };
}

function showEmpty(node, store) {
  const { t } = store.context;
  if (!store.loaded) fill(node, h("p", { class: "loading", role: "status" }, t("loading")));
  else fill(node, h("p", {}, t("emptyConversation")), h("p", { class: "quiet" }, t("emptyConversationHint")));
}

function refusalFor(place, store) {
  const { t } = store.context;
  if (place.is_archived) return h("p", {}, t("archived"));
  if (place.is_member) return null;
  return [
    h("p", {}, t("notMember")),
    h("button", { type: "button", class: "button", on: { click: () => store.act("/page/join", { channel: place.id }) } }, t("join")),
  ];
}

function showHead(head, place, store) {
  const { t } = store.context;
  const where = head.contains(document.activeElement) ? document.activeElement.id : null;
  if (place.kind === "dm") {
    const tab = (name, label) =>
      h(
        "button",
        {
          type: "button",
          role: "tab",
          id: `tab-${name}`,
          class: "tab",
          "aria-selected": String(store.tab === name),
          tabindex: store.tab === name ? "0" : "-1",
          on: { click: () => store.go(place.id, name), keydown: tabKeys },
        },
        label,
      );
    const tabs = [store.bot.has_home === false ? null : tab("home", t("home")), tab("messages", t("messages"))];
    fill(head, h("h1", {}, place.name), h("div", { class: "tabs", role: "tablist", "aria-label": t("homeTabs") }, tabs));
  } else {
    const active = place.members?.length ?? 0;
    fill(
      head,
      h("h1", {}, place.kind === "private" ? [icon("lock"), h("span", { class: "sr" }, t("privateChannel"))] : h("span", { class: "hash", "aria-hidden": "true" }, "#"), place.name),
      place.topic ? h("p", { class: "topic" }, place.topic) : h("p", { class: "topic" }),
      h("span", { class: "quiet" }, t("members", { count: active })),
      place.bot_is_member || place.is_archived ? null : addBot(place, store),
    );
  }
  if (where) head.querySelector(`#${where}`)?.focus();
}

function addBot(place, store) {
  const { t } = store.context;
  return h(
    "button",
    { type: "button", class: "button small", title: t("botAbsent"), on: { click: () => store.act("/page/invite_bot", { channel: place.id }) } },
    t("addBot"),
  );
}

function tabKeys(event) {
  if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
  const other = [...event.currentTarget.parentElement.children].find((tab) => tab !== event.currentTarget);
  if (!other) return;
  event.preventDefault();
  other.focus();
  other.click();
}
