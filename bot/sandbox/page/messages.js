// A list of messages, kept equal to what the store knows without rebuilding what did not change.

import { openMenu } from "./choices.js";
import { renderBlocks } from "./blocks.js";
import { fill, h, icon } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";
import { placeLabel } from "./context.js";
import { focusWithin, makeSurface, refocus } from "./surface.js";
import { clockTime, dayKey, dayTitle, fullTime, timeNode, tsDate } from "./times.js";

const TOGETHER_SECONDS = 300;
const NEAR_BOTTOM = 120;

/** A round sign with a person's initials. */
export function avatar(person) {
  const node = h("span", { class: person.is_bot ? "avatar bot" : "avatar", "aria-hidden": "true" }, person.is_bot ? person.name.slice(0, 2) : person.initials);
  if (person.color && !person.is_bot) node.style.background = `#${person.color}`;
  return node;
}

/** Shows messages in `node`; `inThread` leaves out the way to the thread. */
export class MessageList {
  constructor(store, { inThread = false } = {}) {
    this.store = store;
    this.inThread = inThread;
    this.node = h("div", { class: "messages", role: "log", tabindex: "0" });
    this.more = h("button", { type: "button", class: "jump-down", hidden: true, on: { click: () => this.toBottom() } });
    this.frame = h("div", { class: "messages-frame" }, this.node, this.more);
    this.rows = new Map();
    this.drafts = new Map();
    // at the bottom one stays there, whatever is added; scrolled up, one is left in peace
    this.following = true;
    this.node.addEventListener("scroll", () => {
      this.following = this.atBottom();
      if (this.following) this.more.hidden = true;
    });
    new ResizeObserver(() => this.following && this.toBottom()).observe(this.node);
  }

  /** Start over, for another place or person. */
  clear() {
    this.rows.clear();
    this.drafts.clear();
    this.node.replaceChildren();
    this.more.hidden = true;
    this.following = true;
  }

  /** Show these messages, oldest first. */
  show(messages, { label }) {
    const { t } = this.store.context;
    this.node.setAttribute("aria-label", label);
    fill(this.more, icon("down"), t("newMessages"));
    const fresh = this.rows.size === 0;
    const rows = new Map();
    let added = false;
    let before = null;
    for (const message of messages) {
      const day = dayKey(tsDate(message.ts), this.store.context);
      const newDay = !before || dayKey(tsDate(before.ts), this.store.context) !== day;
      if (newDay && !this.inThread) rows.set(day, this.row(day, this.dayText(message), () => this.line(this.dayText(message))));
      const head = newDay || !together(before, message);
      const row = this.row(message.key, signature(message, head), () => this.message(message, head));
      added ||= !this.rows.has(message.key);
      rows.set(message.key, row);
      if (this.inThread && !before && messages.length > 1) {
        const count = messages.length - 1;
        rows.set("count", this.row("count", String(count), () => this.line(t("replies", { count }))));
      }
      before = message;
    }
    this.place(rows, fresh);
    if (this.following) this.toBottom({ showTopOf: added && !fresh ? rows.get(before.key).node : null });
    else if (added) this.more.hidden = false;
  }

  row(key, signed, build) {
    const old = this.rows.get(key);
    if (old?.signed === signed) return old;
    const node = build();
    if (old) {
      const where = focusWithin(old.node);
      old.node.replaceWith(node);
      refocus(node, where, node.querySelector(".blocks button, .blocks a") ?? node);
    }
    return { signed, node };
  }

  place(rows, fresh) {
    for (const [key, row] of this.rows) if (!rows.has(key)) row.node.remove();
    let next = this.node.firstChild;
    for (const [key, row] of rows) {
      if (row.node === next) next = next.nextSibling;
      else {
        if (!fresh && !this.rows.has(key)) row.node.classList.add("arrived");
        this.node.insertBefore(row.node, next);
      }
    }
    this.rows = rows;
  }

  atBottom() {
    return this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight < NEAR_BOTTOM;
  }

  /** Scroll to the end; a last message that is taller than the list is shown from its top. */
  toBottom({ showTopOf = null } = {}) {
    this.following = true;
    this.more.hidden = true;
    this.node.scrollTop = this.node.scrollHeight;
    if (showTopOf && showTopOf.offsetHeight > this.node.clientHeight) showTopOf.scrollIntoView({ block: "start" });
  }

  /** Bring a message into view and point it out. */
  reveal(ts) {
    const found = this.node.querySelector(`[data-ts="${CSS.escape(ts)}"]`);
    if (!found) return;
    this.following = false;
    found.scrollIntoView({ block: "center" });
    found.classList.add("pointed");
    found.focus({ preventScroll: true });
    setTimeout(() => found.classList.remove("pointed"), 2000);
  }

  dayText(message) {
    return dayTitle(tsDate(message.ts), this.store.context);
  }

