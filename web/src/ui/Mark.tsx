/** Our mark: the four roles as notes on a roll, which together draw an L. */
export function Mark({ size = 32 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <g fill="none" strokeWidth="5" strokeLinecap="round">
        <path d="M6.5 5.5v4.5" stroke="var(--lead)" />
        <path d="M6.5 18v8.5" stroke="var(--chords)" />
        <path d="M15 26.5h3" stroke="var(--drums)" />
        <path d="M26 26.5h1" stroke="var(--bass)" />
      </g>
    </svg>
  )
}
