// The markdown block: the small part of Markdown that Slack draws, as DOM nodes.

import { h, link } from "./dom.js";

/** Render standard Markdown: headings, lists, quotes, fences, rules, bold, italic, strike, code and links. */
export function markdown(text) {
  const nodes = [];
  const rows = String(text ?? "").split("\n");
  let at = 0;
  const take = (pattern) => {
    const taken = [];
    while (at < rows.length && pattern.test(rows[at])) taken.push(rows[at++]);
    return taken;
  };
  while (at < rows.length) {
    const row = rows[at];
    const heading = /^(#{1,6})\s+(.*)$/.exec(row);
    if (/^```/.test(row)) {
      at += 1;
      const code = take(/^(?!```)/);
      at += 1;
      nodes.push(h("pre", {}, code.join("\n")));
    } else if (heading) {
      at += 1;
      nodes.push(h(`h${Math.min(6, heading[1].length + 2)}`, {}, spans(heading[2])));
    } else if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(row)) {
      at += 1;
      nodes.push(h("hr"));
    } else if (/^\s*[-*+] /.test(row)) {
      nodes.push(h("ul", {}, take(/^\s*[-*+] /).map((line) => h("li", {}, spans(line.replace(/^\s*[-*+] /, ""))))));
    } else if (/^\s*\d+[.)] /.test(row)) {
      nodes.push(h("ol", {}, take(/^\s*\d+[.)] /).map((line) => h("li", {}, spans(line.replace(/^\s*\d+[.)] /, ""))))));
    } else if (/^> ?/.test(row)) {
      nodes.push(h("blockquote", {}, markdown(take(/^> ?/).map((line) => line.replace(/^> ?/, "")).join("\n"))));
    } else if (row.trim() === "") {
      at += 1;
    } else {
      const lines = [rows[at++], ...take(/^(?!\s*$|#{1,6}\s|```|> ?|\s*[-*+] |\s*\d+[.)] )/)];
      nodes.push(h("p", {}, lines.map((line, index) => [index ? h("br") : null, spans(line)])));
    }
  }
  return nodes;
}

const INLINE = [
  [/^`([^`]+)`/, (found) => h("code", {}, found[1])],
  [/^\*\*(?=\S)(.+?\S?)\*\*/, (found) => h("strong", {}, spans(found[1]))],
  [/^__(?=\S)(.+?\S?)__/, (found) => h("strong", {}, spans(found[1]))],
  [/^~~(?=\S)(.+?\S?)~~/, (found) => h("del", {}, spans(found[1]))],
  [/^\*(?=\S)([^*]*[^*\s])\*/, (found) => h("em", {}, spans(found[1]))],
  [/^_(?=\S)([^_]*[^_\s])_(?![\p{L}\p{N}])/u, (found) => h("em", {}, spans(found[1]))],
  [/^\[([^\]]+)\]\(([^)\s]+)\)/, (found) => link(found[2], found[1])],
  [/^\\([\\`*_{}[\]()#+.!~>-])/, (found) => found[1]],
];

function spans(text) {
  const nodes = [];
  let rest = text;
  let buffer = "";
  while (rest) {
    let step = null;
    for (const [pattern, build] of INLINE) {
      const found = pattern.exec(rest);
      const inWord = found && rest[0] === "_" && /[\p{L}\p{N}]$/u.test(buffer);
      if (!found || inWord) continue;
      step = { node: build(found), length: found[0].length };
      break;
    }
    if (step) {
      if (buffer) nodes.push(buffer);
      buffer = "";
      nodes.push(step.node);
      rest = rest.slice(step.length);
    } else {
      buffer += rest[0];
      rest = rest.slice(1);
    }
  }
  if (buffer) nodes.push(buffer);
  return nodes;
}
