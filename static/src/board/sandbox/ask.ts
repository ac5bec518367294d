/** The question for the figures of a what-if. Its answer is for me alone: the server keeps nothing of it. */

import type { Boot } from '../../model/boot'
import type { WhatIfAnswer } from '../../model/sandbox'
import type { ElementId } from '../../model/types'
import type { Asked, SandboxOptions } from '../../sandboxStore'
import { postJson, Refused, sentenceOf } from '../dialogs/rest'

/** An address of this map below /api/maps/. */
export function addressOf(boot: Boot, place: string): string {
  return boot.urls.operations.replace(/operations\/$/, place)
}

export function askerOf(boot: Boot): SandboxOptions['ask'] {
  const address = addressOf(boot, 'what-if/')
  return async (edits, signal) => {
    try {
      return { is: 'answer', answer: await postJson<WhatIfAnswer>(address, { edits }, boot.csrf, signal) }
    } catch (error) {
      return asFailure(error)
    }
  }
}

/** Codes of answers that say nothing about the question: the network, a busy server, too many questions. */
const TEMPORARY = new Set(['unreachable', 'too_many', 'busy', 'unavailable', '500', '502', '503', '504'])

function asFailure(error: unknown): Asked {
  const refused = refusedOf(error)
  if (refused.size > 0) return { is: 'refused', refused, sentence: sentenceOf(error) }
  const isTemporary = error instanceof Refused && TEMPORARY.has(error.code)
  const sentence =
    error instanceof Refused && error.code === 'unreachable'
      ? 'The server cannot be reached, so these figures are not the newest. They follow when the connection is back.'
      : sentenceOf(error)
  return { is: 'failed', sentence, isTemporary }
}

interface Refusal {
  id: ElementId
  message: string
}

function refusedOf(error: unknown): ReadonlyMap<ElementId, string> {
  const details = error instanceof Refused ? error.details : null
  if (typeof details !== 'object' || details === null || !('refused' in details)) return new Map()
  if (!Array.isArray(details.refused)) return new Map()
  return new Map((details.refused as Refusal[]).map(({ id, message }) => [id, message]))
}
