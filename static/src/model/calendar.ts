/** Working time: how many seconds a working day, week, month, quarter and year of the charter's calendar have. */

import type { Calendar, Charter } from './types'

export const DEFAULT_CALENDAR: Calendar = { hours_per_day: 8, days_per_week: 5, days_per_month: 20 }

export type Period = NonNullable<Charter['demand']>['per']

const MONTHS_PER_QUARTER = 3
const MONTHS_PER_YEAR = 12

export function calendarOf(charter: Charter | null): Calendar {
  return { ...DEFAULT_CALENDAR, ...charter?.calendar }
}

/** Seconds of working time in one `period`. */
export function periodSeconds(period: Period, calendar: Calendar): number {
  const day = calendar.hours_per_day * 3600
  const month = calendar.days_per_month * day
  const seconds: Record<Period, number> = {
    hour: 3600,
    day,
    week: calendar.days_per_week * day,
    month,
    quarter: MONTHS_PER_QUARTER * month,
    year: MONTHS_PER_YEAR * month,
  }
  return seconds[period]
}
