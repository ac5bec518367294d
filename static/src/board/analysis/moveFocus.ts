import type { KeyboardEvent } from 'react'

/** Up, Down, Home and End go through the buttons of a list; Tab does so, too. */
export function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const buttons = Array.from(event.currentTarget.querySelectorAll<HTMLElement>('button'))
  const place = buttons.indexOf(document.activeElement as HTMLElement)
  if (place < 0) return
  const next = {
    ArrowDown: buttons[place + 1],
    ArrowUp: buttons[place - 1],
    Home: buttons[0],
    End: buttons.at(-1),
  }[event.key]
  if (!next) return
  event.preventDefault()
  next.focus()
}
