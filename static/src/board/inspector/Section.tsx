import { type ReactNode, useId } from 'react'

/** A group of fields; the first one needs no title, because the panel has it. */
export function Section({ title, children }: { title?: string; children: ReactNode }) {
  const id = useId()
  return (
    <section className="section" aria-labelledby={title === undefined ? undefined : id}>
      {title !== undefined && <h3 id={id}>{title}</h3>}
      {children}
    </section>
  )
}
