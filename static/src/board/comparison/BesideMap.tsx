import {
  Background,
  BackgroundVariant,
  type Edge,
  type FitViewOptions,
  type Node,
  type NodeChange,
  ReactFlow,
  type ReactFlowInstance,
  ReactFlowProvider,
  useStore as useFlowStore,
  useReactFlow,
  useViewport,
  type Viewport,
} from '@xyflow/react'
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { MapPlace } from '../../model/comparison'
import type { Store } from '../../store'
import { edgeTypes, nodeTypes } from '../canvas/Canvas'
import { edgesOf, nodesOf, type Size } from '../canvas/graph'
import type { Point } from '../canvas/sizes'
import { firstFit } from '../canvas/viewOf'
import { CrossSign } from '../shell/CrossSign'
import { createUi, UiContext, useUiStore } from '../shell/ui'
import { StoreContext, useStore } from '../useStore'
import { useComparison, usePromise } from './asker'
import { useConnect } from './connect'

const CENTERED: [number, number] = [0.5, 0.5]
const NOBODY: readonly string[] = []
const NOWHERE: ReadonlyMap<string, Point> = new Map()
const HALF_OF_A_PHONE = { top: '52px', bottom: '12px', left: '16px', right: '16px' } as const
/** The canvases have heard of their new widths by then. */
const SETTLED_MS = 80

/** The current state beside a future state; its changes here are changes of the comparison, too. */
export function BesideBase() {
  const { answer, asker } = useComparison()
  return answer?.base ? <BesideMap kind="Current state" of={answer.base} onChange={asker.soon} /> : null
}

/** The future state beside a later current state that answers it; the promise stays what it was. */
export function BesidePromise() {
  const { answer } = usePromise()
  return answer && <BesideMap kind="Future state" of={answer.promised} onChange={nothing} />
}

function nothing() {}

/** Half a phone has no tools at the bottom, but the other map's name at the top. */
function halfFit(): FitViewOptions {
  const fit = firstFit()
  return fit.minZoom === undefined ? fit : { ...fit, padding: HALF_OF_A_PHONE }
}

interface BesideMapProps {
  kind: string
  of: MapPlace
  onChange: () => void
}

/** Another map beside this one, live and read only; both show the same part of the stream. */
function BesideMap({ kind, of: { id, title }, onChange }: BesideMapProps) {
  const ui = useUiStore()
  const connect = useConnect()
  const [store, setStore] = useState<Store | null>(null)
  useEffect(() => {
    const opened = connect(`/ws/maps/${id}/`)
    setStore(opened.store)
    let seq = 0
    const unsubscribe = opened.store.subscribe(() => {
      const now = opened.store.getState().seq
      if (now !== seq) onChange()
      seq = now
    })
    return () => {
      unsubscribe()
      opened.close()
      setStore(null)
    }
  }, [id, connect, onChange])
  const main = useReactFlow()
  const [mainFlow, other] = [useRef<ReactFlowInstance | null>(main), useRef<ReactFlowInstance | null>(null)]
  // Whichever the pointer is on leads; with both leading, a quick hand would be pulled back by what follows it.
  const isOnOther = useRef(false)
  const [leading] = useState(() => ({ main: () => !isOnOther.current, other: () => isOnOther.current }))
  const begin = useCallback(
    (flow: ReactFlowInstance) => {
      other.current = flow
      void flow.setViewport(main.getViewport())
    },
    [main, other],
  )
  const size = useFlowStore(({ width, height }) => `${width} × ${height}`)
  // biome-ignore lint/correctness/useExhaustiveDependencies: both maps fit again whenever their half has another size
  useEffect(() => {
    const timer = setTimeout(() => void main.fitView(halfFit()), SETTLED_MS)
    return () => clearTimeout(timer)
  }, [main, size])
  useEffect(() => () => void setTimeout(() => void main.fitView(firstFit()), SETTLED_MS), [main])
  // Only what is looked at: this canvas has no modes and opens nothing.
  const [quietUi] = useState(() => createUi({ phases: false, comparison: false }))
  return (
    <section
      className="beside"
      aria-label={`The ${kind.toLowerCase()}, to look at: ${title}`}
      onPointerEnter={() => {
        isOnOther.current = true
      }}
      onPointerLeave={() => {
        isOnOther.current = false
      }}
    >
      <Lead to={other} leads={leading.main} />
      <header className="beside-head">
        <h2>
          <span className="beside-kind">{kind} · to look at</span> {title}
        </h2>
        <button
          type="button"
          className="act-icon"
          aria-label={`Close the ${kind.toLowerCase()}`}
          title="Close"
          onClick={() => ui.set({ beside: false })}
        >
          <CrossSign size={13} />
        </button>
      </header>
      {store !== null && (
        <StoreContext value={store}>
          <UiContext value={quietUi}>
            <ReactFlowProvider>
              <OtherCanvas main={mainFlow} leads={leading.other} onInit={begin} />
            </ReactFlowProvider>
          </UiContext>
        </StoreContext>
      )}
    </section>
  )
}

interface OtherCanvasProps {
  main: RefObject<ReactFlowInstance | null>
  leads: () => boolean
  onInit: (flow: ReactFlowInstance) => void
}

function OtherCanvas({ main, leads, onInit }: OtherCanvasProps) {
  const elements = useStore((state) => state.elements)
  const charter = useStore((state) => state.charter)
  const [sizes, setSizes] = useState<ReadonlyMap<string, Size>>(new Map())
  const known = useRef({ nodes: new Map<string, Node>(), edges: new Map<string, Edge>() })
  const nodes = useMemo(() => {
    const made = nodesOf({ elements, charter, selection: NOBODY, places: NOWHERE, sizes }, known.current.nodes)
    known.current.nodes = new Map(made.map((node) => [node.id, node]))
    return made
  }, [elements, charter, sizes])
  const edges = useMemo(() => {
    const made = edgesOf(elements, charter, NOBODY, known.current.edges)
    known.current.edges = new Map(made.map((edge) => [edge.id, edge]))
    return made
  }, [elements, charter])
  const measure = (changes: NodeChange[]) => {
    const measured = changes.flatMap((change): [string, Size][] =>
      change.type === 'dimensions' && change.dimensions ? [[change.id, change.dimensions]] : [],
    )
    if (measured.length > 0) setSizes((before) => new Map([...before, ...measured]))
  }
  return (
    <div className="canvas">
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        nodeOrigin={CENTERED}
        onInit={onInit}
        onNodesChange={measure}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        deleteKeyCode={null}
        zoomOnDoubleClick={false}
        panOnScroll
        minZoom={0.15}
        maxZoom={2.5}
      >
        <Background variant={BackgroundVariant.Dots} gap={24} size={1.4} color="var(--dots)" />
        <Lead to={main} leads={leads} />
      </ReactFlow>
    </div>
  )
}

function isSame(one: Viewport, other: Viewport): boolean {
  return (
    Math.abs(one.x - other.x) < 0.01 && Math.abs(one.y - other.y) < 0.01 && Math.abs(one.zoom - other.zoom) < 0.0001
  )
}

/** Keeps `to` at the part of the map that this canvas shows, while this one leads. */
function Lead({ to, leads }: { to: RefObject<ReactFlowInstance | null>; leads: () => boolean }) {
  const { x, y, zoom } = useViewport()
  useEffect(() => {
    if (to.current && leads() && !isSame(to.current.getViewport(), { x, y, zoom })) {
      void to.current.setViewport({ x, y, zoom })
    }
  }, [to, leads, x, y, zoom])
  return null
}
