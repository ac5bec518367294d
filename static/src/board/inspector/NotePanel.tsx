import type { ElementId, Note } from '../../model/types'
import { takesWaste } from '../../model/waste'
import { ChoiceField } from '../fields/ChoiceField'
import { ColourField } from '../fields/ColourField'
import { plainName } from '../fields/naming'
import { TextArea } from '../fields/TextField'
import { useFieldWriter } from '../fields/useFieldWriter'
import { NOTE_KINDS, WASTES } from '../fields/words'
import { OnThePlan } from '../opening/OnThePlan'
import { useStore } from '../useStore'
import { Section } from './Section'

/** Every field of a note. */
export function NotePanel({ id, note }: { id: ElementId; note: Note }) {
  const write = useFieldWriter(id)
  const elements = useStore((state) => state.elements)
  const others = Array.from(elements.keys())
    .filter((other) => other !== id && elements.get(other)?.kind !== 'note')
    .map((value) => ({ value, label: plainName(elements, value), meaning: '' }))
    .sort((one, other) => one.label.localeCompare(other.label))
  return (
    <>
      <Section>
        <ChoiceField
          label="Kind"
          elementId={id}
          field="note"
          words={NOTE_KINDS}
          value={note.note}
          onChoose={(kind) => kind && write.set({ note: kind })}
        />
        <TextArea label="Text" elementId={id} field="text" text={note.text ?? ''} maxLength={10_000} />
        {(takesWaste(note) || note.waste !== undefined) && (
          <ChoiceField
            label={note.note === 'hypothesis' ? 'Waste' : 'Removes'}
            elementId={id}
            field="waste"
            words={WASTES}
            value={note.waste}
            none="which waste?"
            hint={
              note.waste === undefined && note.note === 'burst'
                ? 'a change that removes no waste is redesign for its own sake'
                : undefined
            }
            onChoose={(waste) => write.set({ waste })}
          />
        )}
        <ChoiceField
          label="About"
          elementId={id}
          field="about"
          words={others}
          value={note.about}
          none="the map as a whole"
          hint=""
          onChoose={(about) => write.set({ about })}
        />
        <ColourField elementId={id} value={note.colour} onChoose={(colour) => write.set({ colour })} />
      </Section>
      {note.note === 'burst' && <OnThePlan id={id} />}
    </>
  )
}
