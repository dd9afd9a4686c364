/** Whether a pressed key is space, and free to mean play or pause. Knows what else it means on a page. */

/** What already means something by the space key keeps it. */
const KEEPS_SPACE =
  "input:not([type=range]), textarea, select, button, [role=option], [role=menu], [contenteditable=true]"

export function isFreeSpace(event: KeyboardEvent): boolean {
  if (event.key !== " " || event.repeat || event.defaultPrevented) return false
  return !(event.target instanceof Element && event.target.closest(KEEPS_SPACE))
}
