// The little that this browser remembers of the page from one visit to the next. A browser may refuse; then it does not.

/** Keep a text under a name, for this page's address. */
export function remember(name, text) {
  try {
    window.localStorage.setItem(name, text);
  } catch {
    // private windows may refuse
  }
}

/** What was kept under a name, or null. */
export function recall(name) {
  try {
    return window.localStorage.getItem(name);
  } catch {
    return null;
  }
}
