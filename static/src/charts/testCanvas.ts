/** What a browser has and jsdom has not: a width, a canvas that takes every order, and who watches sizes. Tests only. */

const WIDTH = 800

class SizeWatcher implements ResizeObserver {
  static readonly all = new Set<SizeWatcher>()
  constructor(private readonly tell: ResizeObserverCallback) {}
  observe(): void {
    SizeWatcher.all.add(this)
  }
  unobserve(): void {}
  disconnect(): void {
    SizeWatcher.all.delete(this)
  }
  change(): void {
    this.tell([], this)
  }
}

class Outline {
  rect(): void {}
  moveTo(): void {}
  lineTo(): void {}
  arc(): void {}
  addPath(): void {}
}

/** Colours that the canvas was told, newest last. */
export const strokes: string[] = []

/** How many drawings are watching their size: one for each that is on the page. */
export function watched(): number {
  return SizeWatcher.all.size
}

function context(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const told: Record<string | symbol, unknown> = { canvas }
  return new Proxy(told, {
    get: (target, name) => {
      if (name in target) return target[name]
      return name === 'measureText' ? (text: string) => ({ width: text.length * 6 }) : () => undefined
    },
    set: (target, name, value) => {
      if (name === 'strokeStyle') strokes.push(String(value))
      target[name] = value
      return true
    },
  }) as unknown as CanvasRenderingContext2D
}

// uPlot asks for the density of the screen when it is loaded, so this runs before it is.
Object.assign(window, {
  matchMedia: () => Object.assign(new EventTarget(), { matches: false }),
  ResizeObserver: SizeWatcher,
  Path2D: Outline,
})
Object.defineProperty(HTMLElement.prototype, 'clientWidth', { configurable: true, get: () => WIDTH })
Object.defineProperty(HTMLCanvasElement.prototype, 'getContext', {
  configurable: true,
  value(this: HTMLCanvasElement) {
    return context(this)
  },
})
