import { memo } from 'react'
import { useCanEdit } from '../fields/useCanEdit'
import type { Command } from '../shell/shortcuts'
import { useUi } from '../shell/ui'

const tools: { command: Command; label: string; keys: string; icon: string }[] = [
  { command: 'step', label: 'Step', keys: 'N', icon: 'M3 4h12v10H3ZM3 7.5h12' },
  { command: 'queue', label: 'Queue', keys: 'Q', icon: 'M9 3.5 15.5 14.5h-13Z' },
  { command: 'connect', label: 'Connect', keys: 'C', icon: 'M2.5 9h10M9.5 5.5 13 9l-3.5 3.5M15.5 4v10' },
  { command: 'note', label: 'Note', keys: 'M', icon: 'M3.5 3.5h11v7.5l-3.5 3.5h-7.5ZM11 14.5V11h3.5' },
  {
    command: 'burst',
    label: 'Burst',
    keys: 'B',
    icon: 'm9 2 1.6 3.4 3.6-1.2-1.2 3.6L16.4 9.4 13 11l1.2 3.6-3.6-1.2L9 16.8l-1.6-3.4-3.6 1.2L5 11 1.6 9.4 5 7.8 3.8 4.2l3.6 1.2Z',
  },
]

const looks: typeof tools = [
  { command: 'undo', label: 'Undo', keys: 'Ctrl Z', icon: 'M6.5 4 3 7.5 6.5 11M3.5 7.5h7a4 4 0 0 1 0 8H8' },
  { command: 'redo', label: 'Redo', keys: 'Ctrl Shift Z', icon: 'M11.5 4 15 7.5 11.5 11M14.5 7.5h-7a4 4 0 0 0 0 8H10' },
  {
    command: 'tidy',
    label: 'Tidy up',
    keys: 'Shift T',
    icon: 'M2.5 4h4v4h-4ZM11.5 4h4v4h-4ZM2.5 11h4v4h-4ZM6.5 6h5M6.5 13h5v-1',
  },
  { command: 'fit', label: 'Fit', keys: 'F', icon: 'M3 7V3h4M11 3h4v4M15 11v4h-4M7 15H3v-4' },
]

/** The tools of the map at the bottom of the canvas, each with its key. */
export const Toolbar = memo(function Toolbar({ run }: { run: (command: Command) => void }) {
  const isConnecting = useUi((ui) => ui.connect !== null)
  const canEdit = useCanEdit()
  const table = { command: 'table', label: 'Table', keys: 'T', icon: 'M2.5 3.5h13v11h-13ZM2.5 7.5h13M7 7.5v7' } as const
  return (
    <div className="toolbar" role="toolbar" aria-label="Tools">
      {canEdit &&
        tools.map((tool) => (
          <Tool
            key={tool.command}
            {...tool}
            run={run}
            pressed={tool.command === 'connect' ? isConnecting : undefined}
          />
        ))}
      <Tool {...table} run={run} />
      <span className="toolbar-gap" />
      {looks.map((tool) =>
        canEdit || tool.command === 'fit' ? <Tool key={tool.command} {...tool} run={run} isSmall /> : null,
      )}
    </div>
  )
})

interface ToolProps {
  command: Command
  label: string
  keys: string
  icon: string
  run: (command: Command) => void
  pressed?: boolean | undefined
  isSmall?: boolean
}

function Tool({ command, label, keys, icon, run, pressed, isSmall }: ToolProps) {
  return (
    <button
      type="button"
      className="tool"
      data-small={isSmall}
      aria-pressed={pressed}
      aria-keyshortcuts={keys.replaceAll(' ', '+').replace('Ctrl', 'Control')}
      title={isSmall ? `${label} (${keys})` : undefined}
      aria-label={isSmall ? label : undefined}
      onClick={() => run(command)}
    >
      <svg viewBox="0 0 18 18" aria-hidden="true">
        <path
          d={icon}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeLinejoin="round"
          strokeLinecap="round"
        />
      </svg>
      {!isSmall && (
        <>
          <span>{label}</span>
          <span className="tool-key" aria-hidden="true">
            {keys}
          </span>
        </>
      )}
    </button>
  )
}
