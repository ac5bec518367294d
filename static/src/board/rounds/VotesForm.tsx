import { dotsLeft, targetName } from '../../model/rounds'
import { useStore } from '../useStore'
import type { PartProps } from './WriteForm'

/** My dots: placed and taken back one by one. */
export function VotesForm({ options, draft, isDisabled, onChange }: PartProps) {
  const elements = useStore((state) => state.elements)
  const left = dotsLeft(options, draft)
  const most = options.stackable ? (options.dots ?? 1) : 1
  const place = (id: string, dots: number) => onChange({ dots: { ...draft.dots, [id]: dots } })
  return (
    <>
      <p className="round-dots-left" aria-live="polite">
        <Dots count={left} of={options.dots ?? 0} />
        {left === 0 ? 'All your dots are placed' : `${left} ${left === 1 ? 'dot' : 'dots'} left`}
        {!options.stackable && <span className="quiet">one on each</span>}
      </p>
      <ol className="round-votes">
        {(options.targets ?? []).map(({ id }) => {
          const name = targetName(options, id, elements)
          const dots = draft.dots[id] ?? 0
          return (
            <li key={id} data-chosen={dots > 0}>
              <span className="round-vote-name">{name}</span>
              <span className="round-vote-dots" aria-hidden="true">
                {'●'.repeat(dots)}
              </span>
              <button
                type="button"
                className="button-icon"
                aria-label={`Take a dot from ${name}`}
                disabled={isDisabled || dots === 0}
                onClick={() => place(id, dots - 1)}
              >
                −
              </button>
              <button
                type="button"
                className="button-icon round-vote-add"
                aria-label={`Place a dot on ${name}, ${dots} there`}
                disabled={isDisabled || left === 0 || dots >= most}
                onClick={() => place(id, dots + 1)}
              >
                +
              </button>
            </li>
          )
        })}
      </ol>
    </>
  )
}

function Dots({ count, of }: { count: number; of: number }) {
  return (
    <span className="round-dots" aria-hidden="true">
      {'●'.repeat(Math.max(0, count))}
      <span>{'○'.repeat(Math.max(0, of - count))}</span>
    </span>
  )
}
