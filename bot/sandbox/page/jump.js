// Ctrl/Cmd+K: go to a place or become a colleague by typing a part of the name.

import { ChoiceList, narrow, trapTab } from "./choices.js";
import { h } from "./dom.js";

/** Open the jump window. `items` are {label, detail, run}. */
export function openJump(context, items) {
  const { t } = context;
  const back = document.activeElement;
  const list = new ChoiceList({
    label: t("jump"),
    empty: t("jumpEmpty"),
    onChoose: (item) => {
      close();
      item.run();
    },
  });
  const field = h("input", {
    type: "text",
    class: "text",
    role: "combobox",
    "aria-expanded": "true",
    "aria-controls": list.node.id,
    "aria-autocomplete": "list",
    "aria-label": t("jumpPlaceholder"),
    placeholder: t("jumpPlaceholder"),
    autocomplete: "off",
    spellcheck: "false",
    on: { input: () => list.set(narrow(items, field.value)) },
  });
  const dialog = h("dialog", { class: "jump", "aria-label": t("jump") }, field, list.node);
  const close = () => {
    dialog.close();
    dialog.remove();
    if (back?.isConnected) back.focus();
  };
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (!list.key(event)) trapTab(dialog, event);
  });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) close();
  });
  list.onActive = (id) => field.setAttribute("aria-activedescendant", id);
  document.body.append(dialog);
  dialog.showModal();
  list.set(items);
  field.focus();
}
