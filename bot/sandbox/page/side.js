// The right column: a thread, the guided start or the traffic; closed when there is nothing to show.

import { Composer } from "./composer.js";
import { fill, h, icon } from "./dom.js";
import { guideSteps } from "./guide.js";
import { Inspector } from "./inspector.js";
import { inOrder, MessageList, messagesLabel } from "./messages.js";
import { placeLabel } from "./context.js";

/** Build the right column; it follows the store. `prepare(step.try)` sets up a step of the guided start. */
export function sideColumn(store, prepare) {
  const title = h("h2");
  const sub = h("span", { class: "quiet" });
  const closeButton = h("button", { type: "button", class: "tool", on: { click: () => leave() } }, icon("close"));
  const body = h("div", { class: "side-body" });
  const node = h("aside", { class: "side" }, h("header", { class: "place-head" }, title, sub, closeButton), body);
  const threads = new MessageList(store, { inThread: true });
  const composer = new Composer(store, () => threadTarget(store), { commands: false, onSend: () => threads.toBottom() });
  const inspector = new Inspector(store);
  const steps = h("div", { class: "guide" });
  let cameFrom = null;
  let shown = null;

  const leave = () => {
    store.closeSide();
    if (cameFrom?.isConnected) cameFrom.focus();
    else document.querySelector("#conversation textarea, #conversation [tabindex='0']")?.focus();
  };

  const show = () => {
    const { t } = store.context;
    const { side } = store;
    node.hidden = !side;
    document.body.classList.toggle("with-side", Boolean(side));
    if (!side) {
      shown = null;
      return;
    }
    node.setAttribute("aria-label", t("sidePanel"));
    closeButton.setAttribute("aria-label", t("close"));
    closeButton.title = t("close");
    title.textContent = t(side);
    sub.textContent = side === "thread" ? t("threadIn", { place: placeLabel(store.place(store.thread.channel)) }) : "";
    const key = side === "thread" ? `${store.thread.channel} ${store.thread.ts}` : side;
    if (key === shown) return;
    if (!node.contains(document.activeElement)) cameFrom = document.activeElement;
    shown = key;
    if (side === "thread") {
      threads.clear();
      fill(body, threads.frame, composer.node);
      composer.clear();
      composer.refresh();
      composer.field.focus();
    } else fill(body, side === "guide" ? steps : inspector.node);
    if (side === "inspector") inspector.show();
  };
  const showThread = () => {
    if (store.side !== "thread" || !store.thread) return;
    if (!store.thread.loaded && !store.thread.messages.size) return;
    threads.show(inOrder(store.thread.messages), { label: messagesLabel(store, store.place(store.thread.channel)) });
  };
  store.on("me side", () => store.me && show());
  store.on("thread clock", showThread);
  store.on("me guide", () => store.me && fill(steps, guideSteps(store, prepare)));
  store.on("inspector", () => store.side === "inspector" && inspector.show());
  document.addEventListener("keydown", (event) => {
    const mine = store.side === "thread" || node.contains(document.activeElement);
    if (event.key !== "Escape" || event.defaultPrevented || !mine || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    leave();
  });
  return { node, threads };
}

function threadTarget(store) {
  if (!store.thread) return null;
  return { channel: store.thread.channel, thread_ts: store.thread.ts, label: store.context.t("composerThread") };
}
