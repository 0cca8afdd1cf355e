// A small question before something happens: Block Kit's confirm object, and the page's own errors.

import { trapTab } from "./choices.js";
import { h, uid } from "./dom.js";
import { textNodes } from "./text.js";

/** Ask a Block Kit confirm object; true when the person confirms. The focus goes back to where it was. */
export function confirmFirst(confirm, context) {
  const back = document.activeElement;
  const titleId = uid("confirm");
  return new Promise((resolve) => {
    const done = (answer) => {
      dialog.close();
      dialog.remove();
      if (back?.isConnected) back.focus();
      resolve(answer);
    };
    const style = confirm.style === "danger" ? "button danger" : "button primary";
    const yes = h("button", { type: "button", class: style, on: { click: () => done(true) } }, confirm.confirm?.text ?? context.t("yes"));
    const dialog = h(
      "dialog",
      { class: "confirm", "aria-labelledby": titleId },
      h("h2", { id: titleId }, confirm.title?.text ?? ""),
      h("div", { class: "confirm-text" }, textNodes(confirm.text, context)),
      h(
        "div",
        { class: "dialog-buttons" },
        h("button", { type: "button", class: "button", on: { click: () => done(false) } }, confirm.deny?.text ?? context.t("cancel")),
        yes,
      ),
    );
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      done(false);
    });
    dialog.addEventListener("keydown", (event) => {
      trapTab(dialog, event);
      if (event.key !== "Escape") return;
      event.preventDefault();
      done(false);
    });
    document.body.append(dialog);
    dialog.showModal();
    yes.focus();
  });
}
