/**
 * Moving a step earlier or later in its chain, and taking one out without tearing the chain.
 *
 * A step travels with the queues directly before it, because work piles up in front of the step that it waits for.
 * Arrows keep their kind, share and id: only their ends change, so that everything said about them stays said.
 */

import { setFields } from './edits'
import { streamOrder } from './order'
import type { Edit, ElementId, Elements, Flow, Queue, Step } from './types'

export type Direction = 'earlier' | 'later'

type Arrow = readonly [ElementId, Flow]

interface Links {
  incoming: Map<ElementId, Arrow[]>
  outgoing: Map<ElementId, Arrow[]>
}

interface Block {
  /** The queues before it and then the step itself, in the order in which an item meets them. */
  nodes: ElementId[]
}

interface Swap {
  first: Block
  second: Block
  middle: Arrow
}

/** The edits that swap an element with its neighbour in the chain; none where the place has a branch or an end. */
export function reorderEdits(elements: Elements, id: ElementId, direction: Direction): Edit[] {
  const element = elements.get(id)
  if (element?.kind !== 'step' && element?.kind !== 'queue') return []
  const links = linksOf(elements)
  if (!links.incoming.has(id) && !links.outgoing.has(id)) return looseEdits(elements, links, id, direction)
  const swap = swapOf(elements, links, id, direction)
  if (swap === null) return []
  return [...rewiring(elements, links, swap), ...placing(elements, swap)]
}

/** Whether `reorderEdits` would do anything. */
export function canReorder(elements: Elements, id: ElementId, direction: Direction): boolean {
  return reorderEdits(elements, id, direction).length > 0
}

/** The edits that remove an element; a chain through a step or queue is closed again over the gap. */
export function removeEdits(elements: Elements, ids: readonly ElementId[]): Edit[] {
  const edits: Edit[] = []
  const gone = new Set(ids)
  const links = linksOf(elements)
  for (const id of ids) {
    const bridge = gone.size === 1 ? bridgeOver(elements, links, id) : null
    if (bridge !== null) edits.push(bridge)
  }
  const cascaded = new Set<ElementId>()
  for (const [id, element] of elements) {
    if (element.kind !== 'flow' || !gone.has(id)) continue
    if (gone.has(element.source) || gone.has(element.target)) cascaded.add(id)
  }
  for (const id of ids) if (elements.has(id) && !cascaded.has(id)) edits.push({ do: 'remove', id })
  return edits
}

function bridgeOver(elements: Elements, links: Links, id: ElementId): Edit | null {
  const before = links.incoming.get(id) ?? []
  const after = links.outgoing.get(id) ?? []
  const [arrowIn] = before
  const [arrowOut] = after
  if (before.length !== 1 || after.length !== 1 || !arrowIn || !arrowOut) return null
  const source = arrowIn[1].source
  const target = arrowOut[1].target
  if (source === target || isTaken(elements, source, target, arrowIn[1].flow)) return null
  return setFields(elements, arrowIn[0], { target })
}

function isTaken(elements: Elements, source: ElementId, target: ElementId, flow: Flow['flow']): boolean {
  for (const element of elements.values()) {
    if (element.kind === 'flow' && element.source === source && element.target === target && element.flow === flow) {
      return true
    }
  }
  return false
}

/** Forward item flows only: rework and information stay with the steps that they name. */
function linksOf(elements: Elements): Links {
  const incoming = new Map<ElementId, Arrow[]>()
  const outgoing = new Map<ElementId, Arrow[]>()
  for (const [id, element] of elements) {
    if (element.kind !== 'flow') continue
    if (element.flow !== 'push' && element.flow !== 'pull' && element.flow !== 'fifo') continue
    outgoing.set(element.source, [...(outgoing.get(element.source) ?? []), [id, element]])
    incoming.set(element.target, [...(incoming.get(element.target) ?? []), [id, element]])
  }
  return { incoming, outgoing }
}

function swapOf(elements: Elements, links: Links, id: ElementId, direction: Direction): Swap | null {
  const own = blockOf(elements, links, id)
  if (direction === 'later') {
    const middle = only(links.outgoing.get(id))
    const next = middle && nextBlock(elements, links, middle[1].target, elements.get(id)?.kind === 'queue')
    return middle && next ? checked(elements, links, { first: own, second: next, middle }) : null
  }
  const head = own.nodes[0] ?? id
  const middle = only(links.incoming.get(head))
  if (!middle) return null
  const source = middle[1].source
  const isQueue = elements.get(id)?.kind === 'queue'
  const previous = isQueue ? { nodes: [source] } : blockOf(elements, links, source)
  return checked(elements, links, { first: previous, second: own, middle })
}

/** The step that ends the block beginning at `head`; a queue that moves passes one element at a time. */
function nextBlock(elements: Elements, links: Links, head: ElementId, single: boolean): Block | null {
  const nodes = [head]
  let last = head
  while (!single && elements.get(last)?.kind === 'queue') {
    const arrow = only(links.outgoing.get(last))
    if (!arrow || nodes.includes(arrow[1].target)) return null
    last = arrow[1].target
    nodes.push(last)
  }
  return { nodes }
}

