import type { Person } from '../../model/types'
import { Writers } from './Writers'

interface FigureBelowProps {
  id: string
  error: string | null
  echo: string | null
  others: readonly Person[]
}

/** Under a figure's field: why it cannot be read or how it is being read, and who else writes here. */
export function FigureBelow({ id, error, echo, others }: FigureBelowProps) {
  return (
    <div id={id} className="field-below">
      {error !== null && (
        <span className="field-error" role="alert">
          {error}
        </span>
      )}
      {error === null && echo !== null && <span className="field-echo">{echo}</span>}
      <Writers others={others} />
    </div>
  )
}
