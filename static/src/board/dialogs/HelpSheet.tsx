import { FLOW_KINDS, NOTE_KINDS, SOURCES, VALUE_CLASSES, WASTES, type Word } from '../fields/words'
import { ProvenanceGlyph } from '../shell/ProvenanceGlyph'
import { keyCaps, type Shortcut, shortcuts } from '../shell/shortcuts'
import { Dialog } from './Dialog'
import { FlowSymbol } from './FlowSymbol'

const GROUPS: readonly Shortcut['group'][] = ['Add', 'Change', 'Look', 'Help']

const DEFINITIONS: readonly Word<string>[] = [
  { value: 'wait', label: 'Wait', meaning: 'working time an item waits before the step starts on it' },
  { value: 'work', label: 'Work (process time)', meaning: 'working time in which somebody works on one item' },
  { value: 'ca', label: '%C/A', meaning: 'share of the items passed on that the receiver can use as they are' },
  {
    value: 'lead',
    label: 'Lead time',
    meaning: 'trigger to delivery along the counted path, for one item going through once',
  },
  {
    value: 'expected',
    label: 'Expected lead time',
    meaning: 'the same with rework: each loop counted as often as it is expected',
  },
  { value: 'efficiency', label: 'Flow efficiency', meaning: 'process time ÷ lead time, both on the counted path' },
  { value: 'pce', label: 'Process cycle efficiency', meaning: 'value-adding time ÷ lead time' },
  {
    value: 'rolled',
    label: 'Rolled %C/A',
    meaning: 'the probability that an item passes every step without correction: the product',
  },
  { value: 'takt', label: 'Takt time', meaning: 'available working time ÷ demand' },
  { value: 'constraint', label: 'Constraint', meaning: 'the step that governs the throughput of the whole stream' },
  {
    value: 'path',
    label: 'Counted path',
    meaning: 'alternatives weighted by their shares, of parallel branches the longest',
  },
]

const TYPED: readonly [string, string][] = [
  ['90s 30m 2h 3d 2w', 'working time; a day is what the charter says'],
  ['1d 4h, 1.5h', 'combined, or with decimals'],
  ['2h-4h', 'a range; its middle is the value'],
  ['80%, 0.8, 70-90%', 'shares'],
  ['3d?', 'a guess'],
  ['8d walked, 8d measured 14', 'seen on a real item; measured on 14 items'],
]

/** Keys, symbols, marks and words of the board. */
export function HelpSheet({ onClose }: { onClose: () => void }) {
  const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent)
  return (
    <Dialog title="Keys, symbols and words" onClose={onClose} width="wide">
      <div className="help">
        {GROUPS.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl className="keys keys-pressed">
              {shortcuts
                .filter((shortcut) => shortcut.group === group)
                .map(({ command, keys, what }) => (
                  <div key={command}>
                    <dt>
                      {keyCaps(keys, isApple).map((cap) => (
                        <kbd key={cap}>{cap}</kbd>
                      ))}
                    </dt>
                    <dd>{what}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
        <section>
          <h3>Typing figures</h3>
          <dl className="keys keys-typed">
            {TYPED.map(([text, meaning]) => (
              <div key={text}>
                <dt>{text}</dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
        </section>
        <section>
          <h3>How a figure is known</h3>
          <dl className="keys">
            {SOURCES.map(({ value, label, meaning }) => (
              <div key={value}>
                <dt>
                  <ProvenanceGlyph source={value} /> {label}
                </dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
        </section>
        <section>
          <h3>Arrows</h3>
          <dl className="keys">
            {FLOW_KINDS.map(({ value, label, meaning }) => (
              <div key={value}>
                <dt>
                  <FlowSymbol flow={value} /> {label}
                </dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
        </section>
        <Words title="Notes" words={NOTE_KINDS} />
        <Words title="Value classes" words={VALUE_CLASSES} />
        <Words title="The eight wastes" words={WASTES} />
        <Words title="Figures" words={DEFINITIONS} />
      </div>
    </Dialog>
  )
}

function Words({ title, words }: { title: string; words: readonly Word<string>[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl className="keys">
        {words.map(({ value, label, meaning }) => (
          <div key={value}>
            <dt>{label}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
