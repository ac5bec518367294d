import {
  Background,
  BackgroundVariant,
  type Connection,
  ConnectionMode,
  type Edge,
  type EdgeChange,
  MiniMap,
  type Node,
  type NodeChange,
  ReactFlow,
  SelectionMode,
  useReactFlow,
} from '@xyflow/react'
import { type MouseEvent, type RefObject, useCallback, useEffect, useMemo, useRef } from 'react'
import '@xyflow/react/dist/base.css'
import { AttentionOnMap } from '../attention/AttentionOnMap'
import { CommentsOnMap } from '../comments/CommentsOnMap'
import { MarksPlace } from '../comparison/ComparisonPlace'
import { useCanEdit } from '../fields/useCanEdit'
import { LocksOnMap } from '../locks/LocksOnMap'
import { useHeld } from '../locks/useHeld'
import { RoundOnMapPlace } from '../rounds/RoundsPlace'
import { useUi, useUiStore } from '../shell/ui'
import { useBoardStore, useStore } from '../useStore'
import { WalkOnMapPlace } from '../walk/WalkPlace'
import { CircleOnMap } from '../waste/CircleOnMap'
import { useBrush, useBrushWaste } from '../waste/useBrush'
import './canvas.css'
import './nodes.css'
import './notes.css'
import './flows.css'
import { CanvasMenu } from './CanvasMenu'
import { ConnectHint } from './ConnectHint'
import { Cursors } from './Cursors'
import { EmptyMap } from './EmptyMap'
import { EndpointNode } from './EndpointNode'
import { FlowEdge } from './FlowEdge'
import { Guides } from './Guides'
import { edgesOf, nodesOf } from './graph'
import { NoteNode } from './NoteNode'
import { AboutEdge, CharterEdge } from './PlainEdge'
import { QueueNode } from './QueueNode'
import { StepNode } from './StepNode'
import type { Point } from './sizes'
import { Toolbar } from './Toolbar'
import type { Commands } from './useCommands'
import { useMoves } from './useMoves'
import { useSelection } from './useSelection'
import { useTouchMenu } from './useTouchMenu'
import { firstFit } from './viewOf'

export const nodeTypes = { step: StepNode, queue: QueueNode, note: NoteNode, endpoint: EndpointNode }
export const edgeTypes = { flow: FlowEdge, about: AboutEdge, charter: CharterEdge }
const MULTI_KEYS = ['Shift', 'Meta', 'Control']
/** When the details have opened, which is after a double click would have come. */
const UNCOVER_AFTER_MS = 300
/** As in shell.css. */
const DETAILS_WIDTH = 320
const CENTERED: [number, number] = [0.5, 0.5]

interface CanvasProps {
  commands: Commands
  pane: RefObject<HTMLDivElement | null>
  pointer: RefObject<Point | null>
}

