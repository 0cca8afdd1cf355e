// The page's only way to its server. Everything is on the same origin.

/** The server could not be reached, or answered something that is not JSON. */
export class Unreachable extends Error {}

async function request(path, options) {
  try {
    const response = await fetch(path, options);
    return await response.json();
  } catch (error) {
    throw new Unreachable(String(error));
  }
}

/** Read JSON: get("/page/messages", {as, channel}). Undefined parameters are left out. */
export function get(path, params = {}) {
  const known = Object.entries(params).filter(([, value]) => value !== undefined && value !== null);
  const query = new URLSearchParams(known).toString();
  return request(query ? `${path}?${query}` : path);
}

/** Do something: the answer is an Outcome {ok, code, text, errors}. */
export function post(path, body) {
  return request(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

const EVENTS = [
  "hello",
  "message",
  "message_gone",
  "modals",
  "home",
  "notice",
  "channels",
  "people",
  "clock",
  "guide",
  "connected",
  "inspector",
];

/**
 * Listen to what happens for a person. `onEvent(name, data)` gets every event; `onLine(up)` hears when the
 * connection is lost and when it is back. Returns close().
 */
export function listen(as, onEvent, onLine) {
  const source = new EventSource(`/page/events?as=${encodeURIComponent(as)}`);
  source.addEventListener("open", () => onLine(true));
  source.addEventListener("error", () => onLine(false));
  for (const name of EVENTS) source.addEventListener(name, (event) => onEvent(name, JSON.parse(event.data)));
  return () => source.close();
}
