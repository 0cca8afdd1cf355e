// The top modal of the acting person's stack, in a native dialog: the rest of the page is out of reach meanwhile.

import { renderBlocks } from "./blocks.js";
import { trapTab } from "./choices.js";
import { fill, focusables, h, icon } from "./dom.js";
import { focusWithin, makeSurface, refocus, valuesOf } from "./surface.js";

/** Build the modal window; it follows the store. `fallback()` takes the focus when what had it is gone. */
export function modalWindow(store, fallback) {
  const node = h("dialog", { class: "modal", "aria-labelledby": "modal-title" });
  const drafts = new Map();
  let shown = null;
  let errors = {};
  let problem = null;
  let back = null;

  const draftsOf = (id) => {
    if (!drafts.has(id)) drafts.set(id, new Map());
    return drafts.get(id);
  };

  const close = (all) => {
    const view = store.modals.at(-1);
    return view && store.act("/page/close", { view_id: view.id, ...(all ? { all } : {}) });
  };

  const submit = async (button) => {
    const view = store.modals.at(-1);
    if (!view || button.getAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    const outcome = await store.act("/page/submit", { view_id: view.id, values: valuesOf(view, draftsOf(view.id)) });
    button.removeAttribute("aria-busy");
    errors = outcome.errors ?? {};
    problem = outcome.ok ? null : outcome.text;
    if (outcome.ok || store.modals.at(-1)?.id !== view.id) return;
    draw(store.modals.at(-1));
    firstField(node.querySelector(".block.input.invalid"))?.focus();
  };

  const draw = (view) => {
    const { t } = store.context;
    const where = focusWithin(node);
    const scroll = node.querySelector(".modal-body")?.scrollTop ?? 0;
    const surface = makeSurface(
      store,
      { type: "view", id: view.id },
      { state: view.state, drafts: draftsOf(view.id), errors: { ...view.errors, ...errors } },
    );
    const submitButton = view.submit ? h("button", { type: "submit", class: "button primary" }, view.submit) : null;
    const stacked = store.modals.length > 1;
    const form = h(
      "form",
      {
        novalidate: true,
        on: {
          submit: (event) => {
            event.preventDefault();
            submit(submitButton);
          },
        },
      },
      h(
        "header",
        { class: "modal-head" },
        stacked
          ? h("button", { type: "button", class: "tool", "aria-label": t("back"), title: t("back"), on: { click: () => close(false) } }, icon("back"))
          : null,
        h("h2", { id: "modal-title" }, view.title),
        h("button", { type: "button", class: "tool", "aria-label": t("closeAll"), title: t("closeAll"), on: { click: () => close(true) } }, icon("close")),
      ),
      h("div", { class: "modal-body blocks" }, renderBlocks(view.blocks, surface)),
      problem ? h("p", { class: "form-error", role: "alert" }, problem) : null,
      h(
        "footer",
        { class: "dialog-buttons" },
        h("button", { type: "button", class: "button", data: { action: "modal-close" }, on: { click: () => close(false) } }, view.close ?? t(view.submit ? "cancel" : "close")),
        submitButton,
      ),
    );
    fill(node, form);
    node.querySelector(".modal-body").scrollTop = scroll;
    if (where) refocus(node, where, firstField(node));
  };

  const show = () => {
    const view = store.modals.at(-1);
    const known = new Set(store.modals.map((one) => one.id));
    for (const id of drafts.keys()) if (!known.has(id)) drafts.delete(id);
    if (!view) return hide();
    const signed = JSON.stringify({ ...view, state: null, depth: store.modals.length });
    if (signed === shown?.signed && node.open) return undefined;
    const other = view.id !== shown?.id || !node.open;
    if (other || shown?.hash !== view.hash) [errors, problem] = [{}, null];
    if (!node.open) back = document.activeElement;
    shown = { id: view.id, hash: view.hash, signed };
    draw(view);
    if (!node.open) node.showModal();
    if (other) firstField(node)?.focus();
    return undefined;
  };

  const hide = () => {
    shown = null;
    [errors, problem] = [{}, null];
    if (!node.open) return;
    node.close();
    node.replaceChildren();
    if (back?.isConnected && back !== document.body) back.focus();
    else fallback();
  };

  node.addEventListener("cancel", (event) => {
    event.preventDefault();
    close(false);
  });
  node.addEventListener("keydown", (event) => {
    trapTab(node, event);
    if (event.key === "Escape") {
      // not left to the browser: it closes without asking when Escape is pressed twice
      event.preventDefault();
      close(false);
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      node.querySelector("form").requestSubmit();
    }
  });
  store.on("modals me", show);
  return { node };
}

/** Where typing begins: the first input, else the first thing Tab reaches in the body, else the close button. */
function firstField(node) {
  if (!node) return null;
  const body = node.querySelector(".modal-body") ?? node;
  const inputs = [...body.querySelectorAll("input, textarea, .block.input button, .select")];
  const [first] = inputs;
  const ticked = first?.type === "radio" ? inputs.find((one) => one.name === first.name && one.checked) : null;
  return ticked ?? first ?? focusables(body)[0] ?? focusables(node).at(-1) ?? null;
}
