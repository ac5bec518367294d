import { type KeyboardEvent, type Ref, type RefObject, useId, useImperativeHandle, useRef, useState } from 'react'
import type { ElementId } from '../../model/types'
import { useBoardStore } from '../useStore'
import { useAutoFocus } from './useAutoFocus'
import { useCanEdit } from './useCanEdit'
import { useDraft } from './useDraft'
import { useEditing } from './useEditing'
import { Writers, writersOutline } from './Writers'

/** How somebody left a field: to be told where the focus goes next. */
export type Done = 'enter' | 'escape' | 'blur'

export interface TextFieldProps {
  label: string
  elementId: ElementId
  field: 'name' | 'role' | 'text'
  text: string
  maxLength: number
  /** The sentence shown when the text is empty, where it may not be. */
  required?: string
  compact?: boolean
  autoFocus?: boolean
  placeholder?: string
  onDone?: (how: Done) => void
  inputRef?: Ref<HTMLInputElement>
}

export interface TextAreaProps extends Omit<TextFieldProps, 'inputRef'> {
  inputRef?: Ref<HTMLTextAreaElement>
  rows?: number
}

/** One line of text that several people may write at once. Enter and leaving commit; Escape drops what is not stored yet. */
export function TextField({ inputRef, ...props }: TextFieldProps) {
  const input = useRef<HTMLInputElement>(null)
  useImperativeHandle(inputRef, () => input.current as HTMLInputElement)
  const shared = useTextInput(props, input, (event) => event.key === 'Enter')
  return (
    <Frame {...props} {...shared}>
      <input ref={input} type="text" {...shared.attributes} />
    </Frame>
  )
}

/** Several lines of text that several people may write at once; Ctrl+Enter is done. */
export function TextArea({ inputRef, rows = 4, ...props }: TextAreaProps) {
  const input = useRef<HTMLTextAreaElement>(null)
  useImperativeHandle(inputRef, () => input.current as HTMLTextAreaElement)
  const isEnd = (event: KeyboardEvent) => event.key === 'Enter' && (event.ctrlKey || event.metaKey)
  const shared = useTextInput(props, input, isEnd)
  return (
    <Frame {...props} {...shared} wide>
      <textarea ref={input} rows={rows} {...shared.attributes} />
    </Frame>
  )
}

type Editable = HTMLInputElement | HTMLTextAreaElement

function useTextInput(
  props: Omit<TextFieldProps, 'inputRef'>,
  input: RefObject<Editable | null>,
  isEnd: (event: KeyboardEvent) => boolean,
) {
  const { elementId, field, text, maxLength, required, autoFocus, placeholder, onDone } = props
  const store = useBoardStore()
  const canEdit = useCanEdit()
  const id = useId()
  const [refused, setRefused] = useState<string | null>(null)
  const editing = useEditing(elementId, field)
  useAutoFocus(input, autoFocus)
  const draft = useDraft({
    text,
    input,
    accepts: (next) => next !== '' || required === undefined,
    commit: (next, saw) =>
      store.edit([{ do: 'set', id: elementId, fields: { [field]: next || null }, saw: { [field]: saw || null } }]),
  })

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (isEnd(event)) {
      event.preventDefault()
      if (required !== undefined && draft.shown.trim() === '') return setRefused(required)
      draft.flush()
      onDone?.('enter')
    } else if (event.key === 'Escape') {
      event.stopPropagation()
      draft.discard()
      setRefused(null)
      onDone?.('escape')
    }
  }

  const attributes = {
    id,
    className: 'field-input',
    value: draft.shown,
    maxLength,
    placeholder,
    readOnly: !canEdit,
    'aria-invalid': refused !== null,
    'aria-describedby': `${id}-below`,
    onChange: (event: { target: Editable }) => {
      setRefused(null)
      draft.change(event.target.value)
    },
    onFocus: () => {
      draft.begin()
      editing.start()
    },
    onBlur: () => {
      editing.end()
      setRefused(null)
      draft.flush()
      draft.discard()
      onDone?.('blur')
    },
    onCompositionStart: draft.composition.start,
    onCompositionEnd: draft.composition.end,
    onKeyDown,
  }
  return { id, others: editing.others, refused, attributes }
}

interface FrameProps {
  id: string
  label: string
  compact?: boolean
  wide?: boolean
  others: ReturnType<typeof useEditing>['others']
  refused: string | null
  children: React.ReactNode
}

function Frame({ id, label, compact, wide, others, refused, children }: FrameProps) {
  const shape = compact ? 'field field-compact' : wide ? 'field field-wide' : 'field'
  return (
    <div className={shape}>
      <label className={compact ? 'visually-hidden' : 'field-label'} htmlFor={id}>
        {label}
      </label>
      <div className={others.length > 0 ? 'field-box field-shared' : 'field-box'} style={writersOutline(others)}>
        {children}
      </div>
      <div id={`${id}-below`} className="field-below">
        {refused !== null && <span className="field-error">{refused}</span>}
        <Writers others={others} />
      </div>
    </div>
  )
}
