import { act, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { openRoom, type Room } from '../fields/testRoom'
import { focusRow } from './places'
import { TableView } from './TableView'

const ELEMENTS = {
  a: { kind: 'step', name: 'Refine', x: 0, y: 0, wait_time: { value: 28_800, source: 'guess' } },
  b: { kind: 'step', name: 'Build', x: 240, y: 0 },
  c: { kind: 'step', name: 'Test', x: 480, y: 0 },
  q: { kind: 'queue', x: 400, y: 0, items: { value: 14, source: 'measured' } },
  ab: { kind: 'flow', flow: 'push', source: 'a', target: 'b' },
  bq: { kind: 'flow', flow: 'push', source: 'b', target: 'q' },
  qc: { kind: 'flow', flow: 'push', source: 'q', target: 'c' },
  back: { kind: 'flow', flow: 'rework', source: 'c', target: 'a', share: { value: 0.3, source: 'guess' } },
  n: { kind: 'note', note: 'idea', text: 'Two stagings', x: 0, y: 300, about: 'c' },
}

function open(role?: Parameters<typeof openRoom>[1]): Room {
  const room = openRoom(ELEMENTS, role)
  room.show(<TableView />)
  return room
}

const steps = () => screen.getByRole('grid', { name: 'Steps in stream order' })
const names = () =>
  within(steps())
    .getAllByRole('rowheader')
    .map((cell) => cell.textContent)

function cell(row: string, column: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`[data-row="${row}"][data-column="${column}"]`)
  if (!found) throw new Error(`no cell ${row} ${column}`)
  return found
}

async function enter() {
  await userEvent.tab()
  while (!steps().contains(document.activeElement)) await userEvent.tab()
}

