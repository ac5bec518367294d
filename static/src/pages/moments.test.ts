import { describe, expect, it } from 'vitest'
import { relativeTime, showRelativeTimes } from './moments'

const NOW = new Date('2026-05-04T12:00:00Z')

describe('relativeTime', () => {
  it.each([
    ['2026-05-04T11:59:30Z', 'just now'],
    ['2026-05-04T12:00:30Z', 'in a moment'],
    ['2026-05-04T11:59:00Z', '1 minute ago'],
    ['2026-05-04T09:00:00Z', '3 hours ago'],
    ['2026-05-04T15:00:00Z', 'in 3 hours'],
    ['2026-05-03T12:00:00Z', 'yesterday'],
    ['2026-05-11T12:00:00Z', 'in 7 days'],
    ['2026-04-10T12:00:00Z', 'Apr 10, 2026'],
  ])('says %s as “%s”', (moment, words) => {
    expect(relativeTime(new Date(moment), NOW, 'en')).toBe(words)
  })
})

describe('showRelativeTimes', () => {
  it('rewrites only what asks for it and keeps the exact time as the title', () => {
    const moment = new Date(Date.now() - 2 * 3600 * 1000).toISOString()
    document.body.innerHTML = `<time datetime="${moment}" data-relative>then</time><time datetime="${moment}">then</time>`
    showRelativeTimes(document)
    const [relative, exact] = document.querySelectorAll('time')
    expect(relative?.textContent).toBe('2 hours ago')
    expect(relative?.title).not.toBe('')
    expect(exact?.textContent).toBe('then')
  })
})
