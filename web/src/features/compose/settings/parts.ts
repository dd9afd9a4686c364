/** What each folded part of the panel is given. */
import type { Choices } from "../../../api/choices"
import type { Starter } from "../../../api/client"
import type { Score } from "../../../music/score"
import type { Draft } from "../draft/draft"

export type PartProps = {
  readonly draft: Draft
  readonly starter: Starter | undefined
  readonly score: Score | undefined
  /** What the service offers; nothing while that is being fetched. */
  readonly choices: Choices | undefined
  readonly onChange: (part: Partial<Draft>) => void
}
