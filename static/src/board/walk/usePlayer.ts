import { useEffect, useState } from 'react'
import { type Beat, stayMs } from '../../model/walk'

export type Speed = 'slow' | 'usual' | 'quick'

/** How long a whole way takes on the screen. */
const WHOLE_MS: Readonly<Record<Speed, number>> = { slow: 60_000, usual: 24_000, quick: 8_000 }

export interface Player {
  /** The beat that is shown; −1 before the first, the number of beats once it has arrived. */
  at: number
  beat: Beat | null
  isPlaying: boolean
  speed: Speed
  setSpeed(speed: Speed): void
  /** From the beginning where it has arrived. */
  play(): void
  pause(): void
  goTo(at: number): void
}

/** Plays the beats of an item one after the other, each as long as its part of the way. */
export function usePlayer(beats: readonly Beat[]): Player {
  const [at, setAt] = useState(-1)
  const [isPlaying, setPlaying] = useState(false)
  const [speed, setSpeed] = useState<Speed>('usual')
  const beat = beats[at] ?? null
  useEffect(() => {
    if (!isPlaying || beat === null) return
    const timer = setTimeout(
      () => {
        setAt(at + 1)
        if (at + 1 >= beats.length) setPlaying(false)
      },
      stayMs(beat, beats, WHOLE_MS[speed]),
    )
    return () => clearTimeout(timer)
  }, [isPlaying, beat, at, beats, speed])
  return {
    at,
    beat,
    isPlaying: isPlaying && beat !== null,
    speed,
    setSpeed,
    play: () => {
      if (beat === null) setAt(0)
      setPlaying(beats.length > 0)
    },
    pause: () => setPlaying(false),
    goTo: (next) => {
      setPlaying(false)
      setAt(Math.max(-1, Math.min(beats.length, next)))
    },
  }
}
