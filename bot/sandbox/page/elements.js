// Block Kit's interactive elements. Each builder gets the element and a `slot`:
// {block, surface, dispatches, labelledBy?, describedBy?}. The surface (a message, a modal, a Home) keeps the values
// and sends the actions: surface.value(block, element), surface.store(block, element, value) and
// surface.act(block, element, value). A value is a string, an id, an option's value, or a list of those.

import { openMenu, openPicker } from "./choices.js";
import { confirmFirst } from "./confirm.js";
import { fill, h, icon, link, safeHref, uid } from "./dom.js";
import { textNodes } from "./text.js";

/** Build one element, or a quiet note for a type this page does not draw. */
export function buildElement(element, slot) {
  const build = BUILDERS[element.type];
  return build ? build(element, slot) : h("span", { class: "unknown" }, element.type);
}

function change(element, slot, value, control) {
  slot.surface.store(slot.block, element, value);
  if (slot.dispatches) act(element, slot, value, control);
}

/** Send an action, after its confirm dialog if it has one; the control is busy until the app acknowledged. */
async function act(element, slot, value, control) {
  if (control?.getAttribute("aria-busy")) return;
  if (element.confirm && !(await confirmFirst(element.confirm, slot.surface.context))) return;
  control?.setAttribute("aria-busy", "true");
  try {
    await slot.surface.act(slot.block, element, value);
  } finally {
    control?.removeAttribute("aria-busy");
  }
}

function button(element, slot) {
  const node = h(
    "button",
    {
      type: "button",
      class: ["button", element.style ?? ""].join(" ").trim(),
      "aria-label": element.accessibility_label,
      data: { action: element.action_id ?? "" },
      on: { click: () => act(element, slot, undefined, node) },
    },
    element.text.text,
  );
  const href = element.url && safeHref(element.url);
  if (href) node.addEventListener("click", () => window.open(href, "_blank", "noopener"));
  return node;
}

function overflow(element, slot) {
  const { t } = slot.surface.context;
  const items = () =>
    element.options.map((option) => ({
      label: option.text.text,
      detail: option.description?.text,
      run: () => act(element, slot, option.value, node),
    }));
  const node = h(
    "button",
    {
      type: "button",
      class: "button icon-only",
      "aria-label": t("more"),
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      data: { action: element.action_id ?? "" },
      on: { click: () => openMenu(node, items(), { label: t("more"), align: "start" }) },
    },
    icon("more"),
  );
  return node;
}

/** Selects of every kind: `source` gives the items {label, detail?, group?, value}, `initial` names the first choice. */
function select(source, initial, multiple = false) {
  return (element, slot) => {
    const { context } = slot.surface;
    let chosen = [slot.surface.value(slot.block, element) ?? initialValue(element[initial])].flat().filter(Boolean);
    const items = () => source(element, context).map((item) => ({ ...item, selected: chosen.includes(item.value) }));
    const placeholder = element.placeholder?.text ?? context.t("choose");
    const label = h("span", { class: "select-label", id: uid("value") });
    const node = h(
      "button",
      {
        type: "button",
        class: "select",
        "aria-haspopup": "listbox",
        "aria-expanded": "false",
        "aria-labelledby": slot.labelledBy ? `${slot.labelledBy} ${label.id}` : null,
        "aria-describedby": slot.describedBy,
        data: { action: element.action_id ?? "" },
        on: { click: () => open() },
      },
      label,
      icon("down"),
    );
    const show = () => {
      const names = items().filter((item) => item.selected);
      label.textContent = names.length ? names.map((item) => item.label).join(", ") : placeholder;
      label.classList.toggle("placeholder", !names.length);
    };
    const commit = () => {
      show();
      change(element, slot, multiple ? chosen : (chosen[0] ?? null), node);
    };
    const choose = (item) => {
      if (!multiple) chosen = [item.value];
      else if (item.selected) chosen = chosen.filter((value) => value !== item.value);
      else if (chosen.length < (element.max_selected_items ?? Infinity)) chosen = [...chosen, item.value];
      if (multiple) show();
      else commit();
    };
    const open = () =>
      openPicker(node, items, {
        label: placeholder,
        filterLabel: context.t("filter"),
        empty: context.t("nothingFound"),
        multiple,
        onChoose: choose,
        onClose: () => multiple && commit(),
      });
    show();
    return node;
  };
}

/** What an element's initial_… field holds, as a value: options become their values. */
function initialValue(initial) {
  if (Array.isArray(initial)) return initial.map(initialValue);
  return typeof initial === "object" && initial ? initial.value : initial;
}

function staticOptions(element) {
  const groups = element.option_groups ?? [{ options: element.options ?? [] }];
  return groups.flatMap((group) =>
    group.options.map((option) => ({
      label: option.text.text,
      detail: option.description?.text,
      group: group.label?.text,
      value: option.value,
    })),
  );
}

const people = (_, context) =>
  context.people().map((person) => ({ label: person.name, detail: person.title, value: person.id }));

const places = (element, context) =>
  context.places(element.filter?.include).map((place) => ({ label: place.label, value: place.id }));

