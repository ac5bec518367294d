import type { SensitivityBar } from '../../../model/analysis'
import { formatDuration } from '../../../model/durations'
import type { Calendar } from '../../../model/types'
import { ProvenanceGlyph } from '../../shell/ProvenanceGlyph'
import { fieldWord, inputText } from './tornado'

/** Every number of the tornado. */
export function SensitivityTable({ bars, calendar }: { bars: readonly SensitivityBar[]; calendar: Calendar }) {
  const time = (seconds: number) => formatDuration(seconds, calendar)
  return (
    <section
      className="table-scroll"
      aria-label="What each input does to the lead time"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table has to be scrolled with the keyboard, too
      tabIndex={0}
    >
      <table className="plain-table sensitivity-table">
        <thead>
          <tr>
            <th scope="col">Input</th>
            <th scope="col">Value</th>
            <th scope="col">Range</th>
            <th scope="col">Lead time</th>
            <th scope="col">Swing</th>
          </tr>
        </thead>
        <tbody>
          {bars.map((bar) => (
            <tr key={`${bar.element} ${bar.field}`}>
              <th scope="row">
                {bar.name}, {fieldWord(bar.field)}
              </th>
              <td>
                {inputText(bar.value, bar.field, calendar)} <ProvenanceGlyph source={bar.source} />
              </td>
              <td>
                {inputText(bar.low, bar.field, calendar)} – {inputText(bar.high, bar.field, calendar)}, {bar.range}
              </td>
              <td>
                {time(bar.lead_time_low_s)} – {time(bar.lead_time_high_s)}
              </td>
              <td>{time(bar.swing_s)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
