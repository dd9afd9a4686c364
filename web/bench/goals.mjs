/** What is measured against which goal. Knows numbers and how to tell them; measures nothing. */

/** A figure of which so much is wanted: `goal` is the least or the most that will do. */
export const atLeast = (goal, name, value, unit = "") => ({ name, value, unit, least: goal })
export const atMost = (goal, name, value, unit = "") => ({ name, value, unit, most: goal })
/** A figure that only tells more about the others. */
export const told = (name, value, unit = "") => ({ name, value, unit })

export function isMet({ value, least = -Infinity, most = Infinity }) {
  return value >= least && value <= most
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return (sorted[Math.floor(middle - 0.5)] + sorted[Math.ceil(middle - 0.5)]) / 2
}

/** The table that people read. */
export function tableOf(figures) {
  const rows = figures.map((figure) => [
    figure.name,
    `${plain(figure.value)}${figure.unit && ` ${figure.unit}`}`,
    goalOf(figure),
    isMet(figure) ? "" : "missed",
  ])
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  const line = (row) =>
    row
      .map((cell, at) => (at === 1 ? cell.padStart(widths[at]) : cell.padEnd(widths[at])))
      .join("  ")
  return rows.map((row) => line(row).trimEnd()).join("\n")
}

function goalOf({ least, most }) {
  if (least !== undefined) return `at least ${plain(least)}`
  return most === undefined ? "" : `at most ${plain(most)}`
}

function plain(value) {
  const digits = Math.abs(value) >= 20 ? 0 : Math.abs(value) >= 1 ? 1 : 3
  return value.toLocaleString("en", { maximumFractionDigits: digits })
}
