"""What people do on the board, said as intentions, so that the tests read like a session."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect


@dataclass(frozen=True, slots=True)
class Board:
    """One person's board."""

    page: Page

    def wait_until_live(self) -> None:
        expect(self.page.get_by_role("status").filter(has_text="everything saved")).to_be_visible(timeout=60_000)

    def wait_until_offline(self) -> None:
        offline = self.page.get_by_role("status").filter(has_text=re.compile("offline", re.IGNORECASE))
        expect(offline.first).to_be_visible(timeout=60_000)

    def figure(self, name: str) -> Locator:
        figures = self.page.get_by_role("region", name="Figures of the whole stream")
        return figures.get_by_role("button", name=re.compile(f"^{re.escape(name)}"))

    def card(self, name: str) -> Locator:
        """The process box of a step."""
        return self.page.locator(".react-flow__node").filter(has_text=name)

    def add_step(self, name: str, *, wait: str = "", work: str = "") -> None:
        """`N`, then the fields as the Tab key walks them: name, role, wait, work."""
        self.page.keyboard.press("n")
        form = self.page.locator(".step-form")
        expect(form.get_by_role("textbox", name="Name")).to_be_focused()
        keyboard = self.page.keyboard
        keyboard.type(name)
        keyboard.press("Tab")
        keyboard.press("Tab")
        keyboard.type(wait)
        keyboard.press("Tab")
        keyboard.type(work)
        keyboard.press("Enter")
        expect(form).to_have_count(0)

    def undo(self) -> None:
        self.page.keyboard.press("Control+z")

    def box(self, name: str) -> Locator:
        """A step, queue or note by what screen readers call it."""
        return self.page.locator(".react-flow__node").and_(self.page.get_by_role("group", name=name))

    def arrow(self, name: str) -> Locator:
        """An arrow by what screen readers call it."""
        return self.page.locator(".react-flow__edge").and_(self.page.get_by_role("group", name=name))

    def focus_box(self, name: str) -> None:
        """Put the focus on a box and select it, as Tab and Space do."""
        self.box(name).first.focus()
        self.page.keyboard.press("Space")

    def focus_arrow(self, name: str) -> None:
        self.arrow(name).first.focus()
        self.page.keyboard.press("Space")

    def leave_everything(self) -> None:
        """Escape until nothing is open and nothing is selected, and back from the table to the map."""
        for _ in range(4):
            self.page.keyboard.press("Escape")
        if self.page.get_by_role("button", name="To the map").is_visible():
            self.page.get_by_role("button", name="To the map").click()
            self.page.keyboard.press("Escape")
        expect(self.page.locator("dialog[open], [role=menu], .react-flow__node.selected")).to_have_count(0)