describe('the tables', () => {
  it('have every element of the map', () => {
    open()
    expect(names()).toEqual(['Refine', 'Build', 'Test'])
    expect(cell('c', 'items').textContent).toContain('14 items')
    expect(cell('c', 'flows').textContent).toBe('sent back to Refine · 30 %')
    expect(within(screen.getByRole('grid', { name: 'Queues' })).getAllByRole('rowheader')).toHaveLength(1)
    expect(within(screen.getByRole('grid', { name: 'Arrows' })).getAllByRole('rowheader')).toHaveLength(4)
    expect(cell('n', 'about').textContent).toBe('Test')
  })

  it('show the row of an element that a notice is about', () => {
    open()
    act(() => focusRow('q'))
    expect(document.activeElement).toBe(within(screen.getByRole('grid', { name: 'Queues' })).getByRole('rowheader'))
  })

  it('are one stop of the Tab key each, and arrow keys move inside', async () => {
    open()
    await enter()
    expect(document.activeElement).toBe(cell('a', 'name'))
    await userEvent.keyboard('{ArrowDown}{ArrowRight}{ArrowRight}{ArrowRight}')
    expect(document.activeElement).toBe(cell('b', 'wait_time'))
    await userEvent.keyboard('{Control>}{Home}{/Control}')
    expect(document.activeElement).toBe(cell('a', 'name'))
    await userEvent.keyboard('{End}{ArrowLeft}')
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Move later: Refine')
    expect(steps().querySelectorAll('[tabindex="0"]').length).toBeLessThanOrEqual(1)
  })

  it('write a figure by typing it; Enter stores it and goes down', async () => {
    const room = open()
    await enter()
    await userEvent.keyboard('{ArrowDown}{ArrowRight}{ArrowRight}{ArrowRight}3d{Enter}')
    expect(room.asked()).toEqual([
      { do: 'set', id: 'b', fields: { wait_time: { value: 86_400, source: 'estimate' } }, saw: { wait_time: null } },
    ])
    expect(document.activeElement).toBe(cell('c', 'wait_time'))
  })

  it('go on to the next cell with Tab, storing what was written', async () => {
    const room = open()
    await enter()
    await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}{Enter}2h{Tab}1h{Tab}')
    expect(room.asked().map((edit) => (edit.do === 'set' ? edit.fields : null))).toEqual([
      { wait_time: { value: 7_200, source: 'estimate' } },
      { process_time: { value: 3_600, source: 'estimate' } },
    ])
    expect(document.activeElement).toBe(within(cell('a', 'complete_accurate')).getByRole('textbox'))
  })

  it('keep the cursor in a cell that cannot be read', async () => {
    const room = open()
    await enter()
    await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}{Enter}5{Tab}')
    expect(document.activeElement).toBe(within(cell('a', 'wait_time')).getByRole('textbox'))
    expect(screen.getByRole('alert').textContent).toContain('needs a unit')
    await userEvent.keyboard('{Escape}')
    expect(document.activeElement).toBe(cell('a', 'wait_time'))
    expect(room.asked()).toEqual([])
  })

  it('empty a cell with Delete', async () => {
    const room = open()
    await enter()
    await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}{Delete}')
    expect(room.asked()).toEqual([
      { do: 'set', id: 'a', fields: { wait_time: null }, saw: { wait_time: ELEMENTS.a.wait_time } },
    ])
  })

  it('rename a step, and a name cannot be emptied', async () => {
    const room = open()
    await enter()
    await userEvent.keyboard('{Delete}{Enter}{Control>}a{/Control}Sketch{Enter}')
    expect(names()).toEqual(['Sketch', 'Build', 'Test'])
    expect(room.asked()).toHaveLength(1)
  })

  it('add a step after the row and open its name', async () => {
    open()
    await enter()
    await userEvent.keyboard('{Insert}')
    await userEvent.keyboard('Design{Enter}')
    expect(names()).toEqual(['Refine', 'Design', 'Build', 'Test'])
  })

  it('move a step and keep the cursor on it', async () => {
    open()
    await enter()
    await userEvent.keyboard('{Alt>}{ArrowDown}{/Alt}')
    expect(names()).toEqual(['Build', 'Refine', 'Test'])
    expect(document.activeElement).toBe(cell('a', 'name'))
  })

  it('remove a step, close the chain, and hand the cursor on', async () => {
    const room = open()
    await enter()
    await userEvent.keyboard('{ArrowDown}{Control>}{Delete}{/Control}')
    expect(names()).toEqual(['Refine', 'Test'])
    expect(document.activeElement).toBe(cell('c', 'name'))
    expect(room.store.getState().elements.get('ab')).toMatchObject({ source: 'a', target: 'q' })
  })

  it('change an arrow into another kind and give it another end', async () => {
    const room = open()
    await userEvent.dblClick(cell('ab', 'flow'))
    await userEvent.selectOptions(within(cell('ab', 'flow')).getByRole('combobox'), 'pull')
    await userEvent.keyboard('{Escape}')
    await userEvent.dblClick(cell('back', 'target'))
    await userEvent.selectOptions(within(cell('back', 'target')).getByRole('combobox'), 'Build')
    expect(room.store.getState().elements.get('ab')).toMatchObject({ flow: 'pull' })
    expect(room.store.getState().elements.get('back')).toMatchObject({ target: 'b' })
  })

  it('draw a new arrow in words', async () => {
    const room = open()
    const form = within(screen.getByRole('form', { name: 'A new arrow' }))
    await userEvent.selectOptions(form.getByLabelText('From'), 'Test')
    await userEvent.selectOptions(form.getByLabelText('to'), 'Build')
    await userEvent.selectOptions(form.getByLabelText('as'), 'rework')
    await userEvent.click(form.getByRole('button'))
    expect(room.asked()).toMatchObject([{ do: 'add', element: { flow: 'rework', source: 'c', target: 'b' } }])
  })

  it('show who else writes in a cell', () => {
    const room = open()
    const editing = { id: 'b', field: 'role' }
    room.presence('c2', { participant: 'ben', cursor: null, selection: [], editing })
    expect(cell('b', 'role').textContent).toContain('Ben writes here')
  })

  it('do not steal the cursor when somebody else changes something', async () => {
    const room = open()
    await enter()
    await userEvent.click(document.body)
    room.others('ben', { b: { before: { role: null }, after: { role: 'Engineering' } } })
    expect(document.activeElement).toBe(document.body)
    expect(cell('b', 'role').textContent).toBe('Engineering')
  })

  it('are read only for a viewer', async () => {
    const room = open('viewer')
    await enter()
    await userEvent.keyboard('{Enter}{Delete}{Insert}{ArrowRight}{ArrowRight}{ArrowRight}4')
    expect(within(steps()).queryByRole('textbox')).toBeNull()
    expect(screen.queryByRole('button', { name: '+ Add a step' })).toBeNull()
    expect(room.asked()).toEqual([])
    expect(room.store.getState().notices).toEqual([])
  })

  it('keep a row that is locked for me from being changed, and say why', async () => {
    const room = open('member')
    const by = { area: null, by: 'ben', at: '' }
    const lock = { ...by, id: 'lock', scope: 'element' as const, element: 'a' }
    const map = room.store.getState().map
    const people = [...room.store.getState().people.values()]
    const charter = room.store.getState().charter
    if (!map || !charter) throw new Error('no map')
    act(() => {
      room.store.receive({ t: 'workshop', map: { ...map, locks: [lock] }, charter, people, role: 'member' })
    })
    const held = '“Refine” is locked by Ben: only facilitators can change it now.'
    expect(cell('a', 'wait_time').title).toBe(held)
    expect(cell('a', 'wait_time').getAttribute('aria-readonly')).toBe('true')
    expect(cell('b', 'wait_time').getAttribute('aria-readonly')).toBe('false')
    await userEvent.dblClick(cell('a', 'wait_time'))
    await userEvent.keyboard('{Enter}{Delete}4')
    expect(within(steps()).queryByRole('textbox')).toBeNull()
    const remove = screen.getByRole('button', { name: 'Remove: Refine' })
    expect([remove.title, remove.getAttribute('aria-disabled')]).toEqual([held, 'true'])
    await userEvent.click(remove)
    expect(room.asked()).toEqual([])
    await userEvent.dblClick(cell('b', 'wait_time'))
    expect(within(steps()).getByRole('textbox')).toBeTruthy()
  })
})
