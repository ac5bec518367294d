import './marks.css'
import type { Waste } from '../../model/types'
import { labelOf, WASTES } from '../fields/words'

/** Drawn with one stroke width in a box of 16. */
const PATHS: Readonly<Record<Waste, string>> = {
  // A broken sheet.
  defects: 'M3.5 2.5h9v4.2L9.8 9l1.2 1.6-2.2 2.9H3.5ZM6 6l3.4 3.4M9.4 6 6 9.4',
  // More than fits.
  overproduction: 'M2.5 9.5h5v4h-5ZM8.5 9.5h5v4h-5ZM5.5 4.5h5v4h-5ZM8 .8v2.4M6.8 2h2.4',
  // A clock.
  waiting: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2ZM8 4.8V8l2.4 1.6',
  // A person with a bar across.
  talent: 'M8 2.2a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6ZM3.4 13.6c.3-3 2-4.6 4.6-4.6s4.3 1.6 4.6 4.6M2.2 2.6l11.6 11',
  // From hand to hand.
  transportation:
    'M3.6 3.2a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2ZM12.4 9.6a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2ZM6.4 4.8h6.8M11 2.6l2.4 2.2L11 7M9.6 11.2H2.8M5 9l-2.4 2.2L5 13.4',
  // A heap.
  inventory: 'M5.8 3h4.4v4H5.8ZM2.6 8.6H7v4.6H2.6ZM9 8.6h4.4v4.6H9Z',
  // To and fro.
  motion: 'M2.4 11.8c1.4-7 3-7 3.8 0s2.4 7 3.8 0 2.2-6.4 3.6-5.6M11.6 4.4l2.2 1.7-1.6 2.2',
  // A gear with a plus.
  extra_processing:
    'M8 4.6a3.4 3.4 0 1 0 0 6.8 3.4 3.4 0 0 0 0-6.8ZM8 1.8v2.8M8 11.4v2.8M1.8 8h2.8M11.4 8h2.8M3.6 3.6l2 2M10.4 10.4l2 2M3.6 12.4l2-2M10.4 5.6l2-2',
}

/** The sign of a waste; its word stands beside it, so it says nothing to a screen reader. */
export function WasteIcon({ waste }: { waste: Waste }) {
  return (
    <svg className="waste-icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[waste]} />
    </svg>
  )
}

/** A mark on the map: the sign and the word. */
export function WasteChip({ waste, isShort = false }: { waste: Waste; isShort?: boolean }) {
  const word = labelOf(WASTES, waste)
  return (
    <span className="waste" data-waste={waste} title={isShort ? word : undefined}>
      <WasteIcon waste={waste} />
      <span className={isShort ? 'visually-hidden' : undefined}>{word}</span>
    </span>
  )
}
