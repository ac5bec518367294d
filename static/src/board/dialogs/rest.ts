/** The board's few calls of the REST interface; what travels live goes through the socket. */

/** A refusal with its sentence for people. */
export class Refused extends Error {
  readonly code: string
  readonly details: unknown

  constructor(code: string, message: string, details?: unknown) {
    super(message)
    this.name = 'Refused'
    this.code = code
    this.details = details
  }
}

const UNREACHABLE = 'The server cannot be reached just now. Nothing was changed; try again when the connection is back.'

/** Reads JSON; raises Refused with the server's sentence. */
export async function getJson<Answer>(url: string, more: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return answerOf<Answer>(await reach(url, { headers: { Accept: 'application/json', ...more } }))
}

/** Sends JSON with the token that shows it comes from our own page. */
export function postJson<Answer>(url: string, body: unknown, csrf: string, signal?: AbortSignal): Promise<Answer> {
  return postFile<Answer>(url, JSON.stringify(body), csrf, signal)
}

/** Sends a JSON file byte for byte: its reader also finds names that occur twice. */
export async function postFile<Answer>(
  url: string,
  file: Blob | string,
  csrf: string,
  signal?: AbortSignal,
): Promise<Answer> {
  const headers = { Accept: 'application/json', 'Content-Type': 'application/json', 'X-CSRFToken': csrf }
  const init = { method: 'POST', headers, body: file, ...(signal ? { signal } : {}) }
  return answerOf<Answer>(await reach(url, init))
}

/** Changes what is there already. */
export async function sendJson<Answer>(
  method: 'PUT' | 'PATCH',
  url: string,
  body: unknown,
  csrf: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const headers = { Accept: 'application/json', 'Content-Type': 'application/json', 'X-CSRFToken': csrf, ...more }
  return answerOf<Answer>(await reach(url, { method, headers, body: JSON.stringify(body) }))
}

/** Deletes; what the server answers has no content. */
export async function sendDelete(url: string, csrf: string): Promise<void> {
  const headers = { Accept: 'application/json', 'X-CSRFToken': csrf }
  const response = await reach(url, { method: 'DELETE', headers })
  if (!response.ok) await answerOf(response)
}

/** One thing wrong with what was sent, and where. */
export interface Problem {
  place: string
  sentence: string
}

/** Everything that a refusal names. */
export function problemsOf(error: unknown): Problem[] {
  const details = error instanceof Refused ? error.details : null
  if (typeof details !== 'object' || details === null || !('problems' in details)) return []
  return Array.isArray(details.problems) ? (details.problems as Problem[]) : []
}

/** What went wrong, as a sentence. */
export function sentenceOf(error: unknown): string {
  return error instanceof Refused ? error.message : UNREACHABLE
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { credentials: 'same-origin', ...init })
  } catch {
    throw new Refused('unreachable', UNREACHABLE)
  }
}

async function answerOf<Answer>(response: Response): Promise<Answer> {
  const isJson = response.headers.get('Content-Type')?.includes('json') ?? false
  const body: unknown = isJson ? await response.json() : null
  if (response.ok && isJson) return body as Answer
  const problem = (body ?? {}) as { code?: string; message?: string; details?: unknown }
  const message = problem.message ?? `The server answered ${response.status} and no reason. Nothing was changed.`
  throw new Refused(problem.code ?? String(response.status), message, problem.details)
}
