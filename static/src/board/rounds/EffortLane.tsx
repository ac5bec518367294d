import { type Average, EFFORT_WORDS, type PublicRound, WORK_WORDS } from '../../model/rounds'
import { STEP_WIDTH } from '../canvas/sizes'
import { useStore } from '../useStore'
import { useWholeRound } from './useRounds'

/** Narrower than this on the screen there is room for figures alone. */
const ROOM_FOR_WORDS = 150

interface LaneProps {
  round: PublicRound
  /** The canvas's own transform, as for the ladder. */
  shift: number
  zoom: number
}

/** Under each step what it costs the customer and how well people can work in it, each from 1 to 5, and by how many. */
export function EffortLane({ round, shift, zoom }: LaneProps) {
  const whole = useWholeRound(round)
  const elements = useStore((state) => state.elements)
  const steps = whole?.result?.steps ?? []
  if (steps.length === 0) return null
  const width = Math.max(56, STEP_WIDTH * zoom)
  return (
    <section className="effort-lane" aria-label="Effort, 1 to 5">
      <h3 title="1 to 5: effort for the customer (5 is very hard), ability of the people in it to do good work (5 is best)">
        Effort
      </h3>
      <ul>
        {steps.map(({ element, customer, worker }) => {
          const step = elements.get(element)
          if (step?.kind !== 'step') return null
          return (
            <li key={element} style={{ left: step.x * zoom + shift - width / 2, width }}>
              <span className="visually-hidden">{step.name}: </span>
              {customer && (
                <One
                  short="Customer"
                  title="Effort for the customer"
                  average={customer}
                  words={EFFORT_WORDS}
                  isBad={customer.mean >= 3.5}
                  isWide={width >= ROOM_FOR_WORDS}
                />
              )}
              {worker && (
                <One
                  short="People"
                  title="Ability to do good work"
                  average={worker}
                  words={WORK_WORDS}
                  isBad={worker.mean <= 2.5}
                  isWide={width >= ROOM_FOR_WORDS}
                />
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

interface OneProps {
  short: string
  title: string
  average: Average
  words: readonly string[]
  isBad: boolean
  isWide: boolean
}

function One({ short, title, average, words, isBad, isWide }: OneProps) {
  const spoken = `${title}: ${average.mean.toFixed(1)} of 5, ${words[Math.round(average.mean)]}, by ${average.n}`
  return (
    <span className="effort" data-bad={isBad} title={spoken}>
      <span className="visually-hidden">{spoken}. </span>
      <span aria-hidden="true">
        {isWide && <small>{short}</small>} {isBad && '! '}
        {average.mean.toFixed(1)}
      </span>
    </span>
  )
}
