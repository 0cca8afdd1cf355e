// What the server's events do to the store.

const INSPECTOR_MAX = 500;

function isReply(message) {
  return Boolean(message.thread_ts) && message.thread_ts !== message.ts;
}

function hearMessage(store, message) {
  const reply = isReply(message);
  if (store.thread?.channel === message.channel && store.thread.ts === (message.thread_ts ?? message.ts)) {
    store.thread.messages.set(message.key, message);
    store.emit("thread");
  }
  if (message.channel === store.placeId && !reply) {
    store.messages.set(message.key, message);
    store.emit("messages");
  }
  const place = store.place(message.channel);
  if (place && Number(message.ts) > Number(place.last_ts ?? 0)) place.last_ts = message.ts;
  if (message.channel === store.placeId) store.markRead(message.channel);
  else if (store.isUnread(place)) store.emit("places");
}

function hearGone(store, { channel, key }) {
  if (channel === store.placeId && store.messages.delete(key)) store.emit("messages");
  if (store.thread?.messages.delete(key)) store.emit("thread");
}

function hearEntry(store, entry) {
  if (entry.n <= (store.inspector.at(-1)?.n ?? 0)) return;
  store.inspector = [...store.inspector, entry].slice(-INSPECTOR_MAX);
  store.emit("inspector");
}

function keep(field, ...topics) {
  return (store, data) => {
    store[field] = data[field];
    store.emit(...topics);
  };
}

/** What to do with each event of the server, by its name. */
export const HEARD = {
  message: hearMessage,
  message_gone: hearGone,
  modals: keep("modals", "modals"),
  home: keep("home", "home"),
  channels: keep("channels", "places", "messages"),
  people: keep("people", "places"),
  connected: keep("connected", "connected"),
  inspector: hearEntry,
  notice: (store, { text }) => store.notice(text),
  guide: (store, { steps }) => {
    store.guide = steps;
    store.emit("guide");
  },
  clock: (store, clock) => {
    // what was told before this page's own move began must not end it
    store.clock = { ...clock, moving: clock.moving || store.movingClock };
    store.clockReadAt = performance.now();
    store.emit("clock");
  },
};
