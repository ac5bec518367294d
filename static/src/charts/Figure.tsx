import type { ReactNode } from 'react'

interface FigureProps {
  title: string
  children: ReactNode
  /** The same as a table, for everybody who would rather read. */
  table: ReactNode
}

/** A chart with its name and its numbers. */
export function Figure({ title, children, table }: FigureProps) {
  return (
    <figure className="chart" aria-label={title}>
      {children}
      <details className="chart-numbers">
        <summary>Show as a table</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll with the keyboard too */}
        <section className="chart-table" aria-label={`${title}: numbers`} tabIndex={0}>
          {table}
        </section>
      </details>
    </figure>
  )
}
