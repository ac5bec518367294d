// A stamp is 14 bytes of ASCII, such as "@@@@E003000123", that a driver puts somewhere into its message: kind (E edit, C cursor), sender, number.
// Receivers find stamps by scanning bytes, so that measuring costs the load generator as little as possible.

const pad = (number, width) => String(number).padStart(width, '0')

export const stamp = (kind, sender, number) => `@@@@${kind}${pad(sender, 3)}${pad(number, 6)}`

const AT = 64

/** Calls `found(kind, sender, number)` for each stamp between `start` and `end`; four bytes at a time, because a stamp begins with four times `mark`. */
export function scan(bytes, start, end, found, mark = AT) {
  for (let at = start; at < end; at += 4) {
    if (bytes[at] !== mark) continue
    let first = at
    while (first > start && bytes[first - 1] === mark) first--
    if (first + 14 > end || bytes[first + 1] !== mark || bytes[first + 2] !== mark || bytes[first + 3] !== mark) continue
    const kind = bytes[first + 4]
    if (kind !== 69 && kind !== 67) continue
    let sender = 0
    for (let digit = 5; digit < 8; digit++) sender = sender * 10 + bytes[first + digit] - 48
    let number = 0
    for (let digit = 8; digit < 14; digit++) number = number * 10 + bytes[first + digit] - 48
    found(kind === 69 ? 'E' : 'C', sender, number)
    at = first + 10
  }
}
