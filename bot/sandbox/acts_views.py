"""What people do with modals: fill in, submit, close; and what the app's answer does to the stack."""

from typing import Any

from bot.sandbox.elements import find
from bot.sandbox.errors import Refusal
from bot.sandbox.inputs import problems_of_inputs
from bot.sandbox.outcome import OK, Act, Outcome, UnknownThing
from bot.sandbox.payloads import interaction, view_body
from bot.sandbox.sockets import Ack
from bot.sandbox.stack import checked, place, renew
from bot.sandbox.state import User, View


class ViewActs(Act):
    """Submitting and closing modals."""

    def submit(self, user_id: str, view_id: str, values: dict[str, dict[str, Any]] | None = None) -> Outcome:
        """Sends a modal in. Errors at its fields come back in the outcome, and stay on the view."""
        ws = self.ws
        with ws.lock:
            user, view = self._top(user_id, view_id)
            if "submit" not in view.body:
                raise UnknownThing("this view has no submit button")
            for block_id, mine in (values or {}).items():
                for action_id, value in mine.items():
                    if find(view.blocks, block_id, action_id) is None:
                        raise UnknownThing(f"no input {block_id}/{action_id} in this view")
                    view.chosen.setdefault(block_id, {})[action_id] = value
            errors = problems_of_inputs(view.blocks, view.chosen, user.locale)
            if errors:
                return self._with_errors(view, errors)
            payload = interaction("view_submission", user) | {
                "trigger_id": self.triggers.give(user.id),
                "view": view_body(view),
                "response_urls": [],
            }
        found: dict[str, str] = {}

        def take(ack: Ack) -> None:
            with ws.lock:
                found.update(self._take(user, view, ack.payload))

        outcome = self._interact(user, "interactive", payload, "the_view", take)
        return Outcome(False, "errors", None, found) if found else outcome

    def close(self, user_id: str, view_id: str, everything: bool = False) -> Outcome:
        """Closes the top modal, or the whole stack; the app hears of it when it asked to."""
        ws = self.ws
        with ws.lock:
            user, view = self._top(user_id, view_id)
            stack = ws.stack(user.id)
            everything = everything or view.body.get("clear_on_close", False)
            gone = list(stack) if everything else [view]
            ws.state.stacks[user.id] = [one for one in stack if one not in gone]
            ws.view_changed(view)
            payloads = [
                interaction("view_closed", user) | {"view": view_body(one), "is_cleared": everything}
                for one in reversed(gone)
                if one.body.get("notify_on_close")
            ]
        outcomes = [self._interact(user, "interactive", payload, "the_view") for payload in payloads]
        return next((outcome for outcome in outcomes if not outcome), OK)

    def _top(self, user_id: str, view_id: str) -> tuple[User, View]:
        user = self._user(user_id)
        stack = self.ws.stack(user.id)
        if not stack or stack[-1].id != view_id:
            raise UnknownThing(f"{view_id} is not the modal on top")
        return user, stack[-1]

    def _take(self, user: User, view: View, answer: dict[str, Any]) -> dict[str, str]:
        """Does to the stack what the ack says; the errors it names. Refusal when Slack would not understand it."""
        ws = self.ws
        action = answer.get("response_action")
        stack = ws.stack(user.id)
        if view not in stack:
            return {}  # the app cleared or replaced it meanwhile
        if action == "errors":
            return self._errors_from_app(view, answer.get("errors"))
        if action == "update":
            renew(ws, view, checked(answer.get("view"), "modal"))
        elif action == "push":
            place(ws, user.id, checked(answer.get("view"), "modal"), onto=stack)
        elif action == "clear":
            ws.state.stacks[user.id] = []
            ws.view_changed(view)
        elif action is None:
            ws.state.stacks[user.id] = [one for one in stack if one is not view]
            ws.view_changed(view)
        else:
            raise Refusal(f"unknown response_action {action}")
        return {}

    def _errors_from_app(self, view: View, errors: Any) -> dict[str, str]:
        inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
        if not isinstance(errors, dict) or not errors:
            raise Refusal("response_action errors without errors")
        unknown = [block_id for block_id in errors if block_id not in inputs]
        if unknown or not all(isinstance(text, str) and text for text in errors.values()):
            raise Refusal(f"errors must be texts for the block_ids of inputs, not {', '.join(unknown) or 'empty'}")
        self._with_errors(view, dict(errors))
        return dict(errors)

    def _with_errors(self, view: View, errors: dict[str, str]) -> Outcome:
        view.errors = errors
        self.ws.view_changed(view)
        return Outcome(False, "errors", None, errors)
