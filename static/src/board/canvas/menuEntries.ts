/** What can be done with a box, an arrow, a note, or at an empty place of the canvas. */

import { addFlow, setFields } from '../../model/edits'
import { canReorder } from '../../model/reorder'
import type { Edit, ElementId, Elements, Flow, NoteKind } from '../../model/types'
import { FLOW_KINDS, NOTE_KINDS } from '../fields/words'
import type { MenuAction, MenuEntry } from '../shell/Menu'
import type { Ui } from '../shell/ui'
import { forwardOut, isForward } from './chain'
import { connection, queueBefore, stepAfter, stepIntoFlow } from './insert'
import type { Point } from './sizes'
import type { Commands } from './useCommands'

interface MenuOf {
  elements: Elements
  commands: Commands
  setUi: (part: Partial<Ui>) => void
  selection: readonly ElementId[]
  canEdit: boolean
  /** Why what the menu is about is kept from me; null where it is not. */
  held: string | null
}

export function entriesFor(on: ElementId | null, at: Point, context: MenuOf): MenuEntry[] {
  if (!context.canEdit) return viewEntries(context)
  const entries = allEntries(on, at, context)
  if (context.held === null) return entries
  const open = entries.map((entry) => ('changesIt' in entry ? { ...entry, isDisabled: true } : entry))
  return [{ heading: context.held }, ...open]
}

/** An entry that changes the very thing that the menu is about. */
function its(entry: MenuAction): MenuAction & { changesIt: true } {
  return { ...entry, changesIt: true }
}

function allEntries(on: ElementId | null, at: Point, context: MenuOf): MenuEntry[] {
  const element = on === null ? undefined : context.elements.get(on)
  if (context.selection.length > 1 && on !== null && context.selection.includes(on)) return severalEntries(context)
  if (on === null || !element) return canvasEntries(at, context)
  if (element.kind === 'flow') return flowEntries(on, element, context)
  return element.kind === 'note' ? noteEntries(on, element.note, context) : stationEntries(on, context)
}

function stationEntries(id: ElementId, { elements, commands, setUi }: MenuOf): MenuEntry[] {
  const isStep = elements.get(id)?.kind === 'step'
  const details = { label: 'Details', keys: 'I', run: () => setUi({ inspector: true }) }
  const entries: MenuEntry[] = [
    ...(isStep ? [its({ label: 'Write', keys: 'Enter', run: () => commands.write(id) })] : []),
    details,
    { label: 'Step after it', keys: 'N', run: () => commands.insert(stepAfter(elements, id), 'name') },
    { label: 'Queue before it', keys: 'Q', run: () => commands.insert(queueBefore(elements, id), null) },
    { label: 'Connect to …', keys: 'C', run: () => setUi({ connect: { flow: 'push', from: id } }) },
    { label: 'Send work back to …', run: () => setUi({ connect: { flow: 'rework', from: id } }) },
    { label: 'Note about it', keys: 'M', run: () => commands.addNote('note', undefined, id) },
    { label: 'Kaizen burst at it', keys: 'B', run: () => commands.addNote('burst', undefined, id) },
  ]
  if (isStep && forwardOut(elements, id).length > 1) entries.push(...splitEntries(id, elements, commands))
  entries.push(
    { heading: 'Order' },
    its({
      label: 'Move earlier',
      keys: 'Alt ←',
      isDisabled: !canReorder(elements, id, 'earlier'),
      run: () => commands.reorder('earlier', id),
    }),
    its({
      label: 'Move later',
      keys: 'Alt →',
      isDisabled: !canReorder(elements, id, 'later'),
      run: () => commands.reorder('later', id),
    }),
    { heading: 'Box' },
    { label: 'Duplicate', keys: 'Ctrl D', run: () => commands.duplicate([id]) },
    its({ label: 'Delete', keys: 'Del', isDanger: true, run: () => commands.remove([id]) }),
  )
  return entries
}

function splitEntries(id: ElementId, elements: Elements, commands: Commands): MenuEntry[] {
  const element = elements.get(id)
  const split = element?.kind === 'step' ? (element.split ?? 'one') : 'one'
  const set = (value: 'one' | 'all') => () => commands.perform([setFields(elements, id, { split: value })])
  return [
    { heading: 'Where the flow splits' },
    its({ label: 'An item takes one way', checked: split === 'one', run: set('one') }),
    its({ label: 'All ways at once, joined later', checked: split === 'all', run: set('all') }),
  ]
}

