// A surface is where blocks stand: a message, a modal or a Home. It remembers what was filled in and sends what
// is pressed, so that the elements need not know where they are.

/**
 * Make a surface. `container` is what the server calls the place; `state` is {block: {action: value}} as the server
 * knows it; `drafts` (a Map) outlives a re-rendering; `errors` is {block: text}.
 */
export function makeSurface(store, container, { state = {}, drafts = new Map(), errors = {} } = {}) {
  const at = (block, element) => `${block.block_id}/${element.action_id}`;
  const send = (path, draft) =>
    store.act(path, {
      container,
      block_id: draft.block_id,
      action_id: draft.action_id,
      ...(draft.value === undefined ? {} : { value: draft.value }),
    });
  return {
    context: store.context,
    error: (block) => errors[block.block_id],
    value: (block, element) => {
      const draft = drafts.get(at(block, element));
      return draft ? draft.value : state[block.block_id]?.[element.action_id];
    },
    store: (block, element, value) => {
      drafts.set(at(block, element), { block_id: block.block_id, action_id: element.action_id, value, dirty: true });
    },
    act: async (block, element, value) => {
      // the payload carries all that stands in the other fields, so the server has to know it first
      for (const [key, draft] of drafts) {
        if (!draft.dirty) continue;
        draft.dirty = false;
        if (key !== at(block, element)) await send("/page/set", draft);
      }
      return send("/page/act", { block_id: block.block_id, action_id: element.action_id, value });
    },
  };
}

/** All values of a view: what the server knows, overlaid with what was filled in since. */
export function valuesOf(view, drafts) {
  const values = structuredClone(view.state ?? {});
  const present = new Set(view.blocks.map((block) => block.block_id));
  for (const draft of drafts.values()) {
    // a field that an update took away is no longer part of the form
    if (!present.has(draft.block_id)) continue;
    values[draft.block_id] = { ...values[draft.block_id], [draft.action_id]: draft.value };
  }
  return values;
}

/** Where the focus is inside a node, to find it again after a re-rendering: {block, action, from, to}, or null. */
export function focusWithin(node) {
  const active = document.activeElement;
  if (!active || !node.contains(active)) return null;
  const action = active.closest("[data-action]")?.dataset.action;
  let range = null;
  try {
    range = [active.selectionStart, active.selectionEnd];
  } catch {
    // some inputs (date, number) have no selection
  }
  return { action, value: active.value, range };
}

/** Put the focus back where `focusWithin` found it, else on `fallback`. */
export function refocus(node, where, fallback) {
  if (!where) return;
  const found = where.action && node.querySelector(`[data-action="${CSS.escape(where.action)}"]`);
  const inner = found?.matches("button, input, textarea")
    ? found
    : [...(found?.querySelectorAll("input") ?? [])].find((input) => input.value === where.value);
  const target = inner ?? fallback;
  target?.focus();
  if (inner && typeof where.range?.[0] === "number" && typeof inner.setSelectionRange === "function" && inner.type !== "radio") {
    try {
      inner.setSelectionRange(...where.range);
    } catch {
      // not a text input
    }
  }
}