  line(text) {
    return h("div", { class: "day", role: "separator" }, h("span", {}, text));
  }

  message(message, head) {
    const { context } = this.store;
    const when = tsDate(message.ts);
    const time = h("time", { datetime: when.toISOString(), title: fullTime(when, context) }, clockTime(when, context));
    return h(
      "article",
      {
        class: ["message", head ? "" : "follows", message.ephemeral ? "ephemeral" : ""].join(" ").trim(),
        tabindex: "-1",
        "aria-label": `${message.author.name}, ${clockTime(when, context)}`,
        data: { key: message.key, ts: message.ts },
      },
      head ? avatar(message.author) : h("span", { class: "gutter" }, time.cloneNode(true)),
      h(
        "div",
        { class: "message-main" },
        message.ephemeral ? h("p", { class: "only-you" }, icon("eye"), context.t("ephemeral")) : null,
        head ? this.head(message, time) : null,
        this.body(message),
        this.replies(message),
      ),
      this.tools(message),
    );
  }

  head(message, time) {
    const { t, person } = this.store.context;
    return h(
      "header",
      { class: "message-head" },
      h("span", { class: "author" }, message.author.name),
      message.author.is_bot ? h("span", { class: "badge" }, t("app")) : null,
      time,
      message.shared_by ? h("span", { class: "quiet" }, t("sharedBy", { name: person(message.shared_by) ?? message.shared_by })) : null,
    );
  }

  body(message) {
    const { context } = this.store;
    const edited = message.edited ? h("span", { class: "quiet edited" }, ` (${context.t("edited")})`) : null;
    if (!message.blocks?.length) return h("div", { class: "text-body" }, mrkdwn(message.text, context), edited);
    const container = { type: "message", channel: message.channel, key: message.key };
    if (!this.drafts.has(message.key)) this.drafts.set(message.key, new Map());
    const surface = makeSurface(this.store, container, { state: message.state, drafts: this.drafts.get(message.key) });
    return h("div", { class: "blocks" }, renderBlocks(message.blocks, surface), edited);
  }

  replies(message) {
    if (this.inThread || !message.reply_count) return null;
    const { context } = this.store;
    const last = message.last_reply_ts ? tsDate(message.last_reply_ts) : null;
    const authors = (message.reply_user_ids ?? []).slice(0, 4).map((id) => this.someone(id)).filter(Boolean);
    return h(
      "button",
      { type: "button", class: "replies", on: { click: () => this.store.openThread(message.channel, message.ts) } },
      authors.map(avatar),
      h("span", { class: "replies-count" }, context.t("replies", { count: message.reply_count })),
      last ? h("span", { class: "quiet" }, timeNode(last, "{day_title} {time}", context)) : null,
    );
  }

  someone(id) {
    return id === this.store.bot.id ? this.store.bot : this.store.people.find((person) => person.id === id);
  }

  tools(message) {
    if (message.ephemeral) return null;
    const { t } = this.store.context;
    const shortcuts = this.store.shortcuts.filter((shortcut) => shortcut.type === "message");
    const items = shortcuts.map((shortcut) => ({
      label: shortcut.name,
      detail: shortcut.description,
      run: () =>
        this.store.act("/page/message_shortcut", { callback_id: shortcut.callback_id, channel: message.channel, key: message.key }),
    }));
    const menu = h(
      "button",
      {
        type: "button",
        class: "tool",
        "aria-label": t("messageActions"),
        title: t("messageActions"),
        "aria-haspopup": "menu",
        "aria-expanded": "false",
        on: { click: () => openMenu(menu, items, { label: t("messageActions") }) },
      },
      icon("more"),
    );
    const reply = h(
      "button",
      {
        type: "button",
        class: "tool",
        "aria-label": t("replyInThread"),
        title: t("replyInThread"),
        on: { click: () => this.store.openThread(message.channel, message.thread_ts ?? message.ts) },
      },
      icon("reply"),
    );
    return h("div", { class: "tools" }, this.inThread ? null : reply, items.length ? menu : null);
  }
}

function together(before, message) {
  return (
    before.user === message.user &&
    before.ephemeral === message.ephemeral &&
    !message.ephemeral &&
    !message.shared_by &&
    Number.parseFloat(message.ts) - Number.parseFloat(before.ts) < TOGETHER_SECONDS
  );
}

// what was filled in is kept by the surface: a new state alone is no reason to build the message anew
function signature(message, head) {
  return JSON.stringify({ ...message, state: null, head });
}

/** The messages of a Map, oldest first. */
export function inOrder(messages) {
  return [...messages.values()].sort((one, other) => Number.parseFloat(one.ts) - Number.parseFloat(other.ts) || one.ts.localeCompare(other.ts));
}

/** A label for the messages of a place. */
export function messagesLabel(store, place) {
  return store.context.t("messagesIn", { place: placeLabel(place) });
}
