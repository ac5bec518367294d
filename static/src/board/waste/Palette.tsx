import type { Waste } from '../../model/types'
import { WASTES } from '../fields/words'
import { useUiStore } from '../shell/ui'
import { useBrushWaste } from './useBrush'
import { WasteIcon } from './WasteIcon'

/** The eight wastes with what they mean in office work; a chosen one is put on whatever is clicked. */
export function Palette({ canMark }: { canMark: boolean }) {
  const ui = useUiStore()
  const brush = useBrushWaste()
  const choose = (waste: Waste) => ui.set({ wastes: { brush: waste === brush ? null : waste } })
  return (
    <section className="wastes-part" aria-labelledby="wastes-palette">
      <h3 id="wastes-palette">The eight wastes</h3>
      <p className="wastes-hint">
        {!canMark
          ? 'Choose one to see where it is marked.'
          : brush === null
            ? 'Choose one, then click the steps, queues and arrows that suffer from it.'
            : 'Now click what suffers from it; click again to take the mark off.'}
      </p>
      <ol className="palette">
        {WASTES.map(({ value, label, meaning }, place) => (
          <li key={value}>
            <button
              type="button"
              className="palette-waste"
              aria-pressed={brush === value}
              onClick={() => choose(value)}
            >
              <WasteIcon waste={value} />
              <span className="palette-words">
                <span className="palette-name">{label}</span>
                <span className="palette-meaning">{meaning}</span>
              </span>
              {canMark && <kbd>{place + 1}</kbd>}
            </button>
          </li>
        ))}
      </ol>
      {canMark && (
        <p className="wastes-hint wastes-keys">
          With the keyboard: select on the map, then press its number. Escape puts a chosen one away.
        </p>
      )}
    </section>
  )
}
