/** The panel that asks for a song: every setting, and Generate. */
import type { Song } from "../../api/client"
import { useCompose } from "../../api/songs"
import { isSilent } from "../../music/roles"
import { useExpected } from "../../ui/playback"
import classes from "./compose.module.css"
import { barsOf, type Draft, recipeOf, secondsOf } from "./draft/draft"
import { useDraft } from "./draft/useDraft"
import { Generate } from "./Generate"
import { Others } from "./Others"
import { Summary } from "./Summary"
import { Band } from "./settings/Band"
import { Folds } from "./settings/Folds"
import { Length } from "./settings/Length"
import { GoingOn } from "./start/GoingOn"
import { StartingSeed } from "./start/StartingSeed"
import { useOwnMidi } from "./start/useOwnMidi"
import { useStart } from "./start/useStart"
import { useFileDrop } from "./useFileDrop"
import { useGenerateKeys } from "./useGenerateKeys"

type Props = {
  /** At once, within the gesture that asks for a song: only then may a browser begin to sound. */
  readonly onGenerate?: () => void
  /** When the song has begun to be composed. */
  readonly onComposing: (song: Song) => void
}

export function ComposePanel({ onGenerate = () => {}, onComposing }: Props) {
  const { draft, change: changeDraft, drawAgain, reset, undo } = useDraft()
  const start = useStart(draft.start)
  const compose = useCompose()
  const silent = isSilent(draft)
  useExpected(start.score) // songs begin with their start

  const change = (part: Partial<Draft>) => {
    if (compose.error) compose.reset() // what was refused was something else
    changeDraft(part)
  }
  const choose = (name: string) => change({ start: name, start_at: null, start_bars: null })
  const midi = useOwnMidi(choose)
  const { isOver, ...drop } = useFileDrop(midi.bring)

  const generate = () => {
    if (silent || compose.isPending) return
    onGenerate()
    const begun = (song: Song) => {
      drawAgain()
      onComposing(song)
    }
    // not by `mutate`, which tells nobody once the panel is left
    compose.mutateAsync(recipeOf(draft)).then(begun, () => {})
  }
  useGenerateKeys(generate)

  const part = { draft, ...start, onChange: change }
  return (
    <form
      className={classes.form}
      aria-label="Compose"
      noValidate
      data-over={isOver || undefined}
      {...drop}
      onSubmit={(event) => {
        event.preventDefault()
        generate()
      }}
    >
      <div className={classes.fields}>
        <div>
          <StartingSeed
            draft={draft}
            start={start}
            midi={midi}
            onChoose={(name) => {
              midi.forget()
              choose(name)
            }}
          />
          <GoingOn {...part} />
        </div>
        <Length
          bars={barsOf(draft, start.starter)}
          seconds={secondsOf(draft, start.starter)}
          isTimed={draft.seconds !== null}
          onChange={change}
        />
        <Band levels={draft} onChange={change} />
        <Folds {...part} />
        <Others others={draft.others} onClear={() => change({ others: {} })} />
        <Summary
          draft={draft}
          startTitle={start.starter?.title ?? draft.start}
          onReset={reset}
          onUndo={undo}
        />
      </div>
      <Generate
        busy={compose.isPending}
        silent={silent}
        problem={compose.error}
        onRetry={generate}
      />
      {isOver && <p className={classes.dropping}>Let go to begin with this file.</p>}
    </form>
  )
}
