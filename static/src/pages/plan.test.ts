import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { followDrags } from './plan'

const PAGE = `
  <section class="plan-column" data-state="proposed">
    <ul><li class="plan-card" data-moves="planned doing "><button name="to" value="planned">Plan</button>
      <details><button name="to" value="dropped">Drop</button></details></li></ul>
  </section>
  <section class="plan-column" data-state="planned"><ul><li class="plan-card" data-moves=""></li></ul></section>
  <section class="plan-column" data-state="dropped"></section>`

beforeAll(() => followDrags(document))
afterEach(() => {
  document.body.innerHTML = ''
})

function open() {
  document.body.innerHTML = PAGE
  document.dispatchEvent(new Event('htmx:after:swap'))
  const [proposed, idle] = document.querySelectorAll<HTMLElement>('.plan-card')
  const column = (state: string) => document.querySelector<HTMLElement>(`[data-state="${state}"]`) as HTMLElement
  if (!proposed || !idle) throw new Error('The page has no cards.')
  return { proposed, idle, column }
}

function drag(type: string, on: HTMLElement): Event {
  const event = new Event(type, { bubbles: true, cancelable: true })
  on.dispatchEvent(event)
  return event
}

test('a card is dragged to a state that it can take, and its own button is pressed', () => {
  const { proposed, column } = open()
  const pressed = vi.fn((event: Event) => event.preventDefault())
  proposed.querySelector('button')?.addEventListener('click', pressed)
  drag('dragstart', proposed)
  expect(drag('dragover', column('planned')).defaultPrevented).toBe(true)
  expect(column('planned').classList).toContain('is-target')
  drag('drop', column('planned'))
  drag('dragend', proposed)
  expect(pressed).toHaveBeenCalledOnce()
  expect(document.querySelector('.is-target, .is-dragged')).toBeNull()
})

test('a state that needs a reason takes no drop', () => {
  const { proposed, column } = open()
  const pressed = vi.fn()
  for (const button of proposed.querySelectorAll('button')) button.addEventListener('click', pressed)
  drag('dragstart', proposed)
  expect(drag('dragover', column('dropped')).defaultPrevented).toBe(false)
  drag('drop', column('dropped'))
  expect(pressed).not.toHaveBeenCalled()
})

test('a card without open moves cannot be dragged', () => {
  const { proposed, idle } = open()
  expect(proposed.draggable).toBe(true)
  expect(idle.draggable).toBe(false)
})
