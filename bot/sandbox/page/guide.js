// The guided start: steps that tick themselves off as things happen.

import { h, icon } from "./dom.js";

/** The steps as a list; the first open one is the current one. `prepare(try)` sets it up for the person. */
export function guideSteps(store, prepare) {
  const { t } = store.context;
  const current = store.guide.find((step) => !step.done);
  return h(
    "ol",
    { class: "steps" },
    store.guide.map((step) =>
      h(
        "li",
        { class: step.done ? "step-item done" : "step-item", "aria-current": step === current ? "step" : null, data: { step: step.key } },
        h("span", { class: "tick" }, step.done ? icon("check") : null),
        h(
          "div",
          {},
          h("p", { class: "step-title" }, step.title),
          step === current && step.hint ? h("p", { class: "step-hint" }, step.hint) : null,
          step === current && step.try
            ? h("button", { type: "button", class: "button small", on: { click: () => prepare(step.try) } }, t("doThis"))
            : null,
        ),
      ),
    ),
  );
}
