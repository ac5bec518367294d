/** A moment for reading: the time for today, date and time for earlier days; the full moment in its tooltip. */
export function When({ at }: { at: string }) {
  const moment = new Date(at)
  return (
    <time className="when" dateTime={at} title={moment.toLocaleString()}>
      {momentText(moment, new Date())}
    </time>
  )
}

export function momentText(moment: Date, now: Date): string {
  const time = moment.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' })
  if (moment.toDateString() === now.toDateString()) return time
  return `${moment.toLocaleDateString(undefined, { day: 'numeric', month: 'short' })}, ${time}`
}
