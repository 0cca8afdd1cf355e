// What should be seen in passing: refusals, a bot that does not answer, a lost connection.

import { fill, h, icon } from "./dom.js";

const STAYS_MS = 8000;

/** Build the corner where notices appear; each goes away by itself or by its button. */
export function notices(store) {
  const list = h("div", { role: "status", "aria-live": "polite" });
  const line = h("p", { class: "line", role: "alert", hidden: true });
  const node = h("div", { class: "notices", popover: "manual" }, line, list);
  const toFront = () => {
    // a popover that is shown again stands above a modal that opened since
    if (node.matches(":popover-open")) node.hidePopover();
    if (list.childElementCount || !line.hidden) node.showPopover();
  };
  const drop = (note) => {
    note.remove();
    if (!list.childElementCount && line.hidden && node.matches(":popover-open")) node.hidePopover();
  };
  store.onNotice = (text) => {
    for (const same of [...list.children].filter((one) => one.dataset.text === text)) same.remove();
    const close = h(
      "button",
      { type: "button", class: "tool", "aria-label": store.context.t("close"), on: { click: () => drop(note) } },
      icon("close"),
    );
    const note = h("div", { class: "notice", data: { text } }, h("span", {}, text), close);
    list.append(note);
    toFront();
    setTimeout(() => drop(note), STAYS_MS);
  };
  store.on("line me", () => {
    line.hidden = store.online;
    if (!store.online) fill(line, store.context.t("offline"));
    toFront();
  });
  return { node };
}
