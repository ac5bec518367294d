import type { Answer } from './useAnswer'

/** Where the answer is: on its way, behind the map, or why there is none. */
export function AnswerState({ answer, what }: { answer: Answer<unknown>; what: string }) {
  const { told, failure, isBehind, ask } = answer
  if (failure !== null) {
    return (
      <div className="answer-failed" role="alert">
        <p>
          {what} could not be read. {failure}
          {told !== null && ' What stands below is from before.'}
        </p>
        <button type="button" className="act" onClick={ask}>
          Try again
        </button>
      </div>
    )
  }
  const words = told === null ? 'Looking …' : isBehind ? 'The map has changed, looking again …' : ''
  return (
    <p className="answer-state" role="status" data-first={told === null}>
      {words}
    </p>
  )
}
