// The bar on top: the clock with its jumps, the guided start's next step, and the switch to the traffic.

import { fill, h, icon } from "./dom.js";
import { tickable } from "./guide.js";
import { clockTime, dayKey, shortDay } from "./times.js";

const HOUR = 3600;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** Build the top bar; it follows the store and ticks every second. `jump()` opens the jump window. */
export function topbar(store, jump) {
  const clock = h("div", { class: "clock", role: "group" });
  const face = h("span", { class: "clock-face" });
  const moves = h("span", { class: "clock-moves" });
  const doing = h("span", { class: "sr", role: "status" });
  const way = h("progress", { class: "clock-way", max: "1", "aria-hidden": "true" });
  const tour = h("div", { class: "tour" });
  const tools = h("div", { class: "bar-tools" });
  const node = h("header", { class: "topbar" }, clock, tour, tools, way);
  fill(clock, icon("clock"), face, doing, moves);

  const tick = () => {
    if (!store.clock) return;
    const now = store.now();
    const text = `${shortDay(now, store.context)} ${clockTime(now, store.context)}`;
    if (face.textContent !== text) face.textContent = text;
  };
  const showClock = () => {
    const { t } = store.context;
    const refocusAt = [...moves.querySelectorAll("button")].indexOf(document.activeElement);
    clock.setAttribute("aria-label", t("clock"));
    clock.setAttribute("aria-busy", String(store.clock.moving));
    const next = store.clock.moments?.[0];
    const going = store.clock.moving;
    const move = (label, body, style, title = null) =>
      h("button", { type: "button", class: style, title, "aria-disabled": going ? "true" : null, on: { click: () => going || store.moveClock(body) } }, label);
    const moment = going ? doingText(store) : next && momentText(next, store);
    showWay(going ? moment : "");
    fill(
      moves,
      moment ? move(moment, { next: true }, "next-moment", moment) : h("span", { class: "quiet" }, t("noMoment")),
      move(t("advanceHour"), { advance: HOUR }, "step"),
      move(t("advanceDay"), { advance: DAY }, "step"),
      move(t("advanceWeek"), { advance: WEEK }, "step"),
    );
    if (refocusAt >= 0) moves.querySelectorAll("button")[refocusAt]?.focus();
    tick();
  };
  // what is in motion stays the same node, or each stop on the way would start its motion anew
  const showWay = (text) => {
    if (doing.textContent !== text) doing.textContent = text;
    way.hidden = !text;
    const { from, to } = store.clock.way ?? {};
    const done = to && (store.now() - Date.parse(from)) / (Date.parse(to) - Date.parse(from));
    if (done > 0) way.value = done;
    else way.removeAttribute("value");
  };
  const showTour = () => {
    const { t } = store.context;
    const steps = tickable(store.guide);
    const done = steps.filter((step) => step.done).length;
    const total = steps.length;
    const next = steps.find((step) => !step.done);
    tour.hidden = !total;
    fill(
      tour,
      toggle(store, "guide", [
        icon(next ? "list" : "check"),
        h("span", { class: "tour-name" }, t("guide")),
        h("span", { class: "tour-count" }, t("guideProgress", { done, total })),
        // The open column says it already, and in full.
        store.side === "guide" ? null : h("span", { class: "tour-next" }, next ? t("guideNext", { title: next.title }) : t("guideDone")),
      ]),
    );
  };
  const showTools = () => {
    const { t } = store.context;
    fill(
      tools,
      h("button", { type: "button", class: "bar-button", title: "Ctrl+K", on: { click: jump } }, icon("search"), t("jump"), h("kbd", {}, "Ctrl K")),
      toggle(store, "inspector", [icon("traffic"), t("inspector")]),
    );
  };
  store.on("me clock", () => store.me && showClock());
  store.on("me guide side", () => store.me && showTour());
  store.on("me side", () => store.me && showTools());
  setInterval(tick, 1000);
  return { node };
}

function toggle(store, side, content) {
  const open = store.side === side;
  return h(
    "button",
    {
      type: "button",
      class: "bar-button",
      id: `open-${side}`,
      "aria-pressed": String(open),
      on: {
        click: () => {
          if (open) store.closeSide();
          else store.openSide(side);
          document.getElementById(`open-${side}`)?.focus();
        },
      },
    },
    content,
  );
}

function doingText(store) {
  const { context, clock } = store;
  return clock.way ? context.t("clockMovingTo", { when: momentAt(new Date(clock.way.to), context) }) : context.t("clockMoving");
}

function momentText(moment, store) {
  const { context } = store;
  const label = moment.label[context.language] ?? moment.label;
  return context.t("nextMoment", { label, when: momentAt(new Date(moment.at), context) });
}

function momentAt(at, context) {
  const today = dayKey(at, context) === dayKey(context.now(), context);
  return today ? clockTime(at, context) : `${shortDay(at, context)} ${clockTime(at, context)}`;
}
