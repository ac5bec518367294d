"""How due dates, effects and what opens a session read, so that nothing is said by a colour alone."""

from datetime import date

from maps.render.words import plural
from metrics.calendar import Calendar
from metrics.durations import format_duration

SOON_DAYS = 14


def due_words(due_on: date, on: date) -> str:
    """“3 days overdue”, “due today”, “due tomorrow”, “due in 5 days”; empty for what is far away."""
    days = (due_on - on).days
    if days < 0:
        return f"{plural(-days, 'day', 'days')} overdue"
    if days > SOON_DAYS:
        return ""
    return ("due today", "due tomorrow")[days] if days < 2 else f"due in {days} days"


def effect_words(effect_s: float, calendar: Calendar) -> str:
    """“3.5 d shorter”, “2 h longer”, “no difference”, of seconds of working time; below zero is shorter."""
    size = format_duration(abs(effect_s), calendar)
    if size == format_duration(0, calendar) or abs(effect_s) < 1:
        return "no difference"
    return f"{size} {'shorter' if effect_s < 0 else 'longer'}"


def opening_sentence(overdue: int, unfinished: int) -> str:
    """“3 actions are overdue, 2 unfinished: begin with them.”; empty where nothing is."""
    if not overdue and not unfinished:
        return ""
    if not overdue:
        actions = "One action is" if unfinished == 1 else f"{unfinished} actions are"
        return f"{actions} unfinished: begin with {'it' if unfinished == 1 else 'them'}."
    actions = "One action is" if overdue == 1 else f"{overdue} actions are"
    others = f", {'one' if unfinished == 1 else unfinished} unfinished" if unfinished else ""
    return f"{actions} overdue{others}: begin with {'it' if overdue + unfinished == 1 else 'them'}."
