import type { CountedRow } from '../../../model/analysis'
import type { Calendar, ElementId } from '../../../model/types'
import { ProvenanceGlyph } from '../../shell/ProvenanceGlyph'
import { useStore } from '../../useStore'
import { moveFocus } from '../moveFocus'
import { amount, partWord, type RowGroup, type Total, timesText } from './reading'

interface CountedRowsProps {
  groups: readonly RowGroup[]
  totals: readonly Total[]
  calendar: Calendar
  onShow: (id: ElementId) => void
}

/** What a figure counts: what each is, how often it counts, and what that makes; each leads to its place on the map. */
export function CountedRows({ groups, totals, calendar, onShow }: CountedRowsProps) {
  const parts = new Set(groups.flatMap(({ rows }) => rows.map(({ part }) => part)))
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys beside Tab, for the buttons in it
    <div onKeyDown={moveFocus}>
      <table className="counted-rows">
        <thead>
          <tr>
            <th scope="col">Counted</th>
            <th scope="col" className="number">
              Each
            </th>
            <th scope="col" className="number">
              Times
            </th>
            <th scope="col" className="number">
              Makes
            </th>
          </tr>
        </thead>
        {groups.map((group) => (
          <Group
            key={group.title ?? ''}
            group={group}
            namesParts={group.title === null && parts.size > 1}
            calendar={calendar}
            onShow={onShow}
          />
        ))}
        {totals.length > 0 && (
          <tfoot>
            {totals.map(({ name, text }) => (
              <tr key={name}>
                <th scope="row" colSpan={3}>
                  {name}
                </th>
                <td className="number">{text}</td>
              </tr>
            ))}
          </tfoot>
        )}
      </table>
    </div>
  )
}

interface GroupProps {
  group: RowGroup
  /** Whether a row says which part of its element it counts. */
  namesParts: boolean
  calendar: Calendar
  onShow: (id: ElementId) => void
}

function Group({ group, ...rest }: GroupProps) {
  const { title, rows, sum } = group
  const largest = Math.max(0, ...rows.map(({ counted }) => counted ?? 0))
  return (
    <tbody>
      {title !== null && (
        <tr className="counted-group">
          <th scope="rowgroup" colSpan={3}>
            {title}
          </th>
          <td className="number">{sum === null ? '' : amount(sum, 's', rest.calendar)}</td>
        </tr>
      )}
      {rows.map((row) => (
        <Row key={`${row.element} ${row.part} ${row.name}`} row={row} largest={largest} {...rest} />
      ))}
    </tbody>
  )
}

interface RowProps extends Omit<GroupProps, 'group'> {
  row: CountedRow
  largest: number
}

function Row({ row, largest, namesParts, calendar, onShow }: RowProps) {
  const { element, name, part, times, each, counted, source } = row
  const isChosen = useStore((state) => element !== null && state.own.selection.includes(element))
  const isOnMap = useStore((state) => element !== null && state.elements.has(element))
  const width = largest > 0 ? `${(100 * Math.max(0, counted ?? 0)) / largest}%` : '0'
  const words = (
    <>
      <span className="counted-name">{name}</span>
      {namesParts && <span className="counted-part">{partWord(part)}</span>}
      <span className="counted-bar" data-part={part} style={{ width }} />
    </>
  )
  return (
    <tr className="counted-row" data-chosen={isChosen}>
      <th scope="row">
        {element !== null && isOnMap ? (
          <button type="button" className="line" title="Show it on the map" onClick={() => onShow(element)}>
            {words}
          </button>
        ) : (
          <span className="line">{words}</span>
        )}
      </th>
      <td className="number">
        {amount(each, row.each_unit, calendar)}
        {source !== null && <ProvenanceGlyph source={source} />}
      </td>
      <td className="number" data-whole={times === 1}>
        {timesText(times)}
      </td>
      <td className="number counted-makes">{amount(counted, row.counted_unit, calendar)}</td>
    </tr>
  )
}