function flowEntries(id: ElementId, flow: Flow, { elements, commands, setUi }: MenuOf): MenuEntry[] {
  const set = (value: Flow['flow']) => () => commands.perform([setFields(elements, id, { flow: value })])
  const details = { label: 'Details', keys: 'I', run: () => setUi({ inspector: true }) }
  const entries: MenuEntry[] = [details, { heading: 'Kind of arrow' }]
  for (const { value, label } of FLOW_KINDS) entries.push(its({ label, checked: flow.flow === value, run: set(value) }))
  if (isForward(flow.flow) && forwardOut(elements, flow.source).length > 1) {
    entries.push(...splitEntries(flow.source, elements, commands))
  }
  entries.push(
    { heading: 'Arrow' },
    { label: 'Insert a step', keys: 'N', run: () => commands.insert(stepIntoFlow(elements, id), 'name') },
    its({ label: 'Turn round', run: () => commands.perform(turned(elements, id, flow)) }),
    { label: 'Note about it', keys: 'M', run: () => commands.addNote('note', undefined, id) },
    its({ label: 'Delete', keys: 'Del', isDanger: true, run: () => commands.remove([id]) }),
  )
  return entries
}

/** An arrow the other way round; where that one exists already, only this one goes. */
function turned(elements: Elements, id: ElementId, flow: Flow): Edit[] {
  const without = new Map(elements)
  without.delete(id)
  if (!connection(without, flow.target, flow.source, flow.flow)) return [{ do: 'remove', id }]
  const { kind: _, ...fields } = flow
  return [{ do: 'remove', id }, addFlow({ ...fields, source: flow.target, target: flow.source })]
}

function noteEntries(id: ElementId, note: NoteKind, { elements, commands }: MenuOf): MenuEntry[] {
  const entries: MenuEntry[] = [
    its({ label: 'Write', keys: 'Enter', run: () => commands.write(id) }),
    { heading: 'Kind of note' },
  ]
  for (const { value, label } of NOTE_KINDS) {
    const run = () => commands.perform([setFields(elements, id, { note: value })])
    entries.push(its({ label, checked: note === value, run }))
  }
  entries.push(
    { heading: 'Note' },
    { label: 'Duplicate', keys: 'Ctrl D', run: () => commands.duplicate([id]) },
    its({ label: 'Delete', keys: 'Del', isDanger: true, run: () => commands.remove([id]) }),
  )
  return entries
}

function severalEntries({ selection, commands }: MenuOf): MenuEntry[] {
  return [
    { heading: `${selection.length} selected` },
    { label: 'Duplicate', keys: 'Ctrl D', run: () => commands.duplicate(selection) },
    its({ label: 'Delete', keys: 'Del', isDanger: true, run: () => commands.remove(selection) }),
  ]
}

function canvasEntries(at: Point, { commands, setUi }: MenuOf): MenuEntry[] {
  const entries: MenuEntry[] = [
    { label: 'Step here', keys: 'N', run: () => commands.addStep(at) },
    { label: 'Queue here', keys: 'Q', run: () => commands.addQueue(at) },
    { heading: 'Note here' },
  ]
  for (const { value, label } of NOTE_KINDS) entries.push({ label, run: () => commands.addNote(value, at) })
  entries.push(
    { heading: 'Map' },
    { label: 'Steps from a table …', run: () => setUi({ dialog: 'import', importText: '' }) },
    { label: 'Select everything', keys: 'Ctrl A', run: () => commands.run('select_all') },
    { label: 'Tidy up', keys: 'Shift T', run: () => commands.run('tidy') },
    { label: 'Fit on the screen', keys: 'F', run: () => commands.run('fit') },
  )
  return entries
}

function viewEntries({ commands }: MenuOf): MenuEntry[] {
  return [
    { label: 'Fit on the screen', keys: 'F', run: () => commands.run('fit') },
    { label: 'As a table', keys: 'T', run: () => commands.run('table') },
  ]
}
