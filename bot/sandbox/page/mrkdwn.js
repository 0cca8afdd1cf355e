// Slack's mrkdwn, as DOM nodes. Input is text as Slack stores it: &amp; &lt; &gt; escaped, links and mentions
// in angle brackets. Output is text nodes and a handful of elements.

import { h, link, safeHref } from "./dom.js";
import { dateToken } from "./times.js";

/** Undo Slack's three escapes. */
export function unescape(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/**
 * Render mrkdwn. `context` knows names: {person(id) -> name, place(id) -> name, now, tz, locale}.
 * Returns a list of nodes for a block-level parent.
 */
export function mrkdwn(text, context) {
  // split() with a group gives text and fenced code in turn; a fence that is never closed is just text
  return String(text ?? "")
    .split(/```([^]+?)```/)
    .flatMap((part, index) => {
      if (index % 2 === 1) return [h("pre", {}, plain(part.replace(/^\n/, ""), context))];
      return part ? lines(part, context) : [];
    });
}

function lines(text, context) {
  const nodes = [];
  let paragraph = null;
  let quote = null;
  const rows = trimNewline(text).split("\n");
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index];
    if (/^(&gt;|>){3}/.test(row)) {
      const rest = [row.replace(/^(&gt;|>){3} ?/, ""), ...rows.slice(index + 1)];
      nodes.push(h("blockquote", {}, rest.map((line) => h("div", {}, inline(line, context), line ? null : h("br")))));
      break;
    }
    if (/^(&gt;|>)/.test(row)) {
      if (!quote) nodes.push((quote = h("blockquote")));
      quote.append(h("div", {}, inline(row.replace(/^(&gt;|>) ?/, ""), context)));
      paragraph = null;
      continue;
    }
    quote = null;
    if (/^\s*([•◦▪–-]|\d+\.) /.test(row)) {
      nodes.push(h("div", { class: "bullet" }, inline(row, context)));
      paragraph = null;
      continue;
    }
    if (paragraph) paragraph.append(h("br"));
    else nodes.push((paragraph = h("div", { class: "para" })));
    paragraph.append(...inline(row, context));
  }
  return nodes;
}

function trimNewline(text) {
  return text.replace(/^\n/, "").replace(/\n$/, "");
}

const STYLES = { "*": "strong", _: "em", "~": "del" };
const TOKEN = /<([^<>\n]+)>/y;
const CODE = /`([^`\n]+)`/y;
const BARE = /https?:\/\/[^\s<>()"']+[^\s<>()"'.,;:!?]/y;

/** Render one line: tokens, code, bold, italic, strike and bare links; the rest is text. */
export function inline(text, context) {
  const nodes = [];
  let buffer = "";
  const flush = () => {
    if (buffer) nodes.push(document.createTextNode(unescape(buffer)));
    buffer = "";
  };
  let at = 0;
  while (at < text.length) {
    const found = tokenAt(text, at, context) ?? styledAt(text, at, context);
    if (found) {
      flush();
      nodes.push(found.node);
      at = found.end;
    } else {
      buffer += text[at];
      at += 1;
    }
  }
  flush();
  return nodes;
}

function matchAt(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function tokenAt(text, at, context) {
  const letter = text[at];
  if (letter === "<") {
    const found = matchAt(TOKEN, text, at);
    return found && { node: token(found[1], context), end: at + found[0].length };
  }
  if (letter === "`") {
    const found = matchAt(CODE, text, at);
    return found && { node: h("code", {}, plain(found[1], context)), end: at + found[0].length };
  }
  if (letter === "h" && isEdge(text[at - 1])) {
    const found = matchAt(BARE, text, at);
    if (found) return { node: link(unescape(found[0]), unescape(found[0])), end: at + found[0].length };
  }
  return null;
}

function isEdge(letter) {
  return letter === undefined || !/[\p{L}\p{N}]/u.test(letter);
}

function styledAt(text, at, context) {
  const mark = text[at];
  const tag = STYLES[mark];
  if (!tag || !isEdge(text[at - 1]) || text[at - 1] === mark || /\s|^$/.test(text[at + 1] ?? "")) return null;
  for (let end = text.indexOf(mark, at + 2); end !== -1; end = text.indexOf(mark, end + 1)) {
    if (/\s/.test(text[end - 1]) || !isEdge(text[end + 1]) || text[end + 1] === mark) continue;
    if (insideToken(text, at, end)) continue;
    return { node: h(tag, {}, inline(text.slice(at + 1, end), context)), end: end + 1 };
  }
  return null;
}

function insideToken(text, from, at) {
  return text.lastIndexOf("<", at) > Math.max(text.lastIndexOf(">", at), from);
}

function token(body, context) {
  const bar = body.indexOf("|");
  const head = bar === -1 ? body : body.slice(0, bar);
  const label = bar === -1 ? null : unescape(body.slice(bar + 1));
  if (head.startsWith("@")) return person(head.slice(1), label, context);
  if (head.startsWith("#")) return h("span", { class: "mention" }, "#" + (context.place(head.slice(1)) ?? label ?? head.slice(1)));
  if (head.startsWith("!date^")) return dateToken(head, label, context);
  if (head.startsWith("!subteam^")) return h("span", { class: "mention" }, label ?? "@" + head.slice(9));
  if (head.startsWith("!")) return h("span", { class: "mention" }, "@" + (label ?? head.slice(1)));
  const url = unescape(head);
  if (safeHref(url)) return link(url, label ?? url.replace(/^mailto:/, ""));
  return document.createTextNode(unescape("<" + body + ">"));
}

function person(id, label, context) {
  const name = context.person(id) ?? label ?? id;
  return h("span", { class: id === context.me ? "mention me" : "mention" }, "@" + name);
}

// inside code only tokens are read, as plain text
function plain(text, context) {
  return unescape(text.replace(/<([^<>\n]+)>/g, (_, body) => token(body, context).textContent));
}
