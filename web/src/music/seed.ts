/** Random seeds. The dice are given, so that a test can load them. */

export const MAX_SEED = 2 ** 32 - 1

type Dice = () => number

/** Seeds drawn for people stay short enough to say aloud; any up to `MAX_SEED` may be typed. */
export function drawSeed(dice: Dice = Math.random): number {
  return Math.floor(dice() * 1_000_000)
}

/** One of the choices, other than the present one where there is another. */
export function drawOther<T>(choices: readonly T[], present: T, dice: Dice = Math.random): T {
  const others = choices.filter((choice) => choice !== present)
  return others[Math.floor(dice() * others.length)] ?? present
}
