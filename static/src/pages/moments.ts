/** Moments as people say them: “5 minutes ago”; the exact time stays as the title. */

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['minute', 60],
  ['hour', 3600],
  ['day', 86_400],
]
const CALENDAR_FROM_S = 14 * 86_400

/** Returns how long ago or ahead a moment is, or its date when that is further away than two weeks. */
export function relativeTime(moment: Date, now: Date, language: string): string {
  const seconds = (moment.getTime() - now.getTime()) / 1000
  const distance = Math.abs(seconds)
  if (distance >= CALENDAR_FROM_S) return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(moment)
  if (distance < 60) return seconds > 0 ? 'in a moment' : 'just now'
  const [unit, length] = STEPS.findLast(([, step]) => distance >= step) ?? ['minute', 60]
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(Math.round(seconds / length), unit)
}

/** Rewrites every `<time data-relative>` of the page. */
export function showRelativeTimes(page: Document): void {
  for (const element of page.querySelectorAll<HTMLTimeElement>('time[data-relative]')) {
    const moment = new Date(element.dateTime)
    element.title = moment.toLocaleString()
    element.textContent = relativeTime(moment, new Date(), page.documentElement.lang || 'en')
  }
}
