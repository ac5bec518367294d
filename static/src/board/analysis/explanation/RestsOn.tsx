import type { Explanation } from '../../../model/analysis'
import { ProvenanceGlyph } from '../../shell/ProvenanceGlyph'
import { guessSentence, restsOf } from './reading'

/** How well a figure is known, as a bar: full what is measured, hatched what is estimated, empty what is guessed. */
export function RestsBar({ rests }: { rests: Explanation['rests_on'] }) {
  const shares = restsOf(rests)
  return (
    <span className="rests-bar" aria-hidden="true" data-empty={shares.length === 0}>
      {shares.map(({ source, share }) => (
        <i key={source} data-source={source} style={{ width: `${share * 100}%` }} />
      ))}
    </span>
  )
}

/** The same in words, with the signs of the board. */
export function RestsOn({ rests }: { rests: Explanation['rests_on'] }) {
  const sentence = guessSentence(rests)
  if (sentence === null) return null
  return (
    <div className="rests-on">
      <p>
        <strong>{sentence}</strong>
      </p>
      <RestsBar rests={rests} />
      <ul>
        {restsOf(rests).map(({ source, word, share }) => (
          <li key={source}>
            <ProvenanceGlyph source={source} /> {Math.round(share * 100)} % {word}
          </li>
        ))}
      </ul>
    </div>
  )
}
