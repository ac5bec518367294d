/** Holds the room of a chart while its script loads, so that nothing jumps. */
export function ChartPlace() {
  return <p className="simulation-chart-place quiet">Drawing…</p>
}
