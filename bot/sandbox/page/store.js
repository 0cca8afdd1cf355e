// What the page knows, and who wants to hear when it changes. Topics: me, places, messages, thread, side, modals,
// home, clock, guide, connected, inspector, line.

import { get, listen, post, Unreachable } from "./api.js";
import { makeContext } from "./context.js";
import { HEARD } from "./hearing.js";

/** The page's state for one acting person, kept up to date by the server's events. */
export class Store {
  constructor() {
    this.listeners = new Map();
    this.readUpTo = new Map();
    this.since = null;
    this.reset();
  }

  reset() {
    Object.assign(this, {
      me: null,
      bot: null,
      people: [],
      channels: [],
      groups: [],
      commands: [],
      shortcuts: [],
      modals: [],
      home: null,
      guide: [],
      clock: null,
      clockReadAt: 0,
      movingClock: false,
      connected: false,
      online: true,
      placeId: null,
      tab: "messages",
      messages: new Map(),
      loaded: false,
      thread: null,
      inspector: [],
    });
  }

  on(topics, listener) {
    for (const topic of topics.split(" ")) {
      if (!this.listeners.has(topic)) this.listeners.set(topic, new Set());
      this.listeners.get(topic).add(listener);
    }
  }

  emit(...topics) {
    const heard = new Set(topics.flatMap((topic) => [...(this.listeners.get(topic) ?? [])]));
    for (const listener of heard) listener();
  }

  // -- who and where -------------------------------------------------------------------------------------------

  /** Become another person: everything they may see is loaded anew. */
  async actAs(id, placeId = null) {
    this.stopListening?.();
    const release = await this.startListening(id);
    const [state, traffic] = await Promise.all([get("/page/state", { as: id }), get("/page/inspector", { after: 0 })]);
    const side = this.side;
    this.reset();
    this.side = side === "thread" ? (this.sideBefore ?? null) : side;
    this.take(state);
    this.inspector = traffic.entries;
    this.context = makeContext(this);
    this.emit("me", "side", "inspector", "modals");
    await this.go(this.arrival(placeId));
    release();
  }

  /** Open the event stream. What it tells before the state was read is kept until the returned release() is called. */
  startListening(id) {
    let waiting = [];
    const release = () => {
      const kept = waiting;
      waiting = null;
      for (const [name, data] of kept) this.hear(name, data);
    };
    return new Promise((resolve, reject) => {
      this.stopListening = listen(
        id,
        (name, data) => {
          if (name === "hello") resolve(release);
          else if (waiting) waiting.push([name, data]);
          else this.hear(name, data);
        },
        (up) => {
          if (!up && !this.me) reject(new Unreachable("no event stream"));
          if (this.me) this.line(up);
        },
      );
    });
  }

  take(state) {
    Object.assign(this, state);
    this.clockReadAt = performance.now();
    this.since ??= this.now() / 1000;
  }

  /** Where to arrive: the place asked for, else one's own conversation with the bot if it was somebody's, else a first one. */
  arrival(placeId) {
    if (this.place(placeId)) return placeId;
    const own = this.channels.find((place) => place.kind === "dm");
    return placeId?.startsWith("D") && own ? own.id : this.firstPlace();
  }

  firstPlace() {
    const own = this.channels.filter((place) => place.is_member && place.kind !== "dm");
    return (own[0] ?? this.channels[0])?.id ?? null;
  }

  place(id) {
    return this.channels.find((place) => place.id === id) ?? null;
  }

  get here() {
    return this.place(this.placeId);
  }

  /** Go to a place; its messages are loaded, its unread dot goes out. */
  async go(placeId, tab = "messages") {
    const same = placeId === this.placeId;
    this.placeId = placeId;
    this.tab = tab;
    this.markRead(placeId);
    if (!same) {
      this.messages = new Map();
      this.loaded = false;
      if (this.side === "thread") this.closeSide();
    }
    this.emit("places", "messages", "home");
    if (this.here?.kind === "dm") this.act("/page/home", { tab });
    if (!same) await this.loadMessages();
  }