function blockOf(elements: Elements, links: Links, id: ElementId): Block {
  const nodes = [id]
  if (elements.get(id)?.kind === 'queue') return { nodes }
  let head = id
  for (;;) {
    const arrow = only(links.incoming.get(head))
    if (!arrow) return { nodes }
    const source = arrow[1].source
    const isOwnQueue = elements.get(source)?.kind === 'queue' && links.outgoing.get(source)?.length === 1
    if (!isOwnQueue || nodes.includes(source)) return { nodes }
    nodes.unshift(source)
    head = source
  }
}

/** A swap is possible only where both blocks are plain chains and nothing else joins or leaves between them. */
function checked(elements: Elements, links: Links, swap: Swap): Swap | null {
  const chain = [...swap.first.nodes, ...swap.second.nodes]
  if (new Set(chain).size !== chain.length) return null
  for (let place = 0; place + 1 < chain.length; place += 1) {
    const out = only(links.outgoing.get(chain[place] ?? ''))
    if (out?.[1].target !== chain[place + 1]) return null
    if (links.incoming.get(chain[place + 1] ?? '')?.length !== 1) return null
  }
  const [tail, head] = [chain.at(-1) ?? '', chain[0] ?? '']
  const isLoop = (links.outgoing.get(tail) ?? []).some(([, flow]) => chain.includes(flow.target))
  return isLoop || isTaken(elements, tail, head, swap.middle[1].flow) ? null : swap
}

function rewiring(elements: Elements, links: Links, { first, second, middle }: Swap): Edit[] {
  const [firstHead, firstTail] = ends(first)
  const [secondHead, secondTail] = ends(second)
  const edits: Edit[] = []
  for (const [id] of links.incoming.get(firstHead) ?? []) edits.push(setFields(elements, id, { target: secondHead }))
  edits.push(setFields(elements, middle[0], { source: secondTail, target: firstHead }))
  for (const [id] of links.outgoing.get(secondTail) ?? []) edits.push(setFields(elements, id, { source: firstTail }))
  return edits
}

function ends(block: Block): [ElementId, ElementId] {
  return [block.nodes[0] ?? '', block.nodes.at(-1) ?? '']
}

/** Both blocks trade places on the canvas, inside the room that they took together; what hangs on them comes along. */
function placing(elements: Elements, { first, second }: Swap): Edit[] {
  const [firstHead, firstTail] = ends(first).map((id) => placed(elements, id))
  const [secondHead, secondTail] = ends(second).map((id) => placed(elements, id))
  if (!firstHead || !firstTail || !secondHead || !secondTail) return []
  const edits = [
    ...shifted(elements, first, secondTail.x - firstTail.x, secondTail.y - firstTail.y),
    ...shifted(elements, second, firstHead.x - secondHead.x, firstHead.y - secondHead.y),
  ]
  return mergeSplit(elements, edits, first.nodes.at(-1), second.nodes.at(-1))
}

/** Branches that left the second step now leave the first one, so the way of splitting moves with them. */
function mergeSplit(elements: Elements, edits: Edit[], first?: ElementId, second?: ElementId): Edit[] {
  const before = elements.get(first ?? '')
  const after = elements.get(second ?? '')
  if (before?.kind !== 'step' || after?.kind !== 'step' || before.split === after.split) return edits
  return edits.map((edit) => {
    if (edit.do !== 'set' || (edit.id !== first && edit.id !== second)) return edit
    const split = (edit.id === first ? after.split : before.split) ?? null
    return setFields(elements, edit.id, { ...edit.fields, split })
  })
}

function shifted(elements: Elements, block: Block, byX: number, byY: number): Edit[] {
  const moving = new Set(block.nodes)
  const edits: Edit[] = []
  for (const [id, element] of elements) {
    if (element.kind === 'flow') continue
    const hangsOn = 'about' in element && element.about !== undefined && moving.has(element.about)
    const isEvidence = element.kind === 'note' || (element.kind === 'queue' && element.counts_only === true)
    if (!moving.has(id) && !(hangsOn && isEvidence)) continue
    edits.push(setFields(elements, id, { x: element.x + byX, y: element.y + byY }))
  }
  return edits
}

/** Elements without arrows have only their place: the two trade it. */
function looseEdits(elements: Elements, links: Links, id: ElementId, direction: Direction): Edit[] {
  const loose = streamOrder(elements).filter((other) => {
    const element = elements.get(other)
    return element?.kind === elements.get(id)?.kind && !links.incoming.has(other) && !links.outgoing.has(other)
  })
  const neighbourId = loose[loose.indexOf(id) + (direction === 'later' ? 1 : -1)]
  const own = placed(elements, id)
  const neighbour = neighbourId === undefined ? null : placed(elements, neighbourId)
  if (!own || !neighbour || neighbourId === undefined) return []
  if (own.x === neighbour.x && own.y === neighbour.y) {
    return [setFields(elements, id, { x: own.x + (direction === 'later' ? 1 : -1) })]
  }
  return [
    setFields(elements, id, { x: neighbour.x, y: neighbour.y }),
    setFields(elements, neighbourId, { x: own.x, y: own.y }),
  ]
}

function placed(elements: Elements, id: ElementId): Step | Queue | null {
  const element = elements.get(id)
  return element?.kind === 'step' || element?.kind === 'queue' ? element : null
}

function only(arrows: readonly Arrow[] | undefined): Arrow | undefined {
  return arrows?.length === 1 ? arrows[0] : undefined
}
