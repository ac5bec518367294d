import type { Metrics, Source } from '../../model/types'
import { ProvenanceGlyph } from '../shell/ProvenanceGlyph'

const sources: readonly { source: Source; word: string }[] = [
  { source: 'measured', word: 'measured' },
  { source: 'walked', word: 'walked' },
  { source: 'estimate', word: 'estimated' },
  { source: 'guess', word: 'guessed' },
]

/** What the lead time rests on, best known first. */
export function Sources({ metrics }: { metrics: Metrics }) {
  return (
    <span className="ladder-sources">
      {sources.map(({ source, word }) => {
        const share = metrics.provenance[source] ?? 0
        return share < 0.005 ? null : (
          <span key={source}>
            <ProvenanceGlyph source={source} /> {Math.round(share * 100)} % {word}
          </span>
        )
      })}
    </span>
  )
}