/** An input of one line, native to the browser: number, e-mail, address, date or time. */
function native(kind, initial) {
  return (element, slot) => {
    const picked = kind === "date" || kind === "time";
    const node = h("input", {
      type: kind,
      class: "text",
      ...naming(element, slot),
      step: kind === "number" && element.is_decimal_allowed ? "any" : null,
      value: slot.surface.value(slot.block, element) ?? element[initial] ?? "",
    });
    const value = () => node.value || null;
    if (picked) node.addEventListener("change", () => change(element, slot, value(), node));
    else node.addEventListener("input", () => slot.surface.store(slot.block, element, value()));
    return node;
  };
}

function naming(element, slot) {
  return {
    "aria-labelledby": slot.labelledBy,
    "aria-label": slot.labelledBy ? null : (element.placeholder?.text ?? element.action_id),
    "aria-describedby": slot.describedBy,
    placeholder: element.placeholder?.text,
    data: { action: element.action_id ?? "" },
  };
}

const PAUSE_MS = 300;

function plainTextInput(element, slot) {
  const { surface, block } = slot;
  const node = h(element.multiline ? "textarea" : "input", {
    type: element.multiline ? null : "text",
    class: "text",
    rows: element.multiline ? "4" : null,
    maxlength: element.max_length ?? 3000,
    autocomplete: "off",
    ...naming(element, slot),
    value: surface.value(block, element) ?? element.initial_value ?? "",
  });
  const triggers = slot.dispatches ? (element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"]) : [];
  const value = () => node.value || null;
  let pause = null;
  node.addEventListener("input", () => {
    surface.store(block, element, value());
    clearTimeout(pause);
    if (triggers.includes("on_character_entered")) pause = setTimeout(() => act(element, slot, value()), PAUSE_MS);
  });
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !triggers.includes("on_enter_pressed")) return;
    event.preventDefault();
    event.stopPropagation();
    clearTimeout(pause);
    act(element, slot, value(), node);
  });
  return node;
}

/** Radio buttons and checkboxes: the same list of options, one or many. */
function options(kind, initial) {
  return (element, slot) => {
    const { context } = slot.surface;
    const chosen = [slot.surface.value(slot.block, element) ?? initialValue(element[initial])].flat();
    const name = uid("options");
    const group = h("div", {
      class: "options",
      role: kind === "radio" ? "radiogroup" : "group",
      "aria-labelledby": slot.labelledBy,
      "aria-describedby": slot.describedBy,
      data: { action: element.action_id ?? "" },
    });
    const picked = () => {
      const ticked = [...group.querySelectorAll("input:checked")].map((input) => input.value);
      change(element, slot, kind === "radio" ? (ticked[0] ?? null) : ticked, group);
    };
    return fill(
      group,
      element.options.map((option) => {
        const input = h("input", { type: kind, name, value: option.value, on: { change: picked } });
        input.checked = chosen.includes(option.value);
        const detail = option.description;
        return h(
          "label",
          { class: "option" },
          input,
          h(
            "span",
            {},
            textNodes(option.text, context),
            detail ? h("span", { class: "option-detail" }, textNodes(detail, context)) : null,
          ),
        );
      }),
    );
  };
}

function feedbackButtons(element, slot) {
  const one = (item) => {
    const node = h(
      "button",
      {
        type: "button",
        class: "button",
        data: { action: element.action_id ?? "" },
        on: { click: () => act(element, slot, item.value, node) },
      },
      item.text.text,
    );
    return node;
  };
  return h("span", { class: "row" }, [element.positive_button, element.negative_button].filter(Boolean).map(one));
}

/**
 * An image element or block. Pictures from this server are shown; one from elsewhere is only a link with its
 * description, since the page asks nothing of another host.
 */
export function image(element) {
  const url = element.image_url ?? element.slack_file?.url ?? "";
  const local = url.startsWith("/") || url.startsWith("data:image/") || url.startsWith(`${window.location.origin}/`);
  if (local) return h("img", { src: url, alt: element.alt_text ?? "" });
  return h("span", { class: "image-alt" }, link(url, element.alt_text || url));
}

const BUILDERS = {
  button,
  overflow,
  static_select: select(staticOptions, "initial_option"),
  multi_static_select: select(staticOptions, "initial_options", true),
  users_select: select(people, "initial_user"),
  multi_users_select: select(people, "initial_users", true),
  conversations_select: select(places, "initial_conversation"),
  multi_conversations_select: select(places, "initial_conversations", true),
  channels_select: select(places, "initial_channel"),
  multi_channels_select: select(places, "initial_channels", true),
  plain_text_input: plainTextInput,
  number_input: native("number", "initial_value"),
  email_text_input: native("email", "initial_value"),
  url_text_input: native("url", "initial_value"),
  datepicker: native("date", "initial_date"),
  timepicker: native("time", "initial_time"),
  radio_buttons: options("radio", "initial_option"),
  checkboxes: options("checkbox", "initial_options"),
  feedback_buttons: feedbackButtons,
  image,
};