/** The map itself: pan, zoom, select, drag, connect. */
export function Canvas({ commands, pane, pointer }: CanvasProps) {
  const store = useBoardStore()
  const ui = useUiStore()
  const reactFlow = useReactFlow()
  const { places, sizes, guides, apply, start, settle } = useMoves()
  const { select, applySelection } = useSelection()
  const { nodes, edges } = useGraph(places, sizes)
  const isConnecting = useUi((state) => state.connect !== null)
  const hasDetails = useUi((state) => state.inspector && state.writing === null)
  const isChosen = useStore((state) => state.own.selection.length > 0)
  const isEmpty = useStore((state) => state.elements.size === 0)
  const canEdit = useCanEdit()

  // An emptied map shows how to begin, between its trigger and its delivery.
  useEffect(() => {
    if (isEmpty) void reactFlow.fitView(firstFit())
  }, [isEmpty, reactFlow])

  // React Flow renders the arrows first; with the boxes first, Tab goes through the stream and then along its arrows.
  useEffect(() => {
    const arrows = pane.current?.querySelector('.react-flow__edges')
    arrows?.parentElement?.append(arrows)
  }, [pane])

  const onNodesChange = useCallback(
    (changes: NodeChange[]) => {
      apply(changes, reactFlow.getZoom())
      if (changes.some(({ type }) => type === 'select')) applySelection(changes)
    },
    [apply, applySelection, reactFlow],
  )
  const onEdgesChange = useCallback((changes: EdgeChange[]) => applySelection(changes), [applySelection])

  const onConnect = useCallback(
    ({ source, target }: Connection) => commands.connect(source, target, ui.get().connect?.flow ?? 'push'),
    [commands, ui],
  )
  const mark = useBrush()
  const brush = useBrushWaste()
  const uncovering = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => () => clearTimeout(uncovering.current), [])
  const onNodeClick = useCallback(
    (_: MouseEvent, node: Node) => {
      if (mark(node.id)) return
      commands.choose(node.id)
      clearTimeout(uncovering.current)
      uncovering.current = setTimeout(() => {
        if (ui.get().inspector && !ui.get().writing) commands.uncover(node.id, DETAILS_WIDTH)
      }, UNCOVER_AFTER_MS)
    },
    [commands, ui, mark],
  )
  const onEdgeClick = useCallback((_: MouseEvent, edge: Edge) => void mark(edge.id), [mark])

  // Each part of a box says which field it shows: that one is written.
  const onNodeDoubleClick = useCallback(
    (event: MouseEvent, node: Node) => {
      if (ui.get().wastes?.brush) return
      const part = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-field]') : null
      commands.write(node.id, part?.dataset.field)
    },
    [commands, ui],
  )

  const openMenu = useCallback(
    (event: { clientX: number; clientY: number; target: EventTarget }) => {
      const element = event.target instanceof Element ? event.target.closest('[data-id]') : null
      const id = element?.getAttribute('data-id') ?? null
      const on = id !== null && store.getState().elements.has(id) ? id : null
      if (on !== null && !store.getState().own.selection.includes(on)) select([on])
      const at = { x: event.clientX, y: event.clientY }
      ui.set({ menu: { ...at, on, flow: reactFlow.screenToFlowPosition(at) } })
    },
    [store, ui, select, reactFlow],
  )
  const touch = useTouchMenu(openMenu)

  return (
    <div
      ref={pane}
      className="canvas"
      data-connecting={isConnecting}
      data-details={hasDetails && isChosen}
      data-brush={brush ?? undefined}
    >
      <ReactFlow
        {...touch}
        onPointerMove={(event) => {
          pointer.current = { x: event.clientX, y: event.clientY }
          const at = reactFlow.screenToFlowPosition(pointer.current, { snapToGrid: false })
          store.setPresence({ cursor: { x: Math.round(at.x), y: Math.round(at.y) } })
        }}
        onPointerLeave={() => {
          pointer.current = null
          store.setPresence({ cursor: null })
        }}
        onContextMenu={(event) => {
          if (event.target instanceof Element && event.target.closest('input, textarea')) return
          event.preventDefault()
          openMenu(event)
        }}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        nodeOrigin={CENTERED}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onNodeDragStart={start}
        onNodeDragStop={settle}
        onSelectionDragStart={start}
        onSelectionDragStop={settle}
        onConnect={onConnect}
        onNodeClick={onNodeClick}
        onNodeDoubleClick={onNodeDoubleClick}
        onEdgeClick={onEdgeClick}
        connectionMode={ConnectionMode.Loose}
        connectionRadius={50}
        connectOnClick={false}
        nodesDraggable={canEdit && !isConnecting}
        nodesConnectable={canEdit}
        deleteKeyCode={null}
        multiSelectionKeyCode={MULTI_KEYS}
        selectionMode={SelectionMode.Partial}
        zoomOnDoubleClick={false}
        panOnScroll
        minZoom={0.15}
        maxZoom={2.5}
        fitView
        fitViewOptions={firstFit()}
        elevateNodesOnSelect={false}
        selectNodesOnDrag={false}
      >
        <Background variant={BackgroundVariant.Dots} gap={24} size={1.4} color="var(--dots)" />
        {!isEmpty && <MapInSmall />}
        <MarksPlace />
        <RoundOnMapPlace />
        <WalkOnMapPlace />
        <CircleOnMap />
        <LocksOnMap />
        <CommentsOnMap />
        <AttentionOnMap />
        <Cursors />
        <Guides guides={guides} />
      </ReactFlow>
      {isEmpty && <EmptyMap canEdit={canEdit} run={commands.run} />}
      <ConnectHint />
      <CanvasMenu commands={commands} />
      <Toolbar run={commands.run} />
    </div>
  )
}

function MapInSmall() {
  return (
    <MiniMap
      className="minimap"
      position="bottom-left"
      pannable
      zoomable
      nodeClassName={miniClass}
      nodeBorderRadius={6}
      ariaLabel="The whole map"
    />
  )
}

function miniClass(node: Node): string {
  return `mini-${node.type}`
}

/** The map as nodes and edges; whatever did not change keeps its identity. */
function useGraph(places: Parameters<typeof nodesOf>[0]['places'], sizes: Parameters<typeof nodesOf>[0]['sizes']) {
  const elements = useStore((state) => state.elements)
  const charter = useStore((state) => state.charter)
  const selection = useStore((state) => state.own.selection)
  const heldBy = useHeld()
  const known = useRef({ nodes: new Map<string, Node>(), edges: new Map<string, Edge>(), list: [] as Edge[] })
  const nodes = useMemo(() => {
    const made = nodesOf({ elements, charter, selection, places, sizes, heldBy }, known.current.nodes)
    known.current.nodes = new Map(made.map((node) => [node.id, node]))
    return made
  }, [elements, charter, selection, places, sizes, heldBy])
  const edges = useMemo(() => {
    const made = edgesOf(elements, charter, selection, known.current.edges)
    const before = known.current.list
    // The same list where every arrow is the same: React Flow need not look at any of them.
    if (made.length === before.length && made.every((edge, place) => edge === before[place])) return before
    known.current = { ...known.current, edges: new Map(made.map((edge) => [edge.id, edge])), list: made }
    return made
  }, [elements, charter, selection])
  return { nodes, edges }
}
