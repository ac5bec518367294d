/** The sound at the end of a time box: three notes, made here, so that nothing has to be loaded. */

const MUTED_KEY = 'vsm-session-muted'
const NOTES_HZ = [659.25, 523.25, 783.99] as const
const BETWEEN_S = 0.28
const LASTS_S = 0.9
const LOUDNESS = 0.22

let context: AudioContext | null = null

/** Browsers let a page sound only after its person has touched it: called at every touch, it costs nothing later. */
export function allowSound(): void {
  context ??= typeof AudioContext === 'undefined' ? null : new AudioContext()
  if (context?.state === 'suspended') void context.resume()
}

export function playChime(): void {
  if (!context || isMuted()) return
  for (const [place, pitch] of NOTES_HZ.entries()) playNote(context, pitch, context.currentTime + place * BETWEEN_S)
}

function playNote(at: AudioContext, pitch: number, begins: number): void {
  const tone = new OscillatorNode(at, { frequency: pitch, type: 'sine' })
  const volume = new GainNode(at, { gain: 0 })
  volume.gain.setValueAtTime(0, begins)
  volume.gain.linearRampToValueAtTime(LOUDNESS, begins + 0.02)
  volume.gain.exponentialRampToValueAtTime(0.0001, begins + LASTS_S)
  tone.connect(volume).connect(at.destination)
  tone.start(begins)
  tone.stop(begins + LASTS_S)
}

/** Each person mutes for themselves, and stays so in this browser. */
export function isMuted(): boolean {
  return localStorage.getItem(MUTED_KEY) === 'yes'
}

export function setMuted(muted: boolean): void {
  if (muted) localStorage.setItem(MUTED_KEY, 'yes')
  else localStorage.removeItem(MUTED_KEY)
}
