import { useMemo, useRef } from 'react'
import { calendarOf } from '../../model/calendar'
import { type ChangeRow, knownTo, type WhatIf } from '../../model/sandbox'
import type { Sandbox } from '../../sandboxStore'
import { useBoardStore, useStore } from '../useStore'
import { useLive } from './useSandbox'
import { said } from './words'

/** What differs from the map, one by one; each can be shown and taken back. */
export function Changes({ sandbox, whatIf: { rows, refusals } }: { sandbox: Sandbox; whatIf: WhatIf }) {
  const heading = useRef<HTMLHeadingElement>(null)
  const store = useBoardStore()
  const elements = useStore((state) => state.elements)
  const today = useLive((state) => state.elements)
  const charter = useStore((state) => state.charter)
  const operations = useStore((state) => state.lastOperations)
  const people = useStore((state) => state.people)
  const known = useMemo(() => knownTo(rows, today, elements), [rows, today, elements])
  const reader = { known, calendar: calendarOf(charter), operations, people, refusals }
  const takeBack = (row: ChangeRow) => {
    sandbox.takeBack(row.key)
    // The button is gone with its row.
    heading.current?.focus()
  }
  return (
    <section className="what-if-part">
      <h2 ref={heading} tabIndex={-1}>
        {rows.length === 0 ? 'No changes yet' : rows.length === 1 ? '1 change' : `${rows.length} changes`}
      </h2>
      {rows.length === 0 && (
        <p className="quiet">
          Choose a step and change its wait, its work, its people or its batch; delete one; give an arrow another share.
        </p>
      )}
      <ul className="what-if-changes">
        {rows.map((row) => {
          const { name, change, from, to, remark } = said(row, reader)
          const isThere = row.what !== 'moved' && elements.has(row.id)
          const counts = row.lost === null && !row.isSame && !refusals.has(row.id)
          return (
            <li key={row.key} data-counts={counts}>
              <div>
                {isThere ? (
                  <button
                    type="button"
                    className="what-if-name"
                    title="Show it"
                    onClick={() => store.setPresence({ selection: [row.id] })}
                  >
                    {name}
                  </button>
                ) : (
                  <span className="what-if-name">{name}</span>
                )}{' '}
                <span className="what-if-change">
                  {change}
                  {from !== null && to !== null && (
                    <>
                      {' '}
                      <span className="what-if-from">{from}</span> <span aria-hidden="true">→</span>
                      <span className="visually-hidden">becomes</span> <strong>{to}</strong>
                    </>
                  )}
                </span>
                {remark !== null && <p className="what-if-remark">{remark}</p>}
              </div>
              <button
                type="button"
                className="act-icon"
                aria-label={`Take back: ${name}, ${change}`}
                title="Take this change back"
                onClick={() => takeBack(row)}
              >
                <svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">
                  <path
                    d="M4.5 2.5 2 5l2.5 2.5M2.2 5h6a3.4 3.4 0 0 1 0 6.8H5"
                    fill="none"
                    stroke="currentColor"
                    strokeWidth="1.5"
                    strokeLinecap="round"
                    strokeLinejoin="round"
                  />
                </svg>
              </button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
