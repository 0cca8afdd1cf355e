// Links to messages (chat.getPermalink) lead to the message on this page instead of to Slack.

/** Where a permalink points: {channel, ts, thread}, or null for any other link. */
export function permalink(href, domain) {
  const url = new URL(href, window.location.href);
  const found = /^\/archives\/([A-Z0-9_]+)\/p(\d+)(\d{6})$/.exec(url.pathname);
  if (url.hostname !== `${domain}.slack.com` || !found) return null;
  return { channel: found[1], ts: `${found[2]}.${found[3]}`, thread: url.searchParams.get("thread_ts") };
}

/** Follow permalinks inside the page; `reveal(ts)` shows a message of the current place. */
export function followLinks(store, reveal) {
  document.addEventListener("click", async (event) => {
    const anchor = event.target.closest?.("a[href]");
    const target = anchor && store.me && permalink(anchor.href, store.team.domain);
    if (!target || !store.place(target.channel)) return;
    event.preventDefault();
    await store.go(target.channel);
    if (target.thread && target.thread !== target.ts) await store.openThread(target.channel, target.thread);
    reveal(target.ts);
  });
}
