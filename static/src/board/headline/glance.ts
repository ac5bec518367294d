/** Numbers as they are read at a glance, across the room. */

import { formatNumber } from '../../model/figures'

/** Nobody reads tenths beside hundreds: "21,032", "25.6". */
export function glance(number: number): string {
  return formatNumber(number >= 99.95 ? Math.round(number) : number)
}

/** A rate below one keeps two digits that say something: "0.025". */
export function perDay(rate: number): string {
  return rate < 1 ? String(Number(rate.toPrecision(2))) : glance(rate)
}
