import './attention.css'
import { useSessionAsk } from '../session/ask'
import { useStore } from '../useStore'
import { useAttention } from './useAttention'
import { useBring } from './useBring'

/** Says that somebody shows everybody something, with the way out and the way back. */
export function AttentionBanner() {
  const attended = useAttention()
  const ask = useSessionAsk()
  const bring = useBring()
  const isFacilitator = useStore((state) => state.role === 'facilitator')
  const isInWhatIf = useStore((state) => state.whatIf !== null)
  if (!attended) return null
  const { attention, by, isMine, isHere, hasLeft, leave, comeBack } = attended
  const name = by?.name ?? 'A facilitator'
  const what = attention.kind === 'view' ? 'this part of the map' : 'this'
  const release = (
    <button type="button" onClick={ask.release}>
      Let everybody go
    </button>
  )
  if (isMine) {
    return (
      <div className="banner attention" role="status">
        <span>You show {isHere ? what : 'another map'} to everybody.</span>
        {attention.kind === 'view' && isHere && (
          <button type="button" onClick={bring}>
            Bring them to my view again
          </button>
        )}
        {release}
      </div>
    )
  }
  return (
    <div className="banner attention" data-left={hasLeft || !isHere} role="status">
      <span>
        {name} shows everybody {hasLeft || isInWhatIf ? 'something on the map' : isHere ? what : 'another map'}.
      </span>
      {!isHere && <a href={`/maps/${attention.map}/`}>Go there</a>}
      {isHere && !isInWhatIf && (
        <button type="button" onClick={hasLeft ? comeBack : leave}>
          {hasLeft ? `Back to what ${name} shows` : 'Look around by myself'}
        </button>
      )}
      {isFacilitator && !isInWhatIf && release}
    </div>
  )
}
