import { useReactFlow } from '@xyflow/react'
import { useEffect, useMemo, useState } from 'react'
import { calendarOf } from '../../model/calendar'
import { formatDuration } from '../../model/durations'
import { beatsOf, type RealItem, type Walk } from '../../model/walk'
import { glideMs } from '../attention/seen'
import { useBoot } from '../boot'
import { SidePanel } from '../shell/SidePanel'
import { useUiStore } from '../shell/ui'
import { useStore } from '../useStore'
import { BesideTable } from './BesideTable'
import { Items } from './Items'
import { PlayBar } from './PlayBar'
import { usePlayer } from './usePlayer'
import { useWalk } from './useWalk'

/** The canvas has its new width by then. */
const AFTER_LAYOUT_MS = 120
const NO_ITEMS: readonly RealItem[] = []

/** Real items walked along the map: playing one, actual beside perceived, and taking values onto the map. */
export function WalkPanel() {
  const ui = useUiStore()
  const boot = useBoot()
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [wanted, choose] = useState<string | null>(null)
  const data = useWalk(left)
  const shared = useMemo(() => data?.items.filter(({ state }) => state !== 'draft') ?? NO_ITEMS, [data?.items])
  const item = shared.find(({ id }) => id === wanted) ?? shared.find(({ id }) => !left.has(id)) ?? shared[0] ?? null
  useWholeMap()
  const prework = `/workshops/${boot.workshop.id}/pre-work/`
  return (
    <SidePanel title="Walk a real item" className="walk" onClose={() => ui.set({ walk: null })}>
      {item && <Player key={item.id} item={item} walk={data?.walk ?? null} />}
      <div className="walk-body">
        {data === null && <p role="status">Reading the items …</p>}
        {data !== null && shared.length === 0 && (
          <div className="walk-empty">
            <p>
              <strong>Nobody has shared a real item yet.</strong>
            </p>
            <p>
              Everybody can bring one in five minutes, on a phone too: when it reached each step, and what came back.
            </p>
            <a className="button button-primary" href={prework}>
              Bring an item
            </a>
          </div>
        )}
        {data !== null && data.items.length > 0 && (
          <Items
            data={data}
            shown={item?.id ?? null}
            left={left}
            onChoose={choose}
            onLeave={setLeft}
            prework={prework}
          />
        )}
        {data?.walk && <Found walk={data.walk} chosen={shared.filter(({ id }) => !left.has(id))} />}
      </div>
    </SidePanel>
  )
}

function Player({ item, walk }: { item: RealItem; walk: Walk | null }) {
  const ui = useUiStore()
  const charter = useStore((state) => state.charter)
  const calendar = useMemo(() => calendarOf(charter), [charter])
  const beats = useMemo(() => beatsOf(item), [item])
  const player = usePlayer(beats)
  const { at, beat } = player
  useEffect(() => {
    // While it is on its way, the steps show their times as it passes them.
    const passed = beats.slice(0, at).filter(({ kind }) => kind === 'worked')
    const isUnderWay = beat !== null
    const marks = (walk?.steps ?? []).filter(({ step }) => !isUnderWay || passed.some((one) => one.step === step))
    const standing = beats.slice(0, at + 1).findLast(({ step }) => step !== null) ?? null
    const token = beat !== null && standing?.step ? { step: standing.step, kind: beat.kind, name: item.name } : null
    const words = beat?.seconds == null ? '?' : formatDuration(beat.seconds, calendar)
    const elsewhere = beat?.step === null ? `${beat.name}: ` : ''
    ui.set({ walk: { token: token && { ...token, words: `${elsewhere}${words}` }, marks } })
  }, [ui, walk, beats, at, beat, item.name, calendar])
  return <PlayBar item={item} beats={beats} player={player} />
}

function Found({ walk, chosen }: { walk: Walk; chosen: readonly RealItem[] }) {
  return (
    <>
      {walk.findings.length > 0 && (
        <section className="walk-part" aria-label="What the walk shows">
          <ul className="walk-findings">
            {walk.findings.map(({ code, sentence }) => (
              <li key={`${code} ${sentence}`} data-code={code}>
                {sentence}
              </li>
            ))}
          </ul>
        </section>
      )}
      <BesideTable walk={walk} chosen={chosen} />
    </>
  )
}

/** Shows the whole map beside the panel once: the way may lead anywhere. */
function useWholeMap(): void {
  const flow = useReactFlow()
  useEffect(() => {
    // On a phone the panel lies over the lower part of the map.
    const isNarrow = window.matchMedia('(max-width: 860px)').matches
    const padding = isNarrow ? ({ x: '5%', top: '18%', bottom: '64%' } as const) : 0.14
    const fit = () => void flow.fitView({ padding, maxZoom: 1, duration: glideMs(350) })
    const timer = setTimeout(fit, AFTER_LAYOUT_MS)
    return () => clearTimeout(timer)
  }, [flow])
}
