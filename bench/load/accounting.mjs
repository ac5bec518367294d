// What the server's processes cost, from /proc: seconds on a core and resident memory of whole process trees.
import fs from 'node:fs'

const TICKS_PER_SECOND = 100
const PAGE_BYTES = 4096

function processes() {
  const found = new Map()
  for (const name of fs.readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const text = fs.readFileSync(`/proc/${name}/stat`, 'latin1')
      const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
      found.set(Number(name), { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]), rss: Number(fields[21]) * PAGE_BYTES })
    } catch {
      // The process ended while it was being read.
    }
  }
  return found
}

/** Nanoseconds that all threads of a process were on a core: finer than ticks, where the kernel counts it. */
function onCore(id, ticks) {
  try {
    let nanoseconds = 0
    for (const thread of fs.readdirSync(`/proc/${id}/task`)) {
      nanoseconds += Number(fs.readFileSync(`/proc/${id}/task/${thread}/schedstat`, 'latin1').split(' ')[0])
    }
    return nanoseconds / 1e9
  } catch {
    return ticks / TICKS_PER_SECOND
  }
}

/** `groups` is {label: process id}; returns {label: {cpu_s, rss_mb}} of each with its descendants. */
export function account(groups) {
  const all = processes()
  const result = {}
  for (const [label, root] of Object.entries(groups)) {
    const tree = new Set([root])
    for (let grew = true; grew; ) {
      grew = false
      for (const [id, { parent }] of all) {
        if (!tree.has(id) && tree.has(parent)) {
          tree.add(id)
          grew = true
        }
      }
    }
    let cpu = 0
    let rss = 0
    for (const id of tree) {
      const process = all.get(id)
      if (!process) continue
      cpu += onCore(id, process.ticks)
      rss += process.rss
    }
    result[label] = { cpu_s: cpu, rss_mb: rss / 1048576 }
  }
  return result
}

export const totalCpu = (accounts) => Object.values(accounts).reduce((sum, { cpu_s }) => sum + cpu_s, 0)
