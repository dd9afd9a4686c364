/** The panel that asks for a song: every setting, and Generate. */
import { useState } from "react"
import type { Song } from "../../api/client"
import { useCompose } from "../../api/songs"
import { useStarters } from "../../api/starters"
import { isSilent } from "../../music/roles"
import { drawSeed } from "../../music/seed"
import { Band } from "./Band"
import classes from "./compose.module.css"
import { type Draft, FIRST_DRAFT, recipeOf, secondsOfDraft } from "./draft"
import { Generate } from "./Generate"
import { Length } from "./Length"
import { draftFrom, recipeInLink } from "./link"
import { More } from "./More"
import { Others } from "./Others"
import { RandomSeed } from "./RandomSeed"
import { StartingSeed } from "./StartingSeed"

export function ComposePanel({ onComposing }: { onComposing: (song: Song) => void }) {
  const [draft, setDraft] = useState<Draft>(() => {
    const asked = recipeInLink(location.search)
    return asked ? draftFrom(asked, drawSeed()) : { ...FIRST_DRAFT, seed: drawSeed() }
  })
  const change = (part: Partial<Draft>) => setDraft((old) => ({ ...old, ...part }))
  const starter = useStarters().data?.find(({ name }) => name === draft.start)
  const compose = useCompose()

  const generate = () =>
    compose.mutate(recipeOf(draft), {
      onSuccess: (song) => {
        setDraft((old) => (old.pinned ? old : { ...old, seed: drawSeed() }))
        onComposing(song)
      },
    })

  return (
    <form
      className={classes.form}
      aria-label="Compose"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!isSilent(draft.levels) && !compose.isPending) generate()
      }}
    >
      <div className={classes.fields}>
        <StartingSeed start={draft.start} onChange={(start) => change({ start })} />
        <Length
          bars={draft.bars}
          seconds={secondsOfDraft(draft, starter)}
          onChange={(bars) => change({ bars })}
        />
        <Band levels={draft.levels} onChange={(levels) => change({ levels })} />
        <RandomSeed seed={draft.seed} pinned={draft.pinned} onChange={change} />
        <More draft={draft} ownTempo={starter?.bpm} onChange={change} />
        <Others others={draft.others} onClear={() => change({ others: {} })} />
      </div>
      <Generate
        busy={compose.isPending}
        silent={isSilent(draft.levels)}
        problem={compose.error?.message}
        onRetry={generate}
      />
    </form>
  )
}
