// App Home, as the bot published it.

import { renderBlocks } from "./blocks.js";
import { fill, h } from "./dom.js";
import { focusWithin, makeSurface, refocus } from "./surface.js";

/** Shows the home view of the acting person. */
export class HomeView {
  constructor(store) {
    this.store = store;
    this.node = h("div", { class: "home", role: "tabpanel", "aria-labelledby": "tab-home", tabindex: "0" });
    this.drafts = new Map();
  }

  show() {
    const { home, me, context } = this.store;
    const signed = JSON.stringify([me.id, home && { ...home, state: null }]);
    if (signed === this.signed) return;
    if (this.person !== me.id) this.drafts.clear();
    this.person = me.id;
    this.signed = signed;
    if (!home) {
      fill(this.node, h("p", { class: "empty" }, context.t("homeEmpty")));
      return;
    }
    const where = focusWithin(this.node);
    const surface = makeSurface(this.store, { type: "view", id: home.id }, { state: home.state, drafts: this.drafts });
    fill(this.node, h("div", { class: "home-page blocks" }, renderBlocks(home.blocks, surface)));
    refocus(this.node, where, this.node);
  }
}
