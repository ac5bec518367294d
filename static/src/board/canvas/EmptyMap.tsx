import type { Command } from '../shell/shortcuts'

/** What an empty map says: how it begins. */
export function EmptyMap({ canEdit, run }: { canEdit: boolean; run: (command: Command) => void }) {
  return (
    <div className="empty-map">
      {canEdit ? (
        <>
          <h2>Start with the first thing that happens</h2>
          <p>
            Press <kbd>N</kbd> for a step and type its name. <kbd>Tab</kbd> goes on to who does it, how long work waits
            there, and how long it is worked on. Press <kbd>Enter</kbd>, then <kbd>N</kbd> again for the next one.
          </p>
          <p className="empty-examples">
            Times as you say them: <code>3d</code> <code>2h</code> <code>1d 4h</code> <code>30m-2h</code>
          </p>
          <button type="button" className="button button-primary" onClick={() => run('step')}>
            Add the first step
          </button>
        </>
      ) : (
        <>
          <h2>Nothing is on this map yet</h2>
          <p>As soon as somebody adds a step, it appears here.</p>
        </>
      )}
    </div>
  )
}
