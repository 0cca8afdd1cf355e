// The raw traffic between the bot and this stand-in for Slack.

import { fill, h } from "./dom.js";
import { clockTime } from "./times.js";

const SHOWN = 200;

/** A list of traffic that only adds what is new; the JSON of an entry is built when it is opened. */
export class Inspector {
  constructor(store) {
    this.store = store;
    this.filter = h("input", { type: "text", class: "text", autocomplete: "off", spellcheck: "false", on: { input: () => this.redraw() } });
    this.clearButton = h("button", { type: "button", class: "button small", on: { click: () => this.empty() } });
    this.list = h("div", { class: "traffic", role: "log" });
    this.note = h("p", { class: "empty" });
    this.node = h("div", { class: "inspector" }, h("div", { class: "inspector-bar" }, this.filter, this.clearButton), this.note, this.list);
    this.last = 0;
    this.from = 0;
  }

  /** Add what came since the last time. */
  show() {
    const { t } = this.store.context;
    this.filter.placeholder = t("inspectorFilter");
    this.filter.setAttribute("aria-label", t("inspectorFilter"));
    this.clearButton.textContent = t("clear");
    this.list.setAttribute("aria-label", t("inspector"));
    this.note.textContent = t("inspectorEmpty");
    const newest = this.store.inspector.at(-1)?.n ?? 0;
    if (newest < this.last) this.redraw();
    const fresh = this.store.inspector.filter((entry) => entry.n > Math.max(this.last, this.from) && this.matches(entry));
    const atEnd = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 60;
    this.list.append(...fresh.slice(-SHOWN).map((entry) => this.row(entry)));
    while (this.list.childElementCount > SHOWN) this.list.firstElementChild.remove();
    this.last = newest;
    this.note.hidden = this.list.childElementCount > 0;
    if (fresh.length && atEnd) this.list.scrollTop = this.list.scrollHeight;
  }

  redraw() {
    this.list.replaceChildren();
    this.last = 0;
    this.show();
  }

  empty() {
    this.from = this.store.inspector.at(-1)?.n ?? 0;
    this.redraw();
  }

  matches(entry) {
    const query = this.filter.value.trim().toLowerCase();
    return !query || `${entry.kind} ${titleOf(entry)}`.toLowerCase().includes(query);
  }

  row(entry) {
    const { context } = this.store;
    const node = h(
      "details",
      { class: entry.ok ? "entry" : "entry failed" },
      h(
        "summary",
        {},
        h("span", { class: "entry-kind" }, entry.kind.replace("_", " ")),
        h("span", { class: "entry-title", title: titleOf(entry) }, titleOf(entry)),
        h("time", { class: "quiet" }, clockTime(new Date(entry.at), context)),
      ),
    );
    node.addEventListener("toggle", () => {
      if (!node.open || node.childElementCount > 1) return;
      for (const [key, title] of [["request", "inspectorRequest"], ["response", "inspectorResponse"]]) {
        if (entry[key] !== null && entry[key] !== undefined) node.append(h("h4", {}, context.t(title)), jsonTree(entry[key]));
      }
    });
    return node;
  }
}

/** What an entry is about: for an envelope also which command, action or event it carries. */
function titleOf(entry) {
  const payload = entry.request?.payload;
  if (!payload) return entry.title;
  const about = [
    payload.command,
    payload.event?.type,
    payload.command || payload.event ? null : payload.type,
    payload.actions?.[0]?.action_id ?? payload.callback_id ?? payload.view?.callback_id,
  ];
  return [entry.title, ...about].filter(Boolean).join(" ");
}

/** JSON as a tree one can fold. `open`: whether it starts unfolded; what is deep starts folded. */
export function jsonTree(value, open = true) {
  if (value === null || typeof value !== "object") {
    return h("span", { class: `json-${value === null ? "null" : typeof value}` }, JSON.stringify(value));
  }
  const entries = Object.entries(value);
  const [left, right] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  if (!entries.length) return h("span", { class: "json-empty" }, left + right);
  const row = ([key, item]) =>
    h("div", { class: "json-row" }, h("span", { class: "json-key" }, `${key}: `), jsonTree(item, key === "payload"));
  const node = h("details", { class: "json", open }, h("summary", {}, `${left} ${entries.length} ${right}`));
  const grow = () => node.open && node.childElementCount === 1 && node.append(h("div", { class: "json-rows" }, entries.map(row)));
  node.addEventListener("toggle", grow);
  grow();
  return node;
}
