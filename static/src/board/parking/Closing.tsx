import { parkedNotes } from '../../model/parking'
import { validationOf } from '../../model/validations'
import { useBoot } from '../boot'
import { useUiStore } from '../shell/ui'
import { useStore } from '../useStore'
import { openParking } from './open'
import './closing.css'

/** What is left before people part: what was parked, and whether everybody finds the map right. */
export function Closing() {
  const boot = useBoot()
  const ui = useUiStore()
  const parked = useStore((state) => parkedNotes(state.elements).length)
  const asked = useStore((state) => validationOf(state.facilitation?.validations, boot.map.id))
  const isFacilitator = useStore((state) => state.role === 'facilitator')
  return (
    <ul className="closing" aria-label="Before you part">
      <li>
        <button type="button" className="closing-way" onClick={() => openParking(ui, true)}>
          Parking lot
          <span>{parked === 0 ? 'empty' : `${parked} to look at`}</span>
        </button>
      </li>
      {asked !== null && (
        <li>
          <a className="closing-way" href={`/validations/${asked.id}/`}>
            Is the map right?
            <span>
              {asked.answered} of {asked.of} {asked.is_open ? 'have answered' : 'answered'}
            </span>
          </a>
        </li>
      )}
      {isFacilitator && asked === null && (
        <li>
          <a className="closing-way" href={boot.urls.validations}>
            Is the map right?
            <span>ask everybody</span>
          </a>
        </li>
      )}
    </ul>
  )
}
