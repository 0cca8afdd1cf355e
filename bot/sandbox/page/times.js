// Dates and times in the acting person's language and time zone, by the sandbox's clock.

import { h, safeHref } from "./dom.js";

function format(when, context, options) {
  return new Intl.DateTimeFormat(context.locale, { timeZone: context.tz, ...options }).format(when);
}

/** "09:14" */
export function clockTime(when, context) {
  return format(when, context, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** "ma 4 mei" */
export function shortDay(when, context) {
  return format(when, context, { weekday: "short", day: "numeric", month: "short" }).replace(".", "");
}

/** "maandag 4 mei 2026, 09:14": for hovers and screen readers. */
export function fullTime(when, context) {
  const day = format(when, context, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
  return `${day}, ${clockTime(when, context)}`;
}

/** A key that is equal for two moments on the same day where the person is. */
export function dayKey(when, context) {
  return new Intl.DateTimeFormat("en-CA", { timeZone: context.tz }).format(when);
}

function daysFromNow(when, context) {
  return Math.round((Date.parse(dayKey(when, context)) - Date.parse(dayKey(context.now(), context))) / 86_400_000);
}

/** "today", "yesterday", "tomorrow" in the person's language, or null. */
export function nearDay(when, context) {
  const days = daysFromNow(when, context);
  if (Math.abs(days) > 1) return null;
  return new Intl.RelativeTimeFormat(context.locale, { numeric: "auto" }).format(days, "day");
}

/** The title of a day in a conversation: "vandaag", "gisteren" or "maandag 4 mei". */
export function dayTitle(when, context) {
  return nearDay(when, context) ?? format(when, context, { weekday: "long", day: "numeric", month: "long" });
}

/** A Slack ts ("1777878840.000100") as a Date. */
export function tsDate(ts) {
  return new Date(Number.parseFloat(ts) * 1000);
}

const DAY = 86_400;
const IN_DAYS = [
  ["year", 365],
  ["month", 30],
  ["week", 7],
  ["day", 1],
];
const IN_SECONDS = [
  ["hour", 3_600],
  ["minute", 60],
];

/** "3 weken geleden", "over 2 uur": the largest whole unit. From a day on, days are those of the calendar. */
export function ago(when, context) {
  const seconds = (when - context.now()) / 1000;
  const [count, units] = Math.abs(seconds) < DAY ? [seconds, IN_SECONDS] : [daysFromNow(when, context), IN_DAYS];
  const [unit, size] = units.find(([, size]) => Math.abs(count) >= size) ?? [];
  if (!unit) return context.t("justNow");
  return new Intl.RelativeTimeFormat(context.locale, { numeric: "auto" }).format(Math.trunc(count / size), unit);
}

const PARTS = {
  day_title: dayTitle,
  date_num: (when, context) => dayKey(when, context),
  date: (when, context) => format(when, context, { day: "numeric", month: "long", year: "numeric" }),
  date_slash: (when, context) => format(when, context, { day: "2-digit", month: "2-digit", year: "numeric" }),
  date_short: (when, context) => format(when, context, { day: "numeric", month: "short", year: "numeric" }),
  date_long: (when, context) => format(when, context, { weekday: "long", day: "numeric", month: "long", year: "numeric" }),
  date_pretty: (when, context) => nearDay(when, context) ?? PARTS.date(when, context),
  date_short_pretty: (when, context) => nearDay(when, context) ?? PARTS.date_short(when, context),
  date_long_pretty: (when, context) => nearDay(when, context) ?? PARTS.date_long(when, context),
  time: (when, context) => clockTime(when, context),
  time_secs: (when, context) => format(when, context, { timeStyle: "medium", hourCycle: "h23" }),
  ago: (when, context) => ago(when, context),
};

/**
 * A moment by a template like "{day_title} {time}"; the full date shows on hover. Words such as "today" are kept right
 * by `renewTimes`.
 */
export function timeNode(when, template, context) {
  const node = h("time", { datetime: when.toISOString(), title: fullTime(when, context), data: { template } });
  node.textContent = said(when, template, context);
  return node;
}

function said(when, template, context) {
  return template.replace(/\{(\w+)\}/g, (whole, part) => PARTS[part]?.(when, context) ?? whole);
}

/** Say all moments on the page anew: what was today may be yesterday by now. */
export function renewTimes(context) {
  for (const node of document.querySelectorAll("time[data-template]")) {
    const text = said(new Date(node.dateTime), node.dataset.template, context);
    if (node.textContent !== text) node.textContent = text;
  }
}

/** Render `!date^seconds^template^link` with its fallback; the full date shows on hover. */
export function dateToken(head, fallback, context) {
  const [, seconds, template, url] = head.split("^");
  const when = new Date(Number(seconds) * 1000);
  if (!/^\d+$/.test(seconds ?? "") || Number.isNaN(when.getTime()) || !template) return document.createTextNode(fallback ?? head);
  const time = timeNode(when, template, context);
  const href = url && safeHref(url);
  return href ? h("a", { href, target: "_blank", rel: "noopener noreferrer" }, time) : time;
}
