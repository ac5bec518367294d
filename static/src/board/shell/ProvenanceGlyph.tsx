import type { Source } from '../../model/types'

export const sourceWords: Readonly<Record<Source, string>> = {
  guess: 'guess',
  estimate: 'estimate of the people who do it',
  walked: 'walked with one real item',
  measured: 'measured',
}

/** How well a figure is known: four shapes that differ without colour, from an empty dotted ring to a full disc. */
export function ProvenanceGlyph({ source, n }: { source: Source; n?: number | undefined }) {
  const words = source === 'measured' && n !== undefined ? `measured on ${n} items` : sourceWords[source]
  return (
    <svg className={`glyph glyph-${source}`} viewBox="0 0 10 10" role="img" aria-label={words}>
      <title>{words}</title>
      {source === 'guess' && (
        <circle cx="5" cy="5" r="4" fill="none" stroke="currentColor" strokeWidth="1.3" strokeDasharray="1.3 1.85" />
      )}
      {source === 'estimate' && (
        <>
          <circle cx="5" cy="5" r="4" fill="none" stroke="currentColor" strokeWidth="1.2" />
          <path d="M1 5a4 4 0 0 0 8 0Z" fill="currentColor" />
        </>
      )}
      {source === 'walked' && (
        <>
          <circle cx="5" cy="5" r="4" fill="none" stroke="currentColor" strokeWidth="1.2" />
          <circle cx="5" cy="5" r="2" fill="currentColor" />
        </>
      )}
      {source === 'measured' && <circle cx="5" cy="5" r="4.6" fill="currentColor" />}
    </svg>
  )
}
