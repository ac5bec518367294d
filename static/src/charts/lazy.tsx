/** The charts as a part of the board that loads when the first of them is shown. Wrap them in Suspense. */

import { lazy } from 'react'

export const Histogram = lazy(async () => ({ default: (await import('./Histogram')).Histogram }))
export const LinesChart = lazy(async () => ({ default: (await import('./LinesChart')).LinesChart }))
export const XmrChart = lazy(async () => ({ default: (await import('./XmrChart')).XmrChart }))
