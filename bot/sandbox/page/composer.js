// The field to type in: Enter sends, `/` completes commands, `@` people, `#` channels.

import { ChoiceList, narrow, openMenu, place as placePopup } from "./choices.js";
import { fill, h, icon, uid } from "./dom.js";

const MAX_HEIGHT = 200;
const SUGGESTIONS = 8;

/** A composer. `target()` says where it sends: {channel, thread_ts?, label, isDm}, or null when it cannot. */
export class Composer {
  constructor(store, target, { commands = true, onSend = () => {} } = {}) {
    this.store = store;
    this.target = target;
    this.commands = commands;
    this.onSend = onSend;
    this.hintId = uid("hint");
    this.list = new ChoiceList({ label: "", onChoose: (item) => this.complete(item) });
    this.list.onActive = (id) => this.field.setAttribute("aria-activedescendant", id);
    this.popup = h("div", { class: "popup", popover: "manual" }, this.list.node);
    this.field = h("textarea", {
      class: "composer-field",
      rows: "1",
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.node.id,
      "aria-describedby": this.hintId,
      autocomplete: "off",
      on: {
        input: () => this.typed(),
        keydown: (event) => this.key(event),
        blur: () => this.hideSuggestions(),
        click: () => this.suggest(),
      },
    });
    this.hint = h("p", { class: "composer-hint", id: this.hintId });
    this.sendButton = h("button", { type: "button", class: "tool send", on: { click: () => this.send() } }, icon("send"));
    this.plus = h("button", {
      type: "button",
      class: "tool",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      on: { click: () => this.openShortcuts() },
    }, icon("plus"));
    this.problem = h("p", { class: "composer-problem", role: "alert", hidden: true });
    this.node = h(
      "div",
      { class: "composer" },
      this.problem,
      h("div", { class: "composer-box" }, commands ? this.plus : null, this.field, this.sendButton),
      this.hint,
      this.popup,
    );
  }

  /** Bring the labels up to date with where it stands. */
  refresh() {
    const { t } = this.store.context;
    const target = this.target();
    const label = target?.label ?? "";
    this.field.setAttribute("placeholder", label);
    this.field.setAttribute("aria-label", label);
    this.list.node.setAttribute("aria-label", t("suggestions"));
    for (const [button, key] of [[this.sendButton, "send"], [this.plus, "globalShortcuts"]]) {
      button.setAttribute("aria-label", t(key));
      button.title = t(key);
    }
    this.typed({ quiet: true });
  }

  clear() {
    this.field.value = "";
    this.problem.hidden = true;
    this.typed({ quiet: true });
  }

  /** Put text in the field, ready to be sent. */
  set(text) {
    this.field.value = text;
    this.field.focus();
    this.field.setSelectionRange(text.length, text.length);
    this.typed({ quiet: true });
  }

  typed({ quiet = false } = {}) {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, MAX_HEIGHT)}px`;
    const text = this.field.value;
    this.sendButton.disabled = !text.trim();
    const command = this.commands && this.store.commands.find((one) => text === one.command || text.startsWith(`${one.command} `));
    const { t } = this.store.context;
    fill(this.hint, command ? [h("strong", {}, command.command), ` ${command.usage_hint ?? ""}`] : t(this.commands ? "composerHint" : "composerHintThread"));
    if (!quiet) this.suggest();
  }

  key(event) {
    if (this.open) {
      if (event.key === "Tab" && !event.shiftKey) {
        event.preventDefault();
        this.list.onChoose(this.list.items[this.list.active]);
        return;
      }
      if (event.key === "Escape") {
        event.preventDefault();
        event.stopPropagation();
        this.hideSuggestions();
        return;
      }
      if (this.list.key(event)) return;
    }
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    }
  }

  async send() {
    const target = this.target();
    const text = this.field.value;
    if (!text.trim() || !target || this.node.getAttribute("aria-busy")) return;
    this.clear();
    this.hideSuggestions();
    this.onSend();
    this.node.setAttribute("aria-busy", "true");
    const body = { channel: target.channel, text, ...(target.thread_ts ? { thread_ts: target.thread_ts } : {}) };
    const outcome = await this.store.act("/page/say", body);
    this.node.removeAttribute("aria-busy");
    if (outcome.ok) return;
    // nothing typed is lost: the text comes back, unless something else was begun meanwhile
    if (!this.field.value) this.field.value = text;
    fill(this.problem, this.store.context.t("notSent"));
    this.problem.hidden = false;
    this.typed({ quiet: true });
  }

  openShortcuts() {
    const { t } = this.store.context;
    const shortcuts = this.store.shortcuts.filter((shortcut) => shortcut.type === "global");
    const items = shortcuts.map((shortcut) => this.shortcutItem(shortcut));
    openMenu(this.plus, items.length ? items : [{ label: t("noShortcuts"), run: () => {} }], { label: t("globalShortcuts"), align: "start" });
  }

  shortcutItem(shortcut) {
    return {
      label: shortcut.name,
      detail: shortcut.description,
      run: () => this.store.act("/page/shortcut", { callback_id: shortcut.callback_id }),
    };
  }

  // -- completion -----------------------------------------------------------------------------------------------

  get open() {
    return this.popup.matches(":popover-open");
  }

  suggest() {
    const found = this.suggestions();
    if (!found?.items.length) return this.hideSuggestions();
    this.from = found.from;
    if (!this.open) this.popup.showPopover();
    this.field.setAttribute("aria-expanded", "true");
    this.list.set(found.items.slice(0, SUGGESTIONS));
    placePopup(this.popup, this.field, { width: 320 });
  }

  hideSuggestions() {
    if (this.open) this.popup.hidePopover();
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  suggestions() {
    const before = this.field.value.slice(0, this.field.selectionStart);
    const found = /(^|\s)([@#/])([\p{L}\p{N}._-]*)$/u.exec(before);
    if (!found) return null;
    const [, , sign, query] = found;
    const from = before.length - query.length - 1;
    if (sign === "/") return from === 0 && this.commands ? { from, items: this.commandItems(query) } : null;
    if (sign === "@") return { from, items: narrow(this.personItems(), query) };
    return { from, items: narrow(this.placeItems(), query) };
  }

  commandItems(query) {
    const commands = this.store.commands
      .filter((one) => one.command.slice(1).startsWith(query))
      .map((one) => ({ label: [h("strong", {}, one.command), ` ${one.usage_hint ?? ""}`], detail: one.description, insert: one.command }));
    const shortcuts = this.store.shortcuts
      .filter((one) => one.type === "global" && one.name.toLowerCase().includes(query.toLowerCase()))
      .map((one) => this.shortcutItem(one));
    return [...commands, ...shortcuts];
  }

  personItems() {
    const { bot, people } = this.store;
    const active = people.filter((person) => person.active && !person.is_bot);
    return [bot, ...active].map((person) => ({
      label: person.name,
      search: person.handle,
      detail: `@${person.handle ?? person.name}`,
      insert: `@${person.handle ?? person.name}`,
    }));
  }

  placeItems() {
    return this.store.channels
      .filter((place) => place.kind !== "dm")
      .map((place) => ({ label: `#${place.name}`, insert: `#${place.name}` }));
  }

  complete(item) {
    this.hideSuggestions();
    if (item.run) {
      this.clear();
      item.run();
      return;
    }
    const at = this.field.selectionStart;
    this.field.setRangeText(`${item.insert} `, this.from, at, "end");
    this.field.focus();
    this.typed({ quiet: true });
  }
}
