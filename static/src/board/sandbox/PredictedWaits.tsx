import { calendarOf } from '../../model/calendar'
import { formatDuration } from '../../model/durations'
import type { Prediction } from '../../model/sandbox'
import { useBoardStore, useStore } from '../useStore'
import { isOther } from './PredictedMark'

/** How the waits answer to the changes, by which method, and what it cannot say. */
export function PredictedWaits({ prediction }: { prediction: Prediction }) {
  const store = useBoardStore()
  const charter = useStore((state) => state.charter)
  const calendar = calendarOf(charter)
  const { waits, problems, notes, method, method_sentence } = prediction
  const time = (seconds: number | null) => (seconds === null ? 'not known' : formatDuration(seconds, calendar))
  const others = waits.filter(isOther)
  return (
    <section className="what-if-part">
      <h2>Predicted waits</h2>
      {problems.map((sentence) => (
        <p key={sentence} className="what-if-problem">
          {sentence}
        </p>
      ))}
      {others.length === 0 && method !== null && <p className="quiet">No wait changes by these changes.</p>}
      <ul className="what-if-waits">
        {others.map(({ element, name, stated_s, predicted_s, sentence }) => (
          <li key={element}>
            <button
              type="button"
              className="what-if-name"
              title="Show it"
              onClick={() => store.setPresence({ selection: [element] })}
            >
              {name}
            </button>{' '}
            <span className="what-if-values">
              <span className="what-if-from">{time(stated_s)}</span> <span aria-hidden="true">→</span>
              <span className="visually-hidden">becomes</span>{' '}
              <strong className="predicted">{predicted_s === null ? 'keeps growing' : time(predicted_s)}</strong>
            </span>
            {!problems.includes(sentence) && <p className="quiet">{sentence}</p>}
          </li>
        ))}
      </ul>
      <p className="what-if-method">{method_sentence}</p>
      {notes.map((sentence) => (
        <p key={sentence} className="what-if-method">
          {sentence}
        </p>
      ))}
    </section>
  )
}
