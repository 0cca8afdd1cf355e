// Text objects: plain_text is shown as it is, mrkdwn is rendered.

import { h } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";

/** The nodes of a text object. Newlines in plain text become line breaks. */
export function textNodes(object, context) {
  if (!object) return [];
  if (object.type === "mrkdwn") return mrkdwn(object.text, context);
  return String(object.text ?? "")
    .split("\n")
    .flatMap((line, index) => (index ? [h("br"), document.createTextNode(line)] : [document.createTextNode(line)]));
}
