// The only place that makes elements. Everything shown is built from nodes: data from a message never passes
// through innerHTML, so markup in it stays text.

/**
 * Build an element. `props` keys: `class`, `on` (event name -> handler), `data` (dataset), anything else is a
 * property where the element has it in boolean form, or an attribute. Null, undefined and false are left out.
 */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "class") node.className = value;
    else if (key === "on") for (const [name, handler] of Object.entries(value)) node.addEventListener(name, handler);
    else if (key === "data") Object.assign(node.dataset, value);
    else if (key === "value") node.value = value;
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  append(node, children);
  return node;
}

/** Append nodes, strings and (nested) lists of them; strings become text nodes. */
export function append(node, children) {
  for (const child of [children].flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

/** Replace all children of a node. */
export function fill(node, ...children) {
  node.replaceChildren();
  return append(node, children);
}

/** An href that is safe to put in a link, or null: only http, https, mailto and tel. */
export function safeHref(url) {
  try {
    const parsed = new URL(url);
    return ["http:", "https:", "mailto:", "tel:"].includes(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}

/** A link that opens outside the page; plain text when its address is not one a link may have. */
export function link(url, label) {
  const href = safeHref(url);
  if (!href) return h("span", {}, label);
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, label);
}

const FOCUSABLE =
  'a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), select:not([disabled]), [tabindex="0"]';

/** What Tab reaches inside a node, in order. */
export function focusables(node) {
  return [...node.querySelectorAll(FOCUSABLE)].filter((item) => item.offsetParent !== null || item === document.activeElement);
}

let counter = 0;

/** An id for label/for and aria references, unique in this page. */
export function uid(prefix = "id") {
  counter += 1;
  return `${prefix}-${counter}`;
}

const SVG = "http://www.w3.org/2000/svg";

const SHAPES = {
  close: "M5 5l10 10M15 5L5 15",
  more: "M5 10h.01M10 10h.01M15 10h.01",
  reply: "M8 5L4 9l4 4M4 9h7a5 5 0 0 1 5 5v1",
  down: "M6 8l4 4 4-4",
  clock: "M10 3a7 7 0 1 0 0 14a7 7 0 0 0 0-14M10 6.5V10l2.5 2",
  check: "M4.5 10.5l3.5 3.5 7.5-8",
  search: "M9 4a5 5 0 1 0 0 10a5 5 0 0 0 0-10M12.8 12.8L16 16",
  send: "M4 10h11M10.5 5.5L15 10l-4.5 4.5",
  plus: "M10 4v12M4 10h12",
  eye: "M2.5 10s2.7-5 7.5-5 7.5 5 7.5 5-2.7 5-7.5 5-7.5-5-7.5-5M10 8a2 2 0 1 0 0 4a2 2 0 0 0 0-4",
  lock: "M5.5 9h9v7h-9zM7.5 9V6.5a2.5 2.5 0 0 1 5 0V9",
  traffic: "M4 7h11M12 4l3 3-3 3M16 13H5M8 10l-3 3 3 3",
  list: "M7.5 5.5H16M7.5 10H16M7.5 14.5H16M4 5.5h.01M4 10h.01M4 14.5h.01",
  back: "M12 5l-5 5 5 5",
};

/** A line icon; decorative, so hidden from screen readers. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}
