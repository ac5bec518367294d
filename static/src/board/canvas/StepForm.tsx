import { useEffect, useRef } from 'react'
import { calendarOf } from '../../model/calendar'
import type { ElementId, Quantity, Step } from '../../model/types'
import { QuantityField } from '../fields/QuantityField'
import { type Done, TextField } from '../fields/TextField'
import { useUiStore } from '../shell/ui'
import { useBoardStore, useStore } from '../useStore'
import { NEW_STEP_NAME } from './insert'

const figures = [
  { field: 'wait_time', label: 'Wait', hint: '3d' },
  { field: 'process_time', label: 'Work', hint: '2h' },
  { field: 'complete_accurate', label: '%C/A', hint: '80%' },
  { field: 'people', label: 'People', hint: '1' },
] as const

/** The fields of a step, written in its box: Tab walks through them, Enter and Escape end. */
export function StepForm({ id, step, first }: { id: ElementId; step: Step; first: string }) {
  const store = useBoardStore()
  const ui = useUiStore()
  const charter = useStore((state) => state.charter)
  const form = useRef<HTMLFieldSetElement>(null)
  const name = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (name.current?.value === NEW_STEP_NAME) name.current.select()
  }, [])

  const end = (how: Done) => {
    if (how === 'blur') return
    ui.set({ writing: null })
    form.current?.closest<HTMLElement>('.react-flow__node')?.focus()
  }
  // Leaving the box ends the writing; going from field to field or to another window does not, nor does leaving a
  // figure that cannot be read: it stays, with the sentence that says why.
  const onBlur = () => {
    setTimeout(() => {
      const box = form.current
      if (!box || !document.hasFocus() || box.contains(document.activeElement)) return
      if (box.querySelector('[aria-invalid="true"]') === null && ui.get().writing?.id === id) ui.set({ writing: null })
    })
  }
  const commit = (field: string) => (next: Quantity | null, saw: Quantity | null) =>
    store.edit([{ do: 'set', id, fields: { [field]: next }, saw: { [field]: saw } }])

  return (
    <fieldset
      ref={form}
      className="step-form nodrag nopan nowheel nokey"
      aria-label={`Fields of “${step.name}”`}
      onBlur={onBlur}
    >
      <TextField
        label="Name"
        elementId={id}
        field="name"
        text={step.name}
        maxLength={200}
        required="A step needs a name."
        compact
        autoFocus={first === 'name'}
        onDone={end}
        inputRef={name}
      />
      <TextField
        label="Role"
        elementId={id}
        field="role"
        text={step.role ?? ''}
        maxLength={100}
        compact
        placeholder="who does it"
        autoFocus={first === 'role'}
        onDone={end}
      />
      {figures.map(({ field, label, hint }) => (
        <div key={field} className="step-form-row">
          <span aria-hidden="true">{label}</span>
          <QuantityField
            label={label}
            elementId={id}
            field={field}
            quantity={step[field]}
            calendar={calendarOf(charter)}
            onCommit={commit(field)}
            compact
            placeholder={hint}
            autoFocus={first === field}
            onDone={end}
          />
        </div>
      ))}
    </fieldset>
  )
}
