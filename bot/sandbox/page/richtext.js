// rich_text blocks, as Slack's own editor makes them.

import { h, link } from "./dom.js";
import { dateToken } from "./times.js";

/** The nodes of a rich_text block. */
export function richText(block, context) {
  return (block.elements ?? []).map((element) => part(element, context));
}

function part(element, context) {
  const children = () => (element.elements ?? []).map((item) => leaf(item, context));
  switch (element.type) {
    case "rich_text_list": {
      const tag = element.style === "ordered" ? "ol" : "ul";
      return h(tag, { data: { indent: String(element.indent ?? 0) } }, element.elements.map((item) => h("li", {}, part(item, context))));
    }
    case "rich_text_quote":
      return h("blockquote", {}, children());
    case "rich_text_preformatted":
      return h("pre", {}, children());
    default:
      return h("div", { class: "para" }, children());
  }
}

function leaf(item, context) {
  return styled(content(item, context), item.style ?? {});
}

function content(item, context) {
  switch (item.type) {
    case "text":
      return h("span", { class: "as-typed" }, item.text);
    case "link":
      return link(item.url, item.text ?? item.url);
    case "user":
      return h("span", { class: item.user_id === context.me ? "mention me" : "mention" }, "@" + (context.person(item.user_id) ?? item.user_id));
    case "channel":
      return h("span", { class: "mention" }, "#" + (context.place(item.channel_id) ?? item.channel_id));
    case "usergroup":
      return h("span", { class: "mention" }, "@" + (context.group(item.usergroup_id) ?? item.usergroup_id));
    case "broadcast":
      return h("span", { class: "mention" }, "@" + item.range);
    case "emoji":
      return item.unicode ? String.fromCodePoint(...item.unicode.split("-").map((code) => Number.parseInt(code, 16))) : `:${item.name}:`;
    case "date":
      return dateToken(`!date^${item.timestamp}^${item.format}`, item.fallback, context);
    default:
      return String(item.text ?? "");
  }
}

function styled(node, style) {
  let result = node;
  if (style.code) result = h("code", {}, result);
  if (style.strike) result = h("del", {}, result);
  if (style.italic) result = h("em", {}, result);
  if (style.bold) result = h("strong", {}, result);
  return result;
}
