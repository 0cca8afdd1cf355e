// Block Kit blocks as DOM nodes, wherever they stand: in a message, a modal or App Home.

import { append, h, uid } from "./dom.js";
import { buildElement, image } from "./elements.js";
import { markdown } from "./markdown.js";
import { richText } from "./richtext.js";
import { textNodes } from "./text.js";

/** Render a list of blocks on a surface (see elements.js). */
export function renderBlocks(blocks, surface) {
  return (blocks ?? []).map((block) => {
    const build = BLOCKS[block.type];
    return build ? build(block, surface) : h("div", { class: "block unknown" }, block.type);
  });
}

function section(block, surface) {
  const { context } = surface;
  const fields = (block.fields ?? []).map((field) => h("div", { class: "field" }, textNodes(field, context)));
  return h(
    "div",
    { class: "block section" },
    h(
      "div",
      { class: "section-body" },
      block.text ? h("div", { class: "text-body" }, textNodes(block.text, context)) : null,
      fields.length ? h("div", { class: "fields" }, fields) : null,
    ),
    block.accessory ? h("div", { class: "accessory" }, buildElement(block.accessory, { block, surface, dispatches: true })) : null,
  );
}

function contextBlock(block, surface) {
  return h(
    "div",
    { class: "block context" },
    block.elements.map((element) =>
      element.type === "image" ? image(element) : h("span", { class: "context-text" }, textNodes(element, surface.context)),
    ),
  );
}

function actions(block, surface) {
  return h(
    "div",
    { class: "block actions" },
    block.elements.map((element) => buildElement(element, { block, surface, dispatches: true })),
  );
}

/** A labelled input with its hint and, after a refused submission, its error. */
function input(block, surface) {
  const { context } = surface;
  const error = surface.error?.(block);
  const labelId = uid("label");
  const hintId = block.hint ? uid("hint") : null;
  const errorId = error ? uid("error") : null;
  const control = buildElement(block.element, {
    block,
    surface,
    dispatches: block.dispatch_action === true,
    labelledBy: labelId,
    describedBy: [errorId, hintId].filter(Boolean).join(" ") || null,
  });
  if (error) control.setAttribute("aria-invalid", "true");
  if (!block.optional) control.setAttribute("aria-required", "true");
  const label = h(
    "div",
    { class: "input-label", id: labelId, on: { click: () => control.focus() } },
    textNodes(block.label, context),
    block.optional ? h("span", { class: "optional" }, ` (${context.t("optional")})`) : null,
  );
  return h(
    "div",
    { class: error ? "block input invalid" : "block input", data: { block: block.block_id ?? "" } },
    label,
    control,
    error ? h("p", { class: "field-error", id: errorId, role: "alert" }, error) : null,
    block.hint ? h("p", { class: "hint", id: hintId }, textNodes(block.hint, context)) : null,
  );
}

function imageBlock(block, surface) {
  return h(
    "figure",
    { class: "block image" },
    block.title ? h("figcaption", {}, textNodes(block.title, surface.context)) : null,
    image(block),
  );
}

function table(block, surface) {
  const cell = (item, tag) =>
    h(tag, {}, item.type === "rich_text" ? richText(item, surface.context) : String(item.text ?? item.value ?? ""));
  const [head, ...rows] = block.rows ?? [];
  return h(
    "div",
    { class: "block table-wrap" },
    h(
      "table",
      {},
      head ? h("thead", {}, h("tr", {}, head.map((item) => cell(item, "th")))) : null,
      h("tbody", {}, rows.map((row) => h("tr", {}, row.map((item) => cell(item, "td"))))),
    ),
  );
}

const BLOCKS = {
  section,
  header: (block) => append(h("h3", { class: "block header" }), [block.text.text]),
  divider: () => h("hr", { class: "block divider" }),
  context: contextBlock,
  actions,
  context_actions: actions,
  input,
  image: imageBlock,
  rich_text: (block, surface) => h("div", { class: "block text-body" }, richText(block, surface.context)),
  markdown: (block, surface) => h("div", { class: "block text-body markdown" }, markdown(block.text, surface.context)),
  table,
};
