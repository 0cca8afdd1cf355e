// Lists to choose from: menus, selects, completion. One list, one set of keys, three uses.

import { fill, focusables, h, uid } from "./dom.js";

/**
 * A keyboard-driven list. Items: {label, detail?, value, group?, danger?, selected?}.
 * `role` is "listbox" (choose a value) or "menu" (do something).
 */
export class ChoiceList {
  constructor({ role = "listbox", label, onChoose, empty = "" }) {
    this.itemRole = role === "menu" ? "menuitem" : "option";
    this.node = h("div", { class: "choices", role, "aria-label": label, id: uid("list"), tabindex: "-1" });
    this.onChoose = onChoose;
    this.empty = empty;
    this.items = [];
    this.active = -1;
  }

  set(items, active = 0) {
    this.items = items;
    this.rows = items.map((item, index) =>
      h(
        "div",
        {
          id: uid("choice"),
          role: this.itemRole,
          class: item.danger ? "choice danger" : "choice",
          "aria-selected": this.itemRole === "option" ? String(Boolean(item.selected)) : null,
          on: {
            pointermove: () => this.activate(index),
            pointerdown: (event) => event.preventDefault(),
            click: () => this.onChoose(item),
          },
        },
        h("span", { class: "choice-label" }, item.label),
        item.detail ? h("span", { class: "choice-detail" }, item.detail) : null,
      ),
    );
    const nodes = [];
    items.forEach((item, index) => {
      if (item.group && item.group !== items[index - 1]?.group) nodes.push(h("div", { class: "choice-group", role: "presentation" }, item.group));
      nodes.push(this.rows[index]);
    });
    fill(this.node, nodes.length ? nodes : h("p", { class: "choice-empty" }, this.empty));
    this.activate(items.length ? Math.max(0, active) : -1);
  }

  activate(index) {
    this.rows?.[this.active]?.classList.remove("active");
    this.active = index;
    this.rows?.[index]?.classList.add("active");
    this.rows?.[index]?.scrollIntoView({ block: "nearest" });
    this.onActive?.(this.rows?.[index]?.id ?? "");
  }

  /** Handle a key of the list; true when it was one. */
  key(event) {
    const last = this.items.length - 1;
    if (last < 0) return false;
    if (event.key === "ArrowDown") this.activate(this.active >= last ? 0 : this.active + 1);
    else if (event.key === "ArrowUp") this.activate(this.active <= 0 ? last : this.active - 1);
    else if (event.key === "Enter") this.onChoose(this.items[this.active]);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
}

/** Place a popup under its anchor, or above it where there is more room. */
export function place(popup, anchor, { align = "start", width = null } = {}) {
  const box = anchor.getBoundingClientRect();
  const below = window.innerHeight - box.bottom - 12;
  const above = box.top - 12;
  const upwards = below < Math.min(popup.scrollHeight, 240) && above > below;
  popup.style.maxHeight = `${Math.max(120, Math.min(360, upwards ? above : below))}px`;
  popup.style.minWidth = `${width ?? Math.max(180, box.width)}px`;
  const left = align === "end" ? box.right - popup.offsetWidth : box.left;
  popup.style.left = `${Math.max(8, Math.min(left, window.innerWidth - popup.offsetWidth - 8))}px`;
  popup.style.top = upwards ? "auto" : `${box.bottom + 4}px`;
  popup.style.bottom = upwards ? `${window.innerHeight - box.top + 4}px` : "auto";
}

/** Show a popup at an anchor; it closes on Escape, on a click elsewhere, and gives the focus back. Returns close(). */
export function popUp(anchor, content, { align, onClose, onKey } = {}) {
  const popup = h("div", { class: "popup", popover: "auto" }, content);
  (anchor.closest("dialog") ?? document.body).append(popup);
  anchor.setAttribute("aria-expanded", "true");
  popup.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    popup.remove();
    anchor.setAttribute("aria-expanded", "false");
    onClose?.();
  });
  const close = () => {
    if (popup.matches(":popover-open")) popup.hidePopover();
    if (anchor.isConnected) anchor.focus();
  };
  popup.addEventListener("keydown", (event) => {
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else onKey?.(event);
  });
  popup.showPopover();
  place(popup, anchor, { align });
  return close;
}

/** Open a menu of actions at an anchor. Items: {label, detail?, danger?, run()}. */
export function openMenu(anchor, items, { label, align = "end" } = {}) {
  let close = () => {};
  const list = new ChoiceList({
    role: "menu",
    label,
    onChoose: (item) => {
      close();
      item.run();
    },
  });
  list.node.tabIndex = 0;
  list.onActive = (id) => list.node.setAttribute("aria-activedescendant", id);
  close = popUp(anchor, list.node, { align, onKey: (event) => list.key(event) || typeAhead(list, event) });
  list.set(items);
  list.node.focus();
}

function typeAhead(list, event) {
  if (event.key.length !== 1 || event.ctrlKey || event.metaKey) return;
  const start = list.active + 1;
  const order = [...list.items.keys()].map((offset) => (start + offset) % list.items.length);
  const found = order.find((index) => labelText(list.items[index]).toLowerCase().startsWith(event.key.toLowerCase()));
  if (found !== undefined) list.activate(found);
}

function labelText(item) {
  return typeof item.label === "string" ? item.label : (item.search ?? "");
}

/** Keep the items whose label or detail has every word of the query. */
export function narrow(items, query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return items.filter((item) => {
    const text = `${labelText(item)} ${item.search ?? ""} ${item.detail ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

const FILTER_FROM = 8;

/**
 * Open a list to choose from, with a filter when it is long. `options()` gives the items each time, so that a
 * multiple choice stays open and shows its ticks; `onChoose(item)` is called for every choice.
 */
export function openPicker(anchor, options, { label, filterLabel, empty, multiple = false, onChoose, onClose }) {
  let close = () => {};
  const list = new ChoiceList({
    label,
    empty,
    onChoose: (item) => {
      onChoose(item);
      if (multiple) show(list.active);
      else close();
    },
  });
  if (multiple) list.node.setAttribute("aria-multiselectable", "true");
  const long = options().length >= FILTER_FROM;
  const target = long
    ? h("input", {
        class: "filter",
        type: "text",
        role: "combobox",
        "aria-expanded": "true",
        "aria-controls": list.node.id,
        "aria-autocomplete": "list",
        "aria-label": filterLabel,
        placeholder: filterLabel,
        autocomplete: "off",
        spellcheck: "false",
        on: { input: () => show(0) },
      })
    : list.node;
  const show = (active) => list.set(long ? narrow(options(), target.value) : options(), active);
  list.onActive = (id) => target.setAttribute("aria-activedescendant", id);
  if (!long) list.node.tabIndex = 0;
  close = popUp(anchor, long ? [target, list.node] : list.node, {
    onClose,
    onKey: (event) => {
      if (!long && event.key === " ") {
        event.preventDefault();
        list.onChoose(list.items[list.active]);
      } else if (!list.key(event) && !long) typeAhead(list, event);
    },
  });
  show(Math.max(0, options().findIndex((item) => item.selected)));
  target.focus();
}

/** Keep Tab inside a node (dialogs): from the last to the first and back. */
export function trapTab(node, event) {
  if (event.key !== "Tab") return;
  const items = focusables(node);
  if (!items.length) return;
  const edge = event.shiftKey ? items[0] : items.at(-1);
  if (document.activeElement !== edge && node.contains(document.activeElement)) return;
  event.preventDefault();
  (event.shiftKey ? items.at(-1) : items[0]).focus();
}
