import { act, screen } from '@testing-library/react'
import { ReactFlowProvider } from '@xyflow/react'
import { expect, it } from 'vitest'
import { createReplay, type Log, type Timeline } from '../../replayStore'
import { openRoom } from '../fields/testRoom'
import { ReplayBar } from './ReplayBar'
import { ReplayContext } from './replay'

it('offers to restore or to copy a moment only once that moment is shown', async () => {
  const room = openRoom({}, 'facilitator')
  for (const id of ['s1', 's2']) room.others('mia', { [id]: { before: null, after: { kind: 'step', name: id } } })
  let answer = (_: Timeline): void => {}
  const log: Log = {
    timeline: () =>
      new Promise((resolve) => {
        answer = resolve
      }),
    operations: async () => [],
    moment: async () => ({ elements: {} }),
  }
  const replay = createReplay(room.store, log, 1)
  room.show(
    <ReplayContext.Provider value={{ live: room.store, replay, enter: () => {}, leave: () => {} }}>
      <ReactFlowProvider>
        <ReplayBar replay={replay} />
      </ReactFlowProvider>
    </ReplayContext.Provider>,
  )
  const ways = () => [...document.querySelectorAll('.replay-ways .button')].map((button) => button.textContent)
  expect(ways()).toEqual(['Back to now'])
  expect(screen.queryByRole('status')).toBeNull()
  await act(async () =>
    answer({
      people: ['mia'],
      moments: [
        [0, 0],
        [1_000, 0],
      ],
    }),
  )
  expect(replay.get().seq).toBe(1)
  expect(ways()).toEqual(['Copy link', 'New window', 'Save as a state', 'Restore this moment', 'Back to now'])
})
