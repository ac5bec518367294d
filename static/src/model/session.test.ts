import { describe, expect, it } from 'vitest'
import {
  clockAhead,
  clockWords,
  currentPhase,
  expectedEnd,
  leftMs,
  minutesWords,
  nextPhase,
  type SessionState,
  spokenClock,
  toneOf,
} from './session'

const NOON = Date.parse('2026-03-02T12:00:00Z')
const phase = (id: string, minutes: number) =>
  ({ id, code: 'other', title: id, instruction: '', minutes }) as SessionState['phases'][number]
const session: SessionState = {
  state: 'running',
  phase: 'draw',
  started_at: '2026-03-02T11:50:00Z',
  ended_at: null,
  ends_at: '2026-03-02T12:15:00Z',
  left_s: null,
  phases: [phase('scope', 10), phase('draw', 25), phase('waste', 20), phase('plan', 10)],
}

describe('the clock of the session', () => {
  it('is the same on a computer whose clock is wrong', () => {
    const local = NOON - 7 * 3600_000
    const ahead = clockAhead('2026-03-02T12:00:00Z', local)
    expect(leftMs(session, local + ahead)).toBe(15 * 60_000)
  })

  it('keeps what was left while it is paused, and has nothing to say before and after', () => {
    expect(leftMs({ ...session, state: 'paused', ends_at: null, left_s: -30 }, NOON)).toBe(-30_000)
    expect(leftMs({ ...session, state: 'ended', ends_at: null }, NOON)).toBeNull()
    expect(leftMs({ ...session, state: 'planned', ends_at: null }, NOON)).toBeNull()
  })

  it.each([
    [900_000, '15:00', 'enough'],
    [899_001, '15:00', 'enough'],
    [60_000, '1:00', 'last'],
    [1, '0:01', 'last'],
    [0, '+0:00', 'over'],
    [-40_999, '+0:40', 'over'],
    [3_725_000, '1:02:05', 'enough'],
  ])('reads %i ms as %s', (left, words, tone) => {
    expect([clockWords(left), toneOf(left)]).toEqual([words, tone])
  })

  it('is spoken in minutes', () => {
    expect(spokenClock(61_000)).toBe('2 minutes left')
    expect(spokenClock(59_000)).toBe('1 minute left')
    expect(spokenClock(-61_000)).toBe('time is up, 1 minute over')
  })

  it('knows what is on, what comes and when it will be over', () => {
    expect(currentPhase(session)?.id).toBe('draw')
    expect(nextPhase(session)?.id).toBe('waste')
    expect(nextPhase({ ...session, phase: 'plan' })).toBeNull()
    expect(expectedEnd(session, NOON)).toBe(NOON + 45 * 60_000)
    expect(expectedEnd(session, NOON + 20 * 60_000)).toBe(NOON + 50 * 60_000)
  })

  it('says minutes as people do', () => {
    expect([45, 60, 90].map(minutesWords)).toEqual(['45 min', '1 h', '1 h 30 min'])
  })
})