  async loadMessages() {
    const asked = this.placeId;
    if (!asked) return;
    const { messages } = await get("/page/messages", { as: this.me.id, channel: asked });
    if (asked !== this.placeId) return;
    this.messages = new Map(messages.map((message) => [message.key, message]));
    this.loaded = true;
    this.emit("messages");
  }

  /** Whether something was said in a place since this person last saw it (or since the page was opened). */
  isUnread(place) {
    const read = this.readUpTo.get(`${this.me.id} ${place?.id}`) ?? this.since;
    return Boolean(place?.last_ts) && place.id !== this.placeId && Number(place.last_ts) > read;
  }

  markRead(placeId) {
    const last = Number(this.place(placeId)?.last_ts ?? 0);
    this.readUpTo.set(`${this.me.id} ${placeId}`, Math.max(last, this.now() / 1000));
  }

  // -- the right column -----------------------------------------------------------------------------------------

  async openThread(channel, ts) {
    if (this.side !== "thread") this.sideBefore = this.side;
    this.thread = { channel, ts, messages: new Map(), loaded: false };
    this.side = "thread";
    this.emit("side", "thread");
    await this.loadThread();
  }

  async loadThread() {
    const asked = this.thread;
    const { messages } = await get("/page/messages", { as: this.me.id, channel: asked.channel, thread: asked.ts });
    asked.messages = new Map(messages.map((message) => [message.key, message]));
    asked.loaded = true;
    if (asked === this.thread) this.emit("thread");
  }

  openSide(side) {
    this.side = side;
    if (side !== "thread") this.thread = null;
    this.emit("side");
  }

  /** Close the right column; under a thread stands what it covered. */
  closeSide() {
    const covered = this.side === "thread" ? this.sideBefore : null;
    this.openSide(covered ?? null);
  }

  // -- acting ---------------------------------------------------------------------------------------------------

  /** Do something as the acting person. Returns the Outcome; what went wrong is also said as a notice. */
  async act(path, body) {
    let outcome;
    try {
      outcome = await post(path, { as: this.me.id, ...body });
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      outcome = { ok: false, code: "unreachable", text: this.context.t("offline"), errors: {} };
    }
    const atFields = Object.keys(outcome.errors ?? {}).length > 0;
    if (outcome.ok === false && !atFields) this.notice(outcome.text ?? this.context.t("refused", { code: outcome.code }));
    return outcome;
  }

  async moveClock(body) {
    if (this.movingClock) return;
    this.setMoving(true);
    let answer = null;
    try {
      answer = await post("/page/clock", body);
      if (answer.ok === false) this.notice(answer.text);
    } catch {
      this.notice(this.context.t("offline"));
    }
    this.setMoving(false);
    if (answer && answer.ok !== false) this.hear("clock", answer);
  }

  setMoving(moving) {
    this.movingClock = moving;
    this.clock = { ...this.clock, moving };
    this.emit("clock");
  }

  notice(text) {
    this.onNotice?.(text);
  }

  now() {
    const base = Date.parse(this.clock.now);
    return new Date(this.clock.running ? base + performance.now() - this.clockReadAt : base);
  }

  // -- hearing --------------------------------------------------------------------------------------------------

  hear(name, data) {
    const heard = HEARD[name];
    if (heard) heard(this, data);
  }

  /** The event stream went or came back; after a gap everything visible is read again. */
  async line(up) {
    if (up === this.online) return;
    this.online = up;
    this.emit("line");
    if (!up) return;
    this.take(await get("/page/state", { as: this.me.id }));
    this.emit("me", "places", "modals", "home", "clock", "guide", "connected");
    await this.loadMessages();
    if (this.thread) await this.loadThread();
  }
}
