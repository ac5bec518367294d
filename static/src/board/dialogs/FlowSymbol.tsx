import type { ReactNode } from 'react'
import type { FlowKind } from '../../model/types'

const HEAD = <path d="M34 2.5L43 7l-9 4.5z" fill="currentColor" />
const OPEN_HEAD = <path d="M35 2.5L43 7l-8 4.5" fill="none" stroke="currentColor" strokeWidth="1.5" />

const SYMBOLS: Readonly<Record<FlowKind, ReactNode>> = {
  push: (
    <>
      <path d="M2 7h32" stroke="currentColor" strokeWidth="5" strokeDasharray="4 3" />
      {HEAD}
    </>
  ),
  pull: (
    <>
      <path d="M12 7h24" stroke="currentColor" strokeWidth="1.5" />
      <path d="M9 11.5A5 5 0 1 1 11.5 5" fill="none" stroke="currentColor" strokeWidth="1.5" />
      {OPEN_HEAD}
    </>
  ),
  fifo: (
    <>
      <path d="M2 2h32M2 12h32" stroke="currentColor" strokeWidth="1.2" />
      <text x="7" y="10" fontSize="8" fill="currentColor">
        FIFO
      </text>
      {HEAD}
    </>
  ),
  rework: (
    <>
      <path d="M42 12C36 0 14 0 6 8" fill="none" stroke="var(--warn)" strokeWidth="1.6" />
      <path d="M3 11.5l8-1.5-5.500-4.500z" fill="var(--warn)" />
    </>
  ),
  information_manual: (
    <>
      <path d="M2 7h34" stroke="currentColor" strokeWidth="1.2" />
      {OPEN_HEAD}
    </>
  ),
  information_electronic: (
    <>
      <path d="M2 9h15l3-5 4 6 3-5h9" fill="none" stroke="currentColor" strokeWidth="1.2" />
      {OPEN_HEAD}
    </>
  ),
}

/** The lean symbol of an arrow, for legends. */
export function FlowSymbol({ flow }: { flow: FlowKind }) {
  return (
    <svg className="flow-symbol" viewBox="0 0 45 14" width="45" height="14" aria-hidden="true">
      {SYMBOLS[flow]}
    </svg>
  )
}
