import { calendarOf } from '../../model/calendar'
import { formatDuration } from '../../model/durations'
import type { RealItem } from '../../model/walk'
import { useBoot } from '../boot'
import { sendJson } from '../dialogs/rest'
import { useAct } from '../rounds/useRounds'
import { useStore } from '../useStore'
import type { WalkData } from './useWalk'

interface ItemsProps {
  data: WalkData
  /** The one that can be played. */
  shown: string | null
  /** Those that are left out of the comparison. */
  left: ReadonlySet<string>
  onChoose: (item: string) => void
  onLeave: (left: ReadonlySet<string>) => void
  prework: string
}

/** The items of this map: which one is played, which count, and drafts that wait to be shared. */
export function Items({ data, shown, left, onChoose, onLeave, prework }: ItemsProps) {
  const canBring = useStore(({ role }) => role === 'facilitator' || role === 'member')
  const shared = data.items.filter(({ state }) => state !== 'draft')
  const drafts = data.items.filter(({ state, may_change }) => state === 'draft' && may_change)
  const leave = (item: string) => {
    const next = new Set(left)
    if (!next.delete(item)) next.add(item)
    onLeave(next)
  }
  return (
    <section className="walk-part" aria-label="Items">
      <ul className="walk-items">
        {shared.map((item) => (
          <li key={item.id} data-shown={item.id === shown}>
            <label className="walk-counts">
              <input
                type="checkbox"
                checked={!left.has(item.id)}
                disabled={shared.length === 1}
                onChange={() => leave(item.id)}
                aria-label={`Count “${item.name}”`}
              />
            </label>
            <button
              type="button"
              className="walk-item"
              aria-pressed={item.id === shown}
              onClick={() => onChoose(item.id)}
            >
              <strong>{item.name}</strong>
              <Way item={item} />
            </button>
          </li>
        ))}
        {drafts.map((item) => (
          <Draft key={item.id} item={item} onShared={data.reload} />
        ))}
      </ul>
      {canBring && shared.length > 0 && (
        <a className="walk-bring" href={prework}>
          Bring another item
        </a>
      )}
    </section>
  )
}

function Way({ item }: { item: RealItem }) {
  const calendar = calendarOf(useStore((state) => state.charter))
  const lead = formatDuration(item.lead_time_s ?? item.lower_bound_s, calendar)
  return (
    <small>
      {item.brought_by.name} · {item.lead_time_s === null ? 'at least ' : ''}
      {lead}
      {item.state === 'walked' ? ' · walked' : ''}
    </small>
  )
}

function Draft({ item, onShared }: { item: RealItem; onShared: () => void }) {
  const boot = useBoot()
  const { isBusy, act } = useAct()
  const share = async () => {
    const address = `/api/real-items/${item.id}/`
    if (await act(() => sendJson('PATCH', address, { state: 'shared' }, boot.csrf))) onShared()
  }
  return (
    <li className="walk-draft">
      <span>
        <strong>{item.name}</strong>
        <small>{item.brought_by.name} · a draft, not shared yet</small>
      </span>
      <a className="button" href={`/real-items/${item.id}/`} aria-label={`Go on with “${item.name}”`}>
        Go on
      </a>
      <button type="button" className="button" disabled={isBusy} onClick={share} aria-label={`Share “${item.name}”`}>
        Share
      </button>
    </li>
  )
}
