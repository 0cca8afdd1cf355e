// The guided start: steps that tick themselves off as things happen, and what is worth a look when they are done.

import { h, icon } from "./dom.js";

/** The steps that can be done. Others (`done` is null) only point out what to look at once these are. */
export function tickable(steps) {
  return steps.filter((step) => step.done !== null);
}

/** The steps as a list; the first open one is the current one. `prepare(try)` sets it up for the person. */
export function guideSteps(store, prepare) {
  const { t } = store.context;
  const steps = tickable(store.guide);
  const current = steps.find((step) => !step.done);
  const list = h(
    "ol",
    { class: "steps" },
    steps.map((step) =>
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
  return [current ? null : afterwards(store, prepare), list];
}

// above the list: it is what one looks for when all is ticked off
function afterwards(store, prepare) {
  const more = store.guide.filter((step) => step.done === null);
  if (!more.length) return null;
  return h(
    "section",
    { class: "afterwards" },
    h("h3", {}, store.context.t("guideAfter")),
    more.map((step) =>
      h(
        "p",
        { data: { step: step.key } },
        step.try
          ? h("button", { type: "button", class: "button small", on: { click: () => prepare(step.try) } }, step.title)
          : h("span", { class: "step-title" }, step.title),
        step.hint ? h("span", { class: "step-hint" }, step.hint) : null,
      ),
    ),
  );
}
